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
 * A record of a connector's logs with its place: groups and fields are the guide's (V9).
 *
 * @param stream where it goes: a stream a day and node
 * @param entry what it says
 */
public record LogRecord(Logs.Stream stream, Logs.Entry entry) {

  /** The group of SIP messages, before the connector's id. */
  public static final String SIP_MESSAGES = "/aws/ChimeVoiceConnectorSipMessages/";

  /** The group of media metrics, before the connector's id. */
  public static final String MEDIA_METRICS = "/aws/ChimeVoiceConnectorLogs/";

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
      String node = nodeId.length() <= NODE ? nodeId : nodeId.substring(0, NODE);
      return new Logs.Stream(
          group + scope.voiceConnectorId().orElseThrow(),
          at.toString().substring(0, DAY) + "-" + node);
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

  /** The same for the same far party, so that its calls can be found together. */
  private static String endpointId(String party) {
    return UUID.nameUUIDFromBytes(party.getBytes(UTF_8)).toString();
  }

  private static LogRecord of(Source source, String group, Map<String, Object> fields) {
    return new LogRecord(
        source.stream(group), new Logs.Entry(source.at(), new String(Json.write(fields), UTF_8)));
  }
}
