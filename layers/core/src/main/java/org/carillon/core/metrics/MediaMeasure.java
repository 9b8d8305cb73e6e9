package org.carillon.core.metrics;

import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What is measured of one side of a call: the metric of each side, and the field of the media
 * metric log that holds the same value (O2, V9).
 */
@SuppressWarnings("ImmutableEnumChecker") // its functions keep nothing
enum MediaMeasure {
  RTP_PACKETS_RECEIVED(
      Metric.CUSTOMER_TO_VC_RTP_PACKETS,
      Metric.REMOTE_TO_VC_RTP_PACKETS,
      "%s2vc_rtp_packets",
      count(i -> i.received().rtpPackets())),
  RTP_BYTES_RECEIVED(
      Metric.CUSTOMER_TO_VC_RTP_BYTES,
      Metric.REMOTE_TO_VC_RTP_BYTES,
      "%s2vc_rtp_bytes",
      count(i -> i.received().rtpBytes())),
  RTCP_PACKETS_RECEIVED(
      Metric.CUSTOMER_TO_VC_RTCP_PACKETS,
      Metric.REMOTE_TO_VC_RTCP_PACKETS,
      "%s2vc_rtcp_packets",
      count(i -> i.received().rtcpPackets())),
  RTCP_BYTES_RECEIVED(
      Metric.CUSTOMER_TO_VC_RTCP_BYTES,
      Metric.REMOTE_TO_VC_RTCP_BYTES,
      "%s2vc_rtcp_bytes",
      count(i -> i.received().rtcpBytes())),
  PACKETS_LOST_RECEIVED(
      Metric.CUSTOMER_TO_VC_PACKETS_LOST,
      Metric.REMOTE_TO_VC_PACKETS_LOST,
      "%s2vc_packets_lost",
      loss(i -> i.received().packetsLost())),
  JITTER_RECEIVED(
      Metric.CUSTOMER_TO_VC_JITTER,
      Metric.REMOTE_TO_VC_JITTER,
      "%s2vc_jitter",
      i -> i.since().received().jitterMicros()),
  RTP_PACKETS_SENT(
      Metric.VC_TO_CUSTOMER_RTP_PACKETS,
      Metric.VC_TO_REMOTE_RTP_PACKETS,
      "vc2%s_rtp_packets",
      count(i -> i.sent().rtpPackets())),
  RTP_BYTES_SENT(
      Metric.VC_TO_CUSTOMER_RTP_BYTES,
      Metric.VC_TO_REMOTE_RTP_BYTES,
      "vc2%s_rtp_bytes",
      count(i -> i.sent().rtpBytes())),
  RTCP_PACKETS_SENT(
      Metric.VC_TO_CUSTOMER_RTCP_PACKETS,
      Metric.VC_TO_REMOTE_RTCP_PACKETS,
      "vc2%s_rtcp_packets",
      count(i -> i.sent().rtcpPackets())),
  RTCP_BYTES_SENT(
      Metric.VC_TO_CUSTOMER_RTCP_BYTES,
      Metric.VC_TO_REMOTE_RTCP_BYTES,
      "vc2%s_rtcp_bytes",
      count(i -> i.sent().rtcpBytes())),
  PACKETS_LOST_SENT(
      Metric.VC_TO_CUSTOMER_PACKETS_LOST,
      Metric.VC_TO_REMOTE_PACKETS_LOST,
      "vc2%s_packets_lost",
      loss(i -> i.sent().packetsLost())),
  JITTER_SENT(
      Metric.VC_TO_CUSTOMER_JITTER,
      Metric.VC_TO_REMOTE_JITTER,
      "vc2%s_jitter",
      i -> i.since().sent().jitterMicros()),
  ROUND_TRIP(
      Metric.RTT_BETWEEN_VC_AND_CUSTOMER,
      Metric.RTT_BETWEEN_VC_AND_REMOTE,
      "rtt_btwn_vc_and_%s",
      i -> i.since().roundTripMicros()),
  OPINION_SCORE(
      Metric.MOS_BETWEEN_VC_AND_CUSTOMER,
      Metric.MOS_BETWEEN_VC_AND_REMOTE,
      "mos_btwn_vc_and_%s",
      i -> i.since().opinionScore());

  private final Metric ofCustomer;
  private final Metric ofRemote;
  private final String logFieldOfCustomer;
  private final String logFieldOfRemote;
  private final Function<MediaInterval, OptionalDouble> value;

  MediaMeasure(
      Metric ofCustomer,
      Metric ofRemote,
      String logField,
      Function<MediaInterval, OptionalDouble> value) {
    this.ofCustomer = ofCustomer;
    this.ofRemote = ofRemote;
    this.logFieldOfCustomer = logField.formatted(CallSide.CUSTOMER.logWord());
    this.logFieldOfRemote = logField.formatted(CallSide.REMOTE.logWord());
    this.value = value;
  }

  Metric metric(CallSide side) {
    return side == CallSide.CUSTOMER ? ofCustomer : ofRemote;
  }

  /** The field of the log, such as {@code cust2vc_rtp_packets}. */
  String logField(CallSide side) {
    return side == CallSide.CUSTOMER ? logFieldOfCustomer : logFieldOfRemote;
  }

  /** The value; empty when it was not measured in that time. */
  OptionalDouble of(MediaInterval interval) {
    return value.apply(interval);
  }

  /** What came since the look before. */
  private static Function<MediaInterval, OptionalDouble> count(ToLongFunction<MediaReading> of) {
    return interval -> OptionalDouble.of((double) of.applyAsLong(interval.since()));
  }

  /** Losses stand for the whole call so far: a loss is carried through all later minutes. */
  private static Function<MediaInterval, OptionalDouble> loss(ToLongFunction<MediaReading> of) {
    return interval -> OptionalDouble.of((double) Math.max(0, of.applyAsLong(interval.call())));
  }
}
