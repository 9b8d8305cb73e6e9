package org.carillon.media.sip.sdp;

import java.util.Optional;

/** The audio formats that an answer may choose (RFC 3551, RFC 4733). */
public enum Codec {
  /** G.711 mu-law, 8 kHz, static payload type 0. */
  PCMU("PCMU", 8000, 0),
  /** G.711 A-law, 8 kHz, static payload type 8. */
  PCMA("PCMA", 8000, 8),
  /** DTMF events of RFC 4733; 101 is the usual number, but it is dynamic. */
  TELEPHONE_EVENT("telephone-event", 8000, 101);

  private final String encoding;
  private final int clockRate;
  private final int payloadType;

  Codec(String encoding, int clockRate, int payloadType) {
    this.encoding = encoding;
    this.clockRate = clockRate;
    this.payloadType = payloadType;
  }

  /** The encoding name of an rtpmap. */
  public String encoding() {
    return encoding;
  }

  /** Samples a second. */
  public int clockRate() {
    return clockRate;
  }

  /** The payload type that our offers use. */
  public int payloadType() {
    return payloadType;
  }

  /** The codec of an rtpmap's encoding name and clock rate. */
  static Optional<Codec> named(String encoding, int clockRate) {
    for (Codec codec : values()) {
      if (codec.encoding.equalsIgnoreCase(encoding) && codec.clockRate == clockRate) {
        return Optional.of(codec);
      }
    }
    return Optional.empty();
  }
}
