package org.carillon.core.metrics;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What passed between us and one side of a call in a time.
 *
 * @param received from that side to us
 * @param sent from us to that side
 * @param roundTripMicros the mean round trip in microseconds; empty when it was not measured
 * @param opinionScore the score of the worse direction; empty when nothing passed
 */
public record MediaReading(
    Flow received, Flow sent, OptionalDouble roundTripMicros, OptionalDouble opinionScore) {

  /** Best score that the guide names. */
  private static final double BEST = 4.4;

  private static final double WORST = 1.0;

  public MediaReading {
    if (opinionScore.isPresent()) {
      opinionScore = OptionalDouble.of(Math.clamp(opinionScore.getAsDouble(), WORST, BEST));
    }
  }

  /**
   * One direction.
   *
   * @param rtpPackets RTP packets
   * @param rtpBytes their bytes, headers included
   * @param rtcpPackets RTCP packets
   * @param rtcpBytes their bytes
   * @param packetsLost RTP packets lost
   * @param jitterMicros mean jitter in microseconds; empty when it was not measured
   */
  public record Flow(
      long rtpPackets,
      long rtpBytes,
      long rtcpPackets,
      long rtcpBytes,
      long packetsLost,
      OptionalDouble jitterMicros) {}

  /** Whether nothing passed, either way. */
  boolean isSilent() {
    return received.rtpPackets() + received.rtcpPackets() + sent.rtpPackets() + sent.rtcpPackets()
        == 0;
  }

  /** One line for people who look on; empty when nothing passed. */
  public Optional<String> summary() {
    return isSilent()
        ? Optional.empty()
        : Optional.of(
            "%d packets in, %d out, %d lost in, %d lost out, jitter %s, MOS %s"
                .formatted(
                    received.rtpPackets(),
                    sent.rtpPackets(),
                    received.packetsLost(),
                    sent.packetsLost(),
                    words(received.jitterMicros(), 1000, " ms"),
                    words(opinionScore, 1, "")));
  }

  private static String words(OptionalDouble value, int divisor, String unit) {
    return value.isPresent()
        ? String.format(Locale.ROOT, "%.1f", value.getAsDouble() / divisor) + unit
        : "unknown";
  }
}
