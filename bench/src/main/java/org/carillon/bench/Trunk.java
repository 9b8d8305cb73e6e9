package org.carillon.bench;

import java.net.URI;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRoute;
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRouteProtocol;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;

/**
 * What a call needs to reach a host behind a Voice Connector, made with the AWS SDK.
 *
 * @param number the number to dial
 * @param voiceConnectorId the connector
 */
record Trunk(String number, String voiceConnectorId) {

  /**
   * Makes a connector whose calls in go to a host on loopback, and gives it a number.
   *
   * @param port where the host takes SIP over UDP
   */
  static Trunk create(URI api, int port) {
    try (ChimeSdkVoiceClient chime = Application.client(api)) {
      chime.updateGlobalSettings(r -> r.voiceConnector(v -> v.cdrBucket("bench-records")));
      String number = order(chime);
      String id =
          chime
              .createVoiceConnector(
                  r -> r.name("bench").awsRegion("us-east-1").requireEncryption(false))
              .voiceConnector()
              .voiceConnectorId();
      chime.putVoiceConnectorOrigination(
          r ->
              r.voiceConnectorId(id)
                  .origination(
                      o ->
                          o.disabled(false)
                              .routes(
                                  OriginationRoute.builder()
                                      .host("127.0.0.1")
                                      .port(port)
                                      .protocol(OriginationRouteProtocol.UDP)
                                      .priority(1)
                                      .weight(1)
                                      .build())));
      chime.associatePhoneNumbersWithVoiceConnector(
          r -> r.voiceConnectorId(id).e164PhoneNumbers(number));
      return new Trunk(number, id);
    }
  }

  private static String order(ChimeSdkVoiceClient chime) {
    String number =
        chime
            .searchAvailablePhoneNumbers(r -> r.country("US").areaCode("425").maxResults(1))
            .e164PhoneNumbers()
            .getFirst();
    String order =
        chime
            .createPhoneNumberOrder(
                r -> r.productType(PhoneNumberProductType.VOICE_CONNECTOR).e164PhoneNumbers(number))
            .phoneNumberOrder()
            .phoneNumberOrderId();
    while (chime.getPhoneNumberOrder(r -> r.phoneNumberOrderId(order)).phoneNumberOrder().status()
        != PhoneNumberOrderStatus.SUCCESSFUL) {
      LockSupport.parkNanos(20_000_000);
    }
    return number;
  }
}
