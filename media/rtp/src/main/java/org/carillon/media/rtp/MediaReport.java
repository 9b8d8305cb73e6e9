package org.carillon.media.rtp;

import org.carillon.media.rtp.Counters.Counter;

/**
 * How the media of one stream did over a time, both ways: what the metrics and the media metric
 * logs of a Voice Connector ask for (O2, V9). RTP only; a fax has no figures here.
 *
 * @param received from the other side to us, as we saw it
 * @param sent from us to the other side, as its RTCP reports say
 * @param roundTripMillis the mean round trip from RTCP, or -1 when no report told it
 * @param mos the lower of the two ways' scores, 1.0 to 4.4, or -1 when no packet went either way
 */
public record MediaReport(Way received, Way sent, double roundTripMillis, double mos) {

  /** What is not known. */
  public static final double UNKNOWN = -1;

  /**
   * One way.
   *
   * @param packets RTP packets
   * @param bytes bytes of these packets, RTP headers included
   * @param rtcpPackets compound RTCP packets
   * @param rtcpBytes their bytes
   * @param lost packets lost on this way; what was lost before it came to us is not counted again
   *     on the way out
   * @param jitterMillis the mean difference of the packets' spacing (RFC 3550 section 6.4.1), or -1
   *     when not known
   * @param mos the score of this way, 1.0 to 4.4, or -1 when no packet went this way
   */
  public record Way(
      long packets,
      long bytes,
      long rtcpPackets,
      long rtcpBytes,
      long lost,
      double jitterMillis,
      double mos) {}

  private static final double FRAME = RtpStream.FRAME_MILLIS;

  static MediaReport between(long[] from, long[] to) {
    double roundTrip = mean(from, to, Counter.ROUND_TRIP_SUM, Counter.ROUND_TRIPS, 65.536);
    Way received =
        way(
            from,
            to,
            Counter.PACKETS_RECEIVED,
            Counter.RTP_BYTES_RECEIVED,
            Counter.RTCP_RECEIVED,
            Counter.RTCP_BYTES_RECEIVED,
            Math.max(0, difference(from, to, Counter.LOST)),
            mean(from, to, Counter.JITTER_SUM, Counter.JITTER_SAMPLES, 1000),
            roundTrip);
    Way sent =
        way(
            from,
            to,
            Counter.PACKETS_SENT,
            Counter.RTP_BYTES_SENT,
            Counter.RTCP_SENT,
            Counter.RTCP_BYTES_SENT,
            Math.max(0, lostBehind(to) - lostBehind(from)),
            mean(from, to, Counter.REMOTE_JITTER_SUM, Counter.REMOTE_REPORTS, 1000),
            roundTrip);
    double mos =
        received.mos == UNKNOWN || sent.mos == UNKNOWN
            ? Math.max(received.mos, sent.mos)
            : Math.min(received.mos, sent.mos);
    return new MediaReport(received, sent, roundTrip, mos);
  }

  private static Way way(
      long[] from,
      long[] to,
      Counter packets,
      Counter bytes,
      Counter rtcpPackets,
      Counter rtcpBytes,
      long lost,
      double jitter,
      double roundTrip) {
    long passed = difference(from, to, packets);
    double delay = Math.max(0, roundTrip) / 2 + 2 * Math.max(0, jitter) + FRAME;
    // of packets we sent, those lost are among them; of packets received, they are not
    long expected = packets == Counter.PACKETS_SENT ? passed : passed + lost;
    double share = expected == 0 ? 0 : Math.min(1, (double) lost / expected);
    return new Way(
        passed,
        difference(from, to, bytes),
        difference(from, to, rtcpPackets),
        difference(from, to, rtcpBytes),
        lost,
        jitter,
        expected == 0 ? UNKNOWN : EModel.mos(share, delay));
  }

  /** Lost between us and the other side: its report less the gaps we passed on ourselves. */
  private static long lostBehind(long[] counters) {
    long reported = Counters.of(counters, Counter.REMOTE_LOST);
    return Math.max(0, reported - Counters.of(counters, Counter.GAPS_AT_REPORT));
  }

  private static double mean(
      long[] from, long[] to, Counter sum, Counter samples, double unitsInMilli) {
    long count = difference(from, to, samples);
    return count <= 0 ? UNKNOWN : difference(from, to, sum) / (count * unitsInMilli);
  }

  private static long difference(long[] from, long[] to, Counter counter) {
    return Counters.of(to, counter) - Counters.of(from, counter);
  }
}
