package org.carillon.media.rtp;

import java.util.Locale;
import java.util.Optional;

/**
 * One payload format that an offer and answer agreed on (an {@code a=rtpmap} line, RFC 8866 section
 * 6.6).
 *
 * @param encoding the encoding name, for example {@code PCMU}; letter case does not matter
 * @param clockRate the RTP clock in hertz
 * @param channels audio channels, 1 for telephony
 * @param sendPayloadType the number in packets we send, 0 to 127: that of the other side's SDP
 * @param receivePayloadType the number in packets we receive: that of our SDP. Packets with the
 *     other number are understood too where no other format has it, for many devices mix them up
 */
public record RtpFormat(
    String encoding, int clockRate, int channels, int sendPayloadType, int receivePayloadType) {

  /** The encoding name of key presses (RFC 4733). */
  public static final String TELEPHONE_EVENT = "TELEPHONE-EVENT";

  /** The encoding name of comfort noise (RFC 3389). */
  public static final String COMFORT_NOISE = "CN";

  /** Refuses numbers out of range; the name is kept in upper case. */
  public RtpFormat {
    encoding = encoding.toUpperCase(Locale.ROOT);
    if (clockRate < 1 || channels < 1 || channels > 255) {
      throw new IllegalArgumentException("clock rate and channels must be above 0: " + encoding);
    }
    check(sendPayloadType);
    check(receivePayloadType);
  }

  private static void check(int payloadType) {
    if (payloadType < 0 || payloadType > 127) {
      throw new IllegalArgumentException("payload type " + payloadType + " is not in 0..127");
    }
  }

  /** A G.711 law on its static payload type. */
  public static RtpFormat of(G711 law) {
    return of(law, law.payloadType());
  }

  /** A G.711 law on some payload type. */
  public static RtpFormat of(G711 law, int payloadType) {
    return new RtpFormat(law.encodingName(), G711.SAMPLE_RATE, 1, payloadType, payloadType);
  }

  /** Key presses at 8 kHz on some payload type. */
  public static RtpFormat telephoneEvent(int payloadType) {
    return new RtpFormat(TELEPHONE_EVENT, G711.SAMPLE_RATE, 1, payloadType, payloadType);
  }

  /** Which G.711 law this is, if it is one. */
  public Optional<G711> law() {
    return clockRate == G711.SAMPLE_RATE && channels == 1
        ? G711.forEncodingName(encoding)
        : Optional.empty();
  }

  boolean isTelephoneEvent() {
    return encoding.equals(TELEPHONE_EVENT);
  }

  boolean isComfortNoise() {
    return encoding.equals(COMFORT_NOISE);
  }

  /** Whether a payload of one is a payload of the other. */
  boolean isSameAs(RtpFormat other) {
    return encoding.equals(other.encoding)
        && clockRate == other.clockRate
        && channels == other.channels;
  }
}
