package org.carillon.infra;

/** The metrics of the guide (O2) and how a graph shows each. A test holds them to the core's. */
enum CallMetric {
  SMA_ACTIVE_CALL_COUNT("SmaActiveCallCount", "Maximum"),
  VOICE_CONNECTOR_ACTIVE_CALL_COUNT("VoiceConnectorActiveCallCount", "Maximum"),
  INBOUND_CALL_ATTEMPTS("InboundCallAttempts", "Sum"),
  INBOUND_CALL_FAILURES("InboundCallFailures", "Sum"),
  INBOUND_CALLS_ANSWERED("InboundCallsAnswered", "Sum"),
  INBOUND_CALLS_ACTIVE("InboundCallsActive", "Maximum"),
  OUTBOUND_CALL_ATTEMPTS("OutboundCallAttempts", "Sum"),
  OUTBOUND_CALL_FAILURES("OutboundCallFailures", "Sum"),
  OUTBOUND_CALLS_ANSWERED("OutboundCallsAnswered", "Sum"),
  OUTBOUND_CALLS_ACTIVE("OutboundCallsActive", "Maximum"),
  THROTTLES("Throttles", "Sum"),
  SIP_1XX_CODES("Sip1xxCodes", "Sum"),
  SIP_2XX_CODES("Sip2xxCodes", "Sum"),
  SIP_3XX_CODES("Sip3xxCodes", "Sum"),
  SIP_4XX_CODES("Sip4xxCodes", "Sum"),
  SIP_5XX_CODES("Sip5xxCodes", "Sum"),
  SIP_6XX_CODES("Sip6xxCodes", "Sum"),
  CUSTOMER_TO_VC_RTP_PACKETS("CustomerToVcRtpPackets", "Sum"),
  CUSTOMER_TO_VC_RTP_BYTES("CustomerToVcRtpBytes", "Sum"),
  CUSTOMER_TO_VC_RTCP_PACKETS("CustomerToVcRtcpPackets", "Sum"),
  CUSTOMER_TO_VC_RTCP_BYTES("CustomerToVcRtcpBytes", "Sum"),
  CUSTOMER_TO_VC_PACKETS_LOST("CustomerToVcPacketsLost", "Sum"),
  CUSTOMER_TO_VC_JITTER("CustomerToVcJitter", "Average"),
  VC_TO_CUSTOMER_RTP_PACKETS("VcToCustomerRtpPackets", "Sum"),
  VC_TO_CUSTOMER_RTP_BYTES("VcToCustomerRtpBytes", "Sum"),
  VC_TO_CUSTOMER_RTCP_PACKETS("VcToCustomerRtcpPackets", "Sum"),
  VC_TO_CUSTOMER_RTCP_BYTES("VcToCustomerRtcpBytes", "Sum"),
  VC_TO_CUSTOMER_PACKETS_LOST("VcToCustomerPacketsLost", "Sum"),
  VC_TO_CUSTOMER_JITTER("VcToCustomerJitter", "Average"),
  RTT_BETWEEN_VC_AND_CUSTOMER("RTTBetweenVcAndCustomer", "Average"),
  MOS_BETWEEN_VC_AND_CUSTOMER("MOSBetweenVcAndCustomer", "Average"),
  REMOTE_TO_VC_RTP_PACKETS("RemoteToVcRtpPackets", "Sum"),
  REMOTE_TO_VC_RTP_BYTES("RemoteToVcRtpBytes", "Sum"),
  REMOTE_TO_VC_RTCP_PACKETS("RemoteToVcRtcpPackets", "Sum"),
  REMOTE_TO_VC_RTCP_BYTES("RemoteToVcRtcpBytes", "Sum"),
  REMOTE_TO_VC_PACKETS_LOST("RemoteToVcPacketsLost", "Sum"),
  REMOTE_TO_VC_JITTER("RemoteToVcJitter", "Average"),
  VC_TO_REMOTE_RTP_PACKETS("VcToRemoteRtpPackets", "Sum"),
  VC_TO_REMOTE_RTP_BYTES("VcToRemoteRtpBytes", "Sum"),
  VC_TO_REMOTE_RTCP_PACKETS("VcToRemoteRtcpPackets", "Sum"),
  VC_TO_REMOTE_RTCP_BYTES("VcToRemoteRtcpBytes", "Sum"),
  VC_TO_REMOTE_PACKETS_LOST("VcToRemotePacketsLost", "Sum"),
  VC_TO_REMOTE_JITTER("VcToRemoteJitter", "Average"),
  RTT_BETWEEN_VC_AND_REMOTE("RTTBetweenVcAndRemote", "Average"),
  MOS_BETWEEN_VC_AND_REMOTE("MOSBetweenVcAndRemote", "Average");

  private final String metricName;
  private final String statistic;

  CallMetric(String metricName, String statistic) {
    this.metricName = metricName;
    this.statistic = statistic;
  }

  /** Its name in CloudWatch. */
  String metricName() {
    return metricName;
  }

  /** What of a minute's values is shown. */
  String statistic() {
    return statistic;
  }

  /** Whether it has no connector. */
  boolean ofApplications() {
    return this == SMA_ACTIVE_CALL_COUNT;
  }
}
