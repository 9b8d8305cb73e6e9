package org.carillon.contract;

import java.util.List;

/**
 * The APIs that are served on one host: three with a public model each (design section 3), and the
 * operator's own under {@code /carillon/v1/}.
 */
public enum Api {
  /** Amazon Chime SDK Voice, API version 2022-08-03. */
  VOICE("chime-sdk-voice", "chimesdkvoice"),
  /** Amazon Chime SDK media pipelines, API version 2021-07-15. */
  MEDIA_PIPELINES("chime-sdk-media-pipelines", "chimesdkmediapipelines"),
  /** Amazon Chime SDK meetings, API version 2021-07-15. */
  MEETINGS("chime-sdk-meetings", "chimesdkmeetings"),
  /**
   * What the hosted service has no API for: carriers, porting, users and keys, quotas, metrics,
   * timelines of calls. Its model is ours, in several files, and its shapes are {@link
   * OperatorDocument}s.
   */
  OPERATOR("carillon", "");

  private static final List<Api> PUBLISHED = List.of(VOICE, MEDIA_PIPELINES, MEETINGS);
  private static final List<String> OPERATOR_FILES =
      List.of(
          "carillon-common.json",
          "carillon-access.json",
          "carillon-calls.json",
          "carillon-carriers.json",
          "carillon-keys.json",
          "carillon-metrics.json",
          "carillon-numbers.json",
          "carillon-porting.json",
          "carillon-quotas.json",
          "carillon-reputation.json");

  private final String service;
  private final String sdkPackage;

  Api(String service, String sdkPackage) {
    this.service = service;
    this.sdkPackage = sdkPackage;
  }

  /** The APIs with a public model, in the order in which they are told. */
  public static List<Api> published() {
    return PUBLISHED;
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

  /** The resources that hold this API's model. */
  List<String> modelFiles() {
    return this == OPERATOR ? OPERATOR_FILES : List.of(service + ".json");
  }

  /** The SDK's package of this API's shapes. */
  String modelPackage() {
    return "software.amazon.awssdk.services." + sdkPackage + ".model";
  }
}
