package org.carillon.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.ivr.WavWriter;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplicationEndpoint;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRuleTargetApplication;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRuleTriggerType;

/**
 * What a call needs to reach a function, made with the AWS SDK.
 *
 * @param number the number to dial
 * @param id the SIP media application
 */
record Application(String number, String id) {
  /** The name of the function that every benchmark uses. */
  static final String FUNCTION = "answer";

  private static final String ARN = "arn:aws:lambda:us-east-1:111122223333:function:" + FUNCTION;
  private static final String RECORDS = "bench-records";
  private static final int BEEP_SAMPLES = 800; // 100 ms

  /** A client of the API of a Carillon. */
  static ChimeSdkVoiceClient client(URI api) {
    return ChimeSdkVoiceClient.builder()
        .endpointOverride(api)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(CarillonProcess.KEY_ID, CarillonProcess.SECRET)))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  /** Orders a number, says where records go, ties the number to the function, puts the prompt. */
  static Application create(URI api, Path data) throws IOException {
    Path prompts = data.resolve("s3").resolve("bench-prompts");
    Files.createDirectories(prompts);
    Files.write(prompts.resolve("beep.wav"), WavWriter.write(beep()));
    try (ChimeSdkVoiceClient chime = client(api)) {
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
      while (chime.getPhoneNumberOrder(r -> r.phoneNumberOrderId(order)).phoneNumberOrder().status()
          != PhoneNumberOrderStatus.SUCCESSFUL) {
        LockSupport.parkNanos(20_000_000);
      }
      chime.updateGlobalSettings(r -> r.voiceConnector(v -> v.cdrBucket(RECORDS)));
      String id =
          chime
              .createSipMediaApplication(
                  r ->
                      r.name("bench")
                          .awsRegion("us-east-1")
                          .endpoints(SipMediaApplicationEndpoint.builder().lambdaArn(ARN).build()))
              .sipMediaApplication()
              .sipMediaApplicationId();
      chime.createSipRule(
          r ->
              r.name("bench")
                  .triggerType(SipRuleTriggerType.TO_PHONE_NUMBER)
                  .triggerValue(number)
                  .targetApplications(
                      SipRuleTargetApplication.builder()
                          .sipMediaApplicationId(id)
                          .awsRegion("us-east-1")
                          .priority(1)
                          .build()));
      return new Application(number, id);
    }
  }

  private static PcmAudio beep() {
    short[] samples = new short[BEEP_SAMPLES];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (8_000 * Math.sin(2 * Math.PI * 1000 * i / 8000));
    }
    return PcmAudio.of(samples);
  }
}
