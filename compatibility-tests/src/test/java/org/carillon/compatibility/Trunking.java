package org.carillon.compatibility;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.compatibility.walk.OperatorApi;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.Credential;
import software.amazon.awssdk.services.chimesdkvoice.model.NetworkType;
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRoute;
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRouteProtocol;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.Termination;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnector;

/** Sets up connectors, their numbers, and carriers, with the AWS SDK and the operator's API. */
final class Trunking implements AutoCloseable {
  static final String BUCKET = "trunk-records";
  static final String CDRS = "Amazon-Chime-Voice-Connector-CDRs/json";

  private final ChimeSdkVoiceClient chime;
  private final OperatorApi operator;

  Trunking(Carillon carillon) {
    Map<String, String> keys = carillon.clientEnvironment();
    chime =
        ChimeSdkVoiceClient.builder()
            .endpointOverride(URI.create(carillon.endpoint()))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        keys.get("AWS_ACCESS_KEY_ID"), keys.get("AWS_SECRET_ACCESS_KEY"))))
            .build();
    operator = new OperatorApi(carillon.endpoint(), keys);
    chime.updateGlobalSettings(r -> r.voiceConnector(v -> v.cdrBucket(BUCKET)));
  }

  /** A connector for IPv4 and IPv6. */
  VoiceConnector connector(String name, boolean requireEncryption) {
    return chime
        .createVoiceConnector(
            r ->
                r.name(name)
                    .requireEncryption(requireEncryption)
                    .networkType(NetworkType.DUAL_STACK))
        .voiceConnector();
  }

  /** Orders a number in area code 206 and assigns it to a connector. */
  String number(VoiceConnector connector) {
    String number =
        chime
            .searchAvailablePhoneNumbers(r -> r.country("US").areaCode("206").maxResults(1))
            .e164PhoneNumbers()
            .getFirst();
    String order =
        chime
            .createPhoneNumberOrder(
                r -> r.productType(PhoneNumberProductType.VOICE_CONNECTOR).e164PhoneNumbers(number))
            .phoneNumberOrder()
            .phoneNumberOrderId();
    Tools.await(
        "the order's success",
        Duration.ofSeconds(20),
        () ->
            chime.getPhoneNumberOrder(r -> r.phoneNumberOrderId(order)).phoneNumberOrder().status()
                == PhoneNumberOrderStatus.SUCCESSFUL);
    var errors =
        chime
            .associatePhoneNumbersWithVoiceConnector(
                r -> r.voiceConnectorId(connector.voiceConnectorId()).e164PhoneNumbers(number))
            .phoneNumberErrors();
    if (!errors.isEmpty()) {
      throw new AssertionError(errors);
    }
    return number;
  }

  /** Lets hosts of these networks call out to the US. */
  void termination(VoiceConnector connector, String... networks) {
    chime.putVoiceConnectorTermination(
        r ->
            r.voiceConnectorId(connector.voiceConnectorId())
                .termination(
                    Termination.builder()
                        .callingRegions("US")
                        .cidrAllowedList(networks)
                        .cpsLimit(10)
                        .disabled(false)
                        .build()));
  }

  /** Writes down the messages and the media values of a connector's calls. */
  void logs(VoiceConnector connector) {
    chime.putVoiceConnectorLoggingConfiguration(
        r ->
            r.voiceConnectorId(connector.voiceConnectorId())
                .loggingConfiguration(l -> l.enableSIPLogs(true).enableMediaMetricLogs(true)));
  }

  /** Asks callers of a connector for a user name and a password. */
  void credentials(VoiceConnector connector, String user, String password) {
    chime.putVoiceConnectorTerminationCredentials(
        r ->
            r.voiceConnectorId(connector.voiceConnectorId())
                .credentials(Credential.builder().username(user).password(password).build()));
  }

  /** Where calls in go: {@code host:port} in their order, over UDP or TCP. */
  void origination(VoiceConnector connector, OriginationRouteProtocol protocol, String... hosts) {
    List<OriginationRoute> routes = new ArrayList<>();
    for (String host : hosts) {
      int colon = host.lastIndexOf(':');
      routes.add(
          OriginationRoute.builder()
              .host(host.substring(0, colon))
              .port(Integer.parseInt(host.substring(colon + 1)))
              .protocol(protocol)
              .priority(routes.size() + 1)
              .weight(1)
              .build());
    }
    chime.putVoiceConnectorOrigination(
        r ->
            r.voiceConnectorId(connector.voiceConnectorId())
                .origination(o -> o.routes(routes).disabled(false)));
  }

  /** A trunk of a carrier. */
  static Map<String, Object> trunk(String host, int port, String transport) {
    Map<String, Object> trunk = new LinkedHashMap<>();
    trunk.put("Name", "trunk-" + port);
    trunk.put("Host", host);
    trunk.put("Port", port);
    trunk.put("Transport", transport);
    trunk.put("Authentication", "IP_TRUST");
    return trunk;
  }

  /** A trunk of a carrier that asks for a user name and a password. */
  static Map<String, Object> trunk(
      String host, int port, String transport, String user, String password) {
    Map<String, Object> trunk = trunk(host, port, transport);
    trunk.put("Authentication", "DIGEST");
    trunk.put("Username", user);
    trunk.put("Password", password);
    return trunk;
  }

  /** A carrier that numbers with this prefix go out to, over its trunks in their order. */
  void carrier(String name, String prefix, List<Map<String, Object>> trunks) {
    List<Map<String, Object>> ordered = new ArrayList<>();
    for (Map<String, Object> trunk : trunks) {
      trunk.put("Priority", ordered.size() + 1);
      ordered.add(trunk);
    }
    operator.granted(
        "POST /carillon/v1/carriers",
        Map.of(
            "Name",
            name,
            "Directions",
            List.of("INBOUND", "OUTBOUND"),
            "Prefixes",
            List.of(prefix),
            "Trunks",
            ordered));
  }

  @Override
  public void close() {
    chime.close();
  }
}
