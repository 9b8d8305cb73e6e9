package org.carillon.core.metrics;

import java.util.Map;
import java.util.Optional;

/**
 * The metrics of the guide (O2): their names, units, dimensions and meaning, in its order. The
 * table in {@code docs/metrics.md} is made from this.
 */
public enum Metric {
  SMA_ACTIVE_CALL_COUNT(
      "SmaActiveCallCount",
      MetricUnit.COUNT,
      Kind.ACTIVE,
      "Calls that SIP media applications have at the same time, the most of the minute."),
  VOICE_CONNECTOR_ACTIVE_CALL_COUNT(
      "VoiceConnectorActiveCallCount",
      MetricUnit.COUNT,
      Kind.ACTIVE,
      "Calls through the connector at the same time, the most of the minute."),
  INBOUND_CALL_ATTEMPTS(
      "InboundCallAttempts", MetricUnit.COUNT, Kind.CALL, "Inbound calls attempted."),
  INBOUND_CALL_FAILURES(
      "InboundCallFailures",
      MetricUnit.COUNT,
      Kind.CALL,
      "Inbound calls whose record says Failed."),
  INBOUND_CALLS_ANSWERED(
      "InboundCallsAnswered", MetricUnit.COUNT, Kind.CALL, "Inbound calls answered."),
  INBOUND_CALLS_ACTIVE(
      "InboundCallsActive",
      MetricUnit.COUNT,
      Kind.ACTIVE,
      "Inbound calls at the same time, the most of the minute."),
  OUTBOUND_CALL_ATTEMPTS(
      "OutboundCallAttempts", MetricUnit.COUNT, Kind.CALL, "Outbound calls attempted."),
  OUTBOUND_CALL_FAILURES(
      "OutboundCallFailures",
      MetricUnit.COUNT,
      Kind.CALL,
      "Outbound calls whose record says Failed."),
  OUTBOUND_CALLS_ANSWERED(
      "OutboundCallsAnswered", MetricUnit.COUNT, Kind.CALL, "Outbound calls answered."),
  OUTBOUND_CALLS_ACTIVE(
      "OutboundCallsActive",
      MetricUnit.COUNT,
      Kind.ACTIVE,
      "Outbound calls at the same time, the most of the minute."),
  THROTTLES(
      "Throttles",
      MetricUnit.COUNT,
      Kind.CALL,
      "Calls refused because there were too many: over the calls a second or the calls at once."),
  SIP_1XX_CODES(
      "Sip1xxCodes",
      MetricUnit.COUNT,
      Kind.SIP,
      "SIP responses 1xx on the customer's leg, sent and received."),
  SIP_2XX_CODES(
      "Sip2xxCodes",
      MetricUnit.COUNT,
      Kind.SIP,
      "SIP responses 2xx on the customer's leg, sent and received."),
  SIP_3XX_CODES(
      "Sip3xxCodes",
      MetricUnit.COUNT,
      Kind.SIP,
      "SIP responses 3xx on the customer's leg, sent and received."),
  SIP_4XX_CODES(
      "Sip4xxCodes",
      MetricUnit.COUNT,
      Kind.SIP,
      "SIP responses 4xx on the customer's leg, sent and received."),
  SIP_5XX_CODES(
      "Sip5xxCodes",
      MetricUnit.COUNT,
      Kind.SIP,
      "SIP responses 5xx on the customer's leg, sent and received."),
  SIP_6XX_CODES(
      "Sip6xxCodes",
      MetricUnit.COUNT,
      Kind.SIP,
      "SIP responses 6xx on the customer's leg, sent and received."),
  CUSTOMER_TO_VC_RTP_PACKETS(
      "CustomerToVcRtpPackets",
      MetricUnit.COUNT,
      Kind.MEDIA,
      "RTP packets from the customer to us."),
  CUSTOMER_TO_VC_RTP_BYTES(
      "CustomerToVcRtpBytes",
      MetricUnit.COUNT,
      Kind.MEDIA,
      "Bytes of the RTP packets from the customer to us, headers included."),
  CUSTOMER_TO_VC_RTCP_PACKETS(
      "CustomerToVcRtcpPackets",
      MetricUnit.COUNT,
      Kind.MEDIA,
      "RTCP packets from the customer to us."),
  CUSTOMER_TO_VC_RTCP_BYTES(
      "CustomerToVcRtcpBytes",
      MetricUnit.COUNT,
      Kind.MEDIA,
      "Bytes of the RTCP packets from the customer to us."),
  CUSTOMER_TO_VC_PACKETS_LOST(
      "CustomerToVcPacketsLost",
      MetricUnit.COUNT,
      Kind.LOSS,
      "RTP packets lost from the customer to us since the call began."),
  CUSTOMER_TO_VC_JITTER(
      "CustomerToVcJitter",
      MetricUnit.MICROSECONDS,
      Kind.MEDIA,
      "Mean jitter of the packets from the customer to us."),
  VC_TO_CUSTOMER_RTP_PACKETS(
      "VcToCustomerRtpPackets",
      MetricUnit.COUNT,
      Kind.MEDIA,
      "RTP packets from us to the customer."),
  VC_TO_CUSTOMER_RTP_BYTES(
      "VcToCustomerRtpBytes",
      MetricUnit.COUNT,
      Kind.MEDIA,
      "Bytes of the RTP packets from us to the customer, headers included."),
  VC_TO_CUSTOMER_RTCP_PACKETS(
      "VcToCustomerRtcpPackets",
      MetricUnit.COUNT,
      Kind.MEDIA,
      "RTCP packets from us to the customer."),
  VC_TO_CUSTOMER_RTCP_BYTES(
      "VcToCustomerRtcpBytes",
      MetricUnit.COUNT,
      Kind.MEDIA,
      "Bytes of the RTCP packets from us to the customer."),
  VC_TO_CUSTOMER_PACKETS_LOST(
      "VcToCustomerPacketsLost",
      MetricUnit.COUNT,
      Kind.LOSS,
      "RTP packets lost from us to the customer since the call began."),
  VC_TO_CUSTOMER_JITTER(
      "VcToCustomerJitter",
      MetricUnit.MICROSECONDS,
      Kind.MEDIA,
      "Mean jitter of the packets from us to the customer."),
  RTT_BETWEEN_VC_AND_CUSTOMER(
      "RTTBetweenVcAndCustomer",
      MetricUnit.MICROSECONDS,
      Kind.MEDIA,
      "Mean round-trip time between us and the customer, by RTCP."),
  MOS_BETWEEN_VC_AND_CUSTOMER(
      "MOSBetweenVcAndCustomer",
      MetricUnit.SCORE,
      Kind.MEDIA,
      "Estimated mean opinion score of the voice between us and the customer, 1.0 to 4.4."),
  REMOTE_TO_VC_RTP_PACKETS(
      "RemoteToVcRtpPackets",
      MetricUnit.COUNT,
      Kind.MEDIA,
      "RTP packets from the remote end to us."),
  REMOTE_TO_VC_RTP_BYTES(
      "RemoteToVcRtpBytes",
      MetricUnit.COUNT,
      Kind.MEDIA,
      "Bytes of the RTP packets from the remote end to us, headers included."),
  REMOTE_TO_VC_RTCP_PACKETS(
      "RemoteToVcRtcpPackets",
      MetricUnit.COUNT,
      Kind.MEDIA,
      "RTCP packets from the remote end to us."),
  REMOTE_TO_VC_RTCP_BYTES(
      "RemoteToVcRtcpBytes",
      MetricUnit.COUNT,
      Kind.MEDIA,
      "Bytes of the RTCP packets from the remote end to us."),
  REMOTE_TO_VC_PACKETS_LOST(
      "RemoteToVcPacketsLost",
      MetricUnit.COUNT,
      Kind.LOSS,
      "RTP packets lost from the remote end to us since the call began."),
  REMOTE_TO_VC_JITTER(
      "RemoteToVcJitter",
      MetricUnit.MICROSECONDS,
      Kind.MEDIA,
      "Mean jitter of the packets from the remote end to us."),
  VC_TO_REMOTE_RTP_PACKETS(
      "VcToRemoteRtpPackets",
      MetricUnit.COUNT,
      Kind.MEDIA,
      "RTP packets from us to the remote end."),
  VC_TO_REMOTE_RTP_BYTES(
      "VcToRemoteRtpBytes",
      MetricUnit.COUNT,
      Kind.MEDIA,
      "Bytes of the RTP packets from us to the remote end, headers included."),
  VC_TO_REMOTE_RTCP_PACKETS(
      "VcToRemoteRtcpPackets",
      MetricUnit.COUNT,
      Kind.MEDIA,
      "RTCP packets from us to the remote end."),
  VC_TO_REMOTE_RTCP_BYTES(
      "VcToRemoteRtcpBytes",
      MetricUnit.COUNT,
      Kind.MEDIA,
      "Bytes of the RTCP packets from us to the remote end."),
  VC_TO_REMOTE_PACKETS_LOST(
      "VcToRemotePacketsLost",
      MetricUnit.COUNT,
      Kind.LOSS,
      "RTP packets lost from us to the remote end since the call began."),
  VC_TO_REMOTE_JITTER(
      "VcToRemoteJitter",
      MetricUnit.MICROSECONDS,
      Kind.MEDIA,
      "Mean jitter of the packets from us to the remote end."),
  RTT_BETWEEN_VC_AND_REMOTE(
      "RTTBetweenVcAndRemote",
      MetricUnit.MICROSECONDS,
      Kind.MEDIA,
      "Mean round-trip time between us and the remote end, by RTCP."),
  MOS_BETWEEN_VC_AND_REMOTE(
      "MOSBetweenVcAndRemote",
      MetricUnit.SCORE,
      Kind.MEDIA,
      "Estimated mean opinion score of the voice between us and the remote end, 1.0 to 4.4.");

