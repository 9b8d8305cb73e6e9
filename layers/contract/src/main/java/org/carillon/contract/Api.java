package org.carillon.contract;

/**
 * The three APIs that are served on one host, each with its own public model (design section 3).
 */
public enum Api {
  /** Amazon Chime SDK Voice, API version 2022-08-03. */
  VOICE("chime-sdk-voice", "chimesdkvoice"),
  /** Amazon Chime SDK media pipelines, API version 2021-07-15. */
  MEDIA_PIPELINES("chime-sdk-media-pipelines", "chimesdkmediapipelines"),
  /** Amazon Chime SDK meetings, API version 2021-07-15. */
  MEETINGS("chime-sdk-meetings", "chimesdkmeetings");

  private final String service;
  private final String sdkPackage;

  Api(String service, String sdkPackage) {
    this.service = service;
    this.sdkPackage = sdkPackage;
  }

  /**
   * The service's name as the AWS CLI and the model file spell it, such as {@code chime-sdk-voice}.
   */
  public String service() {
    return service;
  }

  /**
   * The API that keeps a resource, by the ARN's resource type (the last part, such as {@code
   * meeting/...}). What is no ARN, or of no known type, is the voice API's to refuse.
   */
  public static Api ofResource(String arn) {
    String[] parts = arn.split(":", 6);
    String resource = parts.length == 6 ? parts[5] : "";
    if (resource.startsWith("meeting/")) {
      return MEETINGS;
    }
    return resource.startsWith("media-pipeline") || resource.startsWith("media-insights-pipeline")
        ? MEDIA_PIPELINES
        : VOICE;
  }

  /** The SDK's package of this API's shapes. */
  String modelPackage() {
    return "software.amazon.awssdk.services." + sdkPackage + ".model";
  }
}
