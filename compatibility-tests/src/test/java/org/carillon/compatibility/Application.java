package org.carillon.compatibility;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplicationEndpoint;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRuleTargetApplication;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRuleTriggerType;

/** Sets up what a telephone needs to reach a function, with the AWS SDK for Java. */
final class Application {
  static final String BUCKET = "call-records";

  private Application() {}

  /**
   * Orders a number in area code 206 and ties it to a function by an application and a rule.
   *
   * @return the number
   */
  static String onNewNumber(Carillon carillon, String function) {
    Map<String, String> keys = carillon.clientEnvironment();
    try (ChimeSdkVoiceClient chime =
        ChimeSdkVoiceClient.builder()
            .endpointOverride(URI.create(carillon.endpoint()))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        keys.get("AWS_ACCESS_KEY_ID"), keys.get("AWS_SECRET_ACCESS_KEY"))))
            .build()) {
      String number =
          chime
              .searchAvailablePhoneNumbers(r -> r.country("US").areaCode("206").maxResults(1))
              .e164PhoneNumbers()
              .getFirst();
      String order =
          chime
              .createPhoneNumberOrder(
                  r ->
                      r.productType(PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN)
                          .e164PhoneNumbers(number))
              .phoneNumberOrder()
              .phoneNumberOrderId();
      Tools.await(
          "the order's success",
          Duration.ofSeconds(20),
          () ->
              chime
                      .getPhoneNumberOrder(r -> r.phoneNumberOrderId(order))
                      .phoneNumberOrder()
                      .status()
                  == PhoneNumberOrderStatus.SUCCESSFUL);
      chime.updateGlobalSettings(r -> r.voiceConnector(v -> v.cdrBucket(BUCKET)));
      String application =
          chime
              .createSipMediaApplication(
                  r ->
                      r.awsRegion("us-east-1")
                          .name("phone test")
                          .endpoints(
                              SipMediaApplicationEndpoint.builder()
                                  .lambdaArn(
                                      "arn:aws:lambda:us-east-1:111122223333:function:" + function)
                                  .build()))
              .sipMediaApplication()
              .sipMediaApplicationId();
      chime.createSipRule(
          r ->
              r.name("phone test")
                  .triggerType(SipRuleTriggerType.TO_PHONE_NUMBER)
                  .triggerValue(number)
                  .targetApplications(
                      SipRuleTargetApplication.builder()
                          .sipMediaApplicationId(application)
                          .priority(1)
                          .awsRegion("us-east-1")
                          .build()));
      return number;
    }
  }
}