  /** Where the values of a metric come from. */
  public enum Kind {
    /** One value 1 at what happens to a call. */
    CALL,
    /** Once a minute, the most calls at the same time since the minute before. */
    ACTIVE,
    /** One value 1 a message. */
    SIP,
    /** For each call once a minute and at its end, about the time since the value before. */
    MEDIA,
    /** For each call once a minute and at its end, about the call so far. */
    LOSS
  }

  /** The dimension with the connector's id. */
  public static final String VOICE_CONNECTOR_ID = "VoiceConnectorId";

  /** The dimension with the AWS region. */
  public static final String REGION = "Region";

  private final String wireName;
  private final MetricUnit unit;
  private final Kind kind;
  private final String meaning;

  Metric(String wireName, MetricUnit unit, Kind kind, String meaning) {
    this.wireName = wireName;
    this.unit = unit;
    this.kind = kind;
    this.meaning = meaning;
  }

  /** The name as in the guide, such as {@code InboundCallAttempts}. */
  public String wireName() {
    return wireName;
  }

  /** What its values count. */
  public MetricUnit unit() {
    return unit;
  }

  /** Where its values come from. */
  public Kind kind() {
    return kind;
  }

  /** One sentence for people. */
  public String meaning() {
    return meaning;
  }

  /**
   * The dimensions of a value. A call through a connector has both: its connector and that
   * connector's region. A call that no connector has, and the calls of applications, have the
   * region alone.
   */
  public static Map<String, String> dimensions(Optional<String> voiceConnectorId, String region) {
    return voiceConnectorId
        .map(id -> Map.of(VOICE_CONNECTOR_ID, id, REGION, region))
        .orElseGet(() -> Map.of(REGION, region));
  }

  /** The metric for a SIP response. */
  static Optional<Metric> ofSipStatus(int status) {
    return switch (status / 100) {
      case 1 -> Optional.of(SIP_1XX_CODES);
      case 2 -> Optional.of(SIP_2XX_CODES);
      case 3 -> Optional.of(SIP_3XX_CODES);
      case 4 -> Optional.of(SIP_4XX_CODES);
      case 5 -> Optional.of(SIP_5XX_CODES);
      case 6 -> Optional.of(SIP_6XX_CODES);
      default -> Optional.empty();
    };
  }
}
