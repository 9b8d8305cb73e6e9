package org.carillon.local.demo;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.carillon.core.Account;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRoute;
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRouteProtocol;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrder;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplicationEndpoint;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRuleTargetApplication;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRuleTriggerType;

/** The guide's steps with an unmodified AWS SDK: a number, a bucket, an application, a rule. */
final class Story implements AutoCloseable {
  private static final Duration ORDER_LIMIT = Duration.ofSeconds(20);

  private final ChimeSdkVoiceClient client;
  private final Timeline timeline;

  Story(URI endpoint, String region, String keyId, String secret, Timeline timeline) {
    this.client =
        ChimeSdkVoiceClient.builder()
            .endpointOverride(endpoint)
            .region(Region.of(region))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(keyId, secret)))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    this.timeline = timeline;
  }

  /** Finds and orders a number, and waits until it is in the inventory. */
  String orderNumber() throws DemoException {
    List<String> offered =
        client
            .searchAvailablePhoneNumbers(r -> r.country("US").areaCode("206").maxResults(3))
            .e164PhoneNumbers();
    timeline.now("api", "search-available-phone-numbers (US, 206) -> " + offered);
    if (offered.isEmpty()) {
      throw new DemoException("the pool has no number in area code 206");
    }
    String number = offered.getFirst();
    order(number, PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN);
    return number;
  }

  private void order(String number, PhoneNumberProductType product) throws DemoException {
    PhoneNumberOrder order =
        client
            .createPhoneNumberOrder(r -> r.productType(product).e164PhoneNumbers(number))
            .phoneNumberOrder();
    timeline.now("api", "create-phone-number-order " + number + " -> " + order.statusAsString());
    long end = System.nanoTime() + ORDER_LIMIT.toNanos();
    while (order.status() != PhoneNumberOrderStatus.SUCCESSFUL) {
      if (System.nanoTime() > end) {
        throw new DemoException("the number order stays " + order.statusAsString());
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      String id = order.phoneNumberOrderId();
      order = client.getPhoneNumberOrder(r -> r.phoneNumberOrderId(id)).phoneNumberOrder();
    }
    timeline.now("api", "get-phone-number-order -> " + order.statusAsString());
  }

  /** Says where call detail records go. */
  void setRecordBucket(String bucket) {
    client.updateGlobalSettings(r -> r.voiceConnector(v -> v.cdrBucket(bucket)));
    timeline.now("api", "update-global-settings, records to s3://" + bucket);
  }

  /**
   * Ties the number to the function: an application and a rule.
   *
   * @return the application's id
   */
  String answerWith(String number, Account account, String function) {
    String arn =
        "arn:aws:lambda:" + account.region() + ":" + account.id() + ":function:" + function;
    String application =
        client
            .createSipMediaApplication(
                r ->
                    r.name(function)
                        .awsRegion(account.region())
                        .endpoints(SipMediaApplicationEndpoint.builder().lambdaArn(arn).build()))
            .sipMediaApplication()
            .sipMediaApplicationId();
    timeline.now("api", "create-sip-media-application with " + arn);
    client.createSipRule(
        r ->
            r.name(function)
                .triggerType(SipRuleTriggerType.TO_PHONE_NUMBER)
                .triggerValue(number)
                .targetApplications(
                    SipRuleTargetApplication.builder()
                        .sipMediaApplicationId(application)
                        .awsRegion(account.region())
                        .priority(1)
                        .build()));
    timeline.now("api", "create-sip-rule " + number + " -> " + function);
    return application;
  }

  /** Orders a number whose calls go through a connector to a port of this machine. */
  String trunkNumber(int port) throws DemoException {
    String number =
        client
            .searchAvailablePhoneNumbers(r -> r.country("US").areaCode("425").maxResults(1))
            .e164PhoneNumbers()
            .stream()
            .findFirst()
            .orElseThrow(() -> new DemoException("the pool has no number in area code 425"));
    order(number, PhoneNumberProductType.VOICE_CONNECTOR);
    String id =
        client
            .createVoiceConnector(
                r -> r.name("trunk").awsRegion("us-east-1").requireEncryption(false))
            .voiceConnector()
            .voiceConnectorId();
    client.putVoiceConnectorOrigination(
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
    client.associatePhoneNumbersWithVoiceConnector(
        r -> r.voiceConnectorId(id).e164PhoneNumbers(number));
    timeline.now("api", "a voice connector takes the calls of " + number);
    return number;
  }

  /** Has the application call somebody. */
  void call(String application, String from, String to, Map<String, String> arguments) {
    String id =
        client
            .createSipMediaApplicationCall(
                r ->
                    r.sipMediaApplicationId(application)
                        .fromPhoneNumber(from)
                        .toPhoneNumber(to)
                        .argumentsMap(arguments))
            .sipMediaApplicationCall()
            .transactionId();
    timeline.now("api", "create-sip-media-application-call to " + to + " -> " + id);
  }

  @Override
  public void close() {
    client.close();
  }
}
