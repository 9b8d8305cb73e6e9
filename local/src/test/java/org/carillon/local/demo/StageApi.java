package org.carillon.local.demo;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.chimesdkmeetings.ChimeSdkMeetingsClient;
import software.amazon.awssdk.services.chimesdkmeetings.model.Attendee;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRoute;
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRouteProtocol;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnector;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnectorItem;

/** What {@link CallScript}s ask of the API: calls and updates, a connector, a group, meetings. */
final class StageApi implements AutoCloseable {
  private final ChimeSdkVoiceClient voice;
  private final ChimeSdkMeetingsClient meetings;
  private final String from;
  private final VoiceConnector connector;
  private final String groupArn;
  private String transaction = "";

  /**
   * @param from the number that calls come from
   * @param pbx where the connector's calls go
   */
  StageApi(URI endpoint, String from, InetSocketAddress pbx) {
    this.from = from;
    var credentials = RunningCarillon.credentials();
    var region = Region.of(RunningCarillon.REGION);
    voice =
        ChimeSdkVoiceClient.builder()
            .endpointOverride(endpoint)
            .region(region)
            .credentialsProvider(credentials)
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    meetings =
        ChimeSdkMeetingsClient.builder()
            .endpointOverride(endpoint)
            .region(region)
            .credentialsProvider(credentials)
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    connector =
        voice
            .createVoiceConnector(
                r -> r.name("pbx").awsRegion(RunningCarillon.REGION).requireEncryption(false))
            .voiceConnector();
    String id = connector.voiceConnectorId();
    voice.putVoiceConnectorOrigination(
        r ->
            r.voiceConnectorId(id)
                .origination(
                    origination ->
                        origination.routes(
                            OriginationRoute.builder()
                                .host(pbx.getAddress().getHostAddress())
                                .port(pbx.getPort())
                                .protocol(OriginationRouteProtocol.UDP)
                                .priority(1)
                                .weight(1)
                                .build())));
    groupArn =
        voice
            .createVoiceConnectorGroup(
                r ->
                    r.name("pbxs")
                        .voiceConnectorItems(
                            VoiceConnectorItem.builder().voiceConnectorId(id).priority(1).build()))
            .voiceConnectorGroup()
            .voiceConnectorGroupArn();
  }

  String connectorArn() {
    return connector.voiceConnectorArn();
  }

  String connectorId() {
    return connector.voiceConnectorId();
  }

  String groupArn() {
    return groupArn;
  }

  /** Does an {@code api} line: {@code call NUMBER} or {@code update NAME=VALUE}. */
  void run(String words) {
    String[] parts = words.split(" ", 2);
    String application =
        voice
            .listSipMediaApplications(r -> {})
            .sipMediaApplications()
            .getFirst()
            .sipMediaApplicationId();
    switch (parts[0]) {
      case "call" ->
          transaction =
              voice
                  .createSipMediaApplicationCall(
                      r ->
                          r.sipMediaApplicationId(application)
                              .fromPhoneNumber(from)
                              .toPhoneNumber(parts[1])
                              .argumentsMap(Map.of("why", "a script")))
                  .sipMediaApplicationCall()
                  .transactionId();
      case "update" -> {
        String[] argument = parts[1].split("=", 2);
        voice.updateSipMediaApplicationCall(
            r ->
                r.sipMediaApplicationId(application)
                    .transactionId(transaction)
                    .arguments(Map.of(argument[0], argument[1])));
      }
      default -> throw new IllegalArgumentException("the API does no " + words);
    }
  }

  /** A new meeting with one attendee, under the names of scripts. */
  Map<String, String> meeting() {
    String meeting =
        meetings
            .createMeeting(
                r ->
                    r.clientRequestToken(UUID.randomUUID().toString())
                        .mediaRegion(RunningCarillon.REGION)
                        .externalMeetingId("monday"))
            .meeting()
            .meetingId();
    Attendee attendee =
        meetings.createAttendee(r -> r.meetingId(meeting).externalUserId("ann")).attendee();
    return Map.of(
        "$MEETING", meeting, "$TOKEN", attendee.joinToken(), "$ATTENDEE", attendee.attendeeId());
  }

  @Override
  public void close() {
    voice.close();
    meetings.close();
  }
}
