package org.carillon.core.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.carillon.contract.Json;
import org.carillon.core.metrics.MetricScope;
import org.carillon.core.numbers.Countries;
import org.carillon.core.ports.Logs;

/**
 * A record of a connector's or an application's logs with its place: groups and fields are the
 * guide's (V9, S1). Of an application the guide has the group alone; its fields are those of a
 * connector, with the application's id.
 *
 * @param stream where it goes: a stream a day and node
 * @param entry what it says
 */
public record LogRecord(Logs.Stream stream, Logs.Entry entry) {

  /** The group of SIP messages, before the connector's id. */
  public static final String SIP_MESSAGES = "/aws/ChimeVoiceConnectorSipMessages/";

  /** The group of media metrics, before the connector's id. */
  public static final String MEDIA_METRICS = "/aws/ChimeVoiceConnectorLogs/";

  /** The group of the messages of a SIP media application's calls, before its id. */
  public static final String APPLICATION_MESSAGES = "/aws/ChimeSipMediaApplicationSipMessages/";

  private static final int DAY = "2026-01-01".length();
  private static final int NODE = 8;

  /**
   * Who writes.
   *
   * @param nodeId the media node's incarnation
   * @param transactionId the call
   * @param scope the connector that has it
   * @param at when
   */
  public record Source(String nodeId, String transactionId, MetricScope scope, Instant at) {

    private Logs.Stream stream(String group) {
      return LogRecord.stream(group + scope.voiceConnectorId().orElseThrow(), nodeId, at);
    }

    private Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("voice_connector_id", scope.voiceConnectorId().orElseThrow());
      fields.put("aws_region", scope.region());
      fields.put("event_timestamp", at.toEpochMilli());
      fields.put("call_id", transactionId);
      return fields;
    }
  }

  /**
   * The parties of a call.
   *
   * @param from the caller
   * @param to the called
   * @param far the one of the two that is not the connector's customer
   */
  public record Parties(String from, String to, String far) {}

  /**
   * A SIP message that was sent or received.
   *
   * @param text the whole message, without secrets
   */
  public static LogRecord sipMessage(Source source, String text) {
    Map<String, Object> fields = source.fields();
    fields.put("sip_message", text);
    return of(source, SIP_MESSAGES, fields);
  }

  /**
   * The media of a call.
   *
   * @param measured values by their field names
   */
  public static LogRecord mediaMetrics(
      Source source, Parties parties, Map<String, Object> measured) {
    Map<String, Object> fields = source.fields();
    fields.put("from_sip_user", parties.from());
    Countries.of(parties.from()).ifPresent(country -> fields.put("from_country", country));
    fields.put("to_sip_user", parties.to());
    Countries.of(parties.to()).ifPresent(country -> fields.put("to_country", country));
    fields.put("endpoint_id", endpointId(parties.far()));
    fields.putAll(measured);
    return of(source, MEDIA_METRICS, fields);
  }

  /**
   * What happened to a call of an application.
   *
   * @param nodeId the media node's incarnation
   * @param transactionId the call
   * @param applicationId whose call it is
   * @param region the application's
   * @param at when
   */
  public record ApplicationSource(
      String nodeId, String transactionId, String applicationId, String region, Instant at) {

    private LogRecord record(String field, String text) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("sip_media_application_id", applicationId);
      fields.put("aws_region", region);
      fields.put("event_timestamp", at.toEpochMilli());
      fields.put("call_id", transactionId);
      fields.put(field, text);
      return new LogRecord(
          LogRecord.stream(APPLICATION_MESSAGES + applicationId, nodeId, at),
          new Logs.Entry(at, new String(Json.write(fields), UTF_8)));
    }
  }

  /**
   * A SIP message of an application's call.
   *
   * @param text the whole message, without secrets
   */
  public static LogRecord sipMessage(ApplicationSource source, String text) {
    return source.record("sip_message", text);
  }

  /**
   * What went wrong between a call and the application's function.
   *
   * @param text in the service's own words (protocol facts 1.2)
   */
  public static LogRecord message(ApplicationSource source, String text) {
    return source.record("message", text);
  }

  private static Logs.Stream stream(String group, String nodeId, Instant at) {
    String node = nodeId.length() <= NODE ? nodeId : nodeId.substring(0, NODE);
    return new Logs.Stream(group, at.toString().substring(0, DAY) + "-" + node);
  }

  /** The same for the same far party, so that its calls can be found together. */
  private static String endpointId(String party) {
    return UUID.nameUUIDFromBytes(party.getBytes(UTF_8)).toString();
  }

  private static LogRecord of(Source source, String group, Map<String, Object> fields) {
    return new LogRecord(
        source.stream(group), new Logs.Entry(source.at(), new String(Json.write(fields), UTF_8)));
  }
}
