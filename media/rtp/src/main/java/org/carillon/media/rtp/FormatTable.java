package org.carillon.media.rtp;

import java.util.Arrays;

/**
 * What a received payload type means, one look-up a packet. Made when parameters change; never
 * changed after.
 */
final class FormatTable {
  /** Nothing agreed on. */
  static final byte NONE = 0;

  static final byte MU_LAW = 1;
  static final byte A_LAW = 2;
  static final byte EVENT = 3;
  static final byte NOISE = 4;

  /** A codec that this engine passes on and does not hear. */
  static final byte FOREIGN = 5;

  /** In a {@link #relay} table: not to be relayed. */
  static final short DROP = -1;

  /** In a {@link #relay} table, above the payload type: recode to the other G.711 law. */
  static final short RECODE = 0x80;

  private static final int TYPES = 128;
  private static final int STATIC_COMFORT_NOISE = 13;

  private final byte[] kinds = new byte[TYPES];
  // null while all formats have the telephone clock
  private int[] clocks;

  FormatTable(StreamParameters parameters) {
    for (RtpFormat format : parameters.formats()) {
      set(format, format.receivePayloadType());
    }
    for (RtpFormat format : parameters.formats()) {
      if (kinds[format.sendPayloadType()] == NONE) {
        set(format, format.sendPayloadType());
      }
    }
  }

  private void set(RtpFormat format, int payloadType) {
    kinds[payloadType] = kind(format);
    if (format.clockRate() != G711.SAMPLE_RATE) {
      if (clocks == null) {
        clocks = new int[TYPES];
        Arrays.fill(clocks, G711.SAMPLE_RATE);
      }
      clocks[payloadType] = format.clockRate();
    }
  }

  private static byte kind(RtpFormat format) {
    if (format.isTelephoneEvent()) {
      return EVENT;
    }
    if (format.isComfortNoise()) {
      return NOISE;
    }
    return format.law().map(law -> law == G711.PCMU ? MU_LAW : A_LAW).orElse(FOREIGN);
  }

  /** The kind of a payload type that was agreed on. */
  byte kind(int payloadType) {
    return kinds[payloadType];
  }

  /**
   * The kind of a payload type from a source that is known: it may use the two laws and comfort
   * noise, which need no agreement on a number.
   */
  byte trustedKind(int payloadType) {
    byte kind = kinds[payloadType];
    return kind != NONE
        ? kind
        : switch (payloadType) {
          case 0 -> MU_LAW;
          case 8 -> A_LAW;
          case STATIC_COMFORT_NOISE -> NOISE;
          default -> NONE;
        };
  }

  int clockRate(int payloadType) {
    return clocks == null ? G711.SAMPLE_RATE : clocks[payloadType];
  }

  static G711 law(byte kind) {
    return kind == MU_LAW ? G711.PCMU : kind == A_LAW ? G711.PCMA : null;
  }

  /** For each payload type received with {@code from}, the one that {@code to} wants. */
  static short[] relay(StreamParameters from, StreamParameters to) {
    FormatTable table = new FormatTable(from);
    short[] map = new short[TYPES];
    for (int type = 0; type < TYPES; type++) {
      byte kind = table.trustedKind(type);
      map[type] = kind == NONE ? DROP : target(kind, find(from, type), to);
    }
    return map;
  }

  private static RtpFormat find(StreamParameters parameters, int payloadType) {
    for (RtpFormat format : parameters.formats()) {
      if (format.receivePayloadType() == payloadType) {
        return format;
      }
    }
    for (RtpFormat format : parameters.formats()) {
      if (format.sendPayloadType() == payloadType) {
        return format;
      }
    }
    return null;
  }

  private static short target(byte kind, RtpFormat agreed, StreamParameters to) {
    if (to.udptl()) {
      return DROP;
    }
    G711 law = law(kind);
    RtpFormat format = agreed == null && law != null ? RtpFormat.of(law) : agreed;
    for (RtpFormat candidate : to.formats()) {
      if (format != null && candidate.isSameAs(format)) {
        return (short) candidate.sendPayloadType();
      }
    }
    if (law != null) {
      RtpFormat other = to.lawFormat();
      return other == null ? DROP : (short) (other.sendPayloadType() | RECODE);
    }
    // a receiver that does not know comfort noise leaves it out
    return kind == NOISE && (format == null || format.clockRate() == G711.SAMPLE_RATE)
        ? STATIC_COMFORT_NOISE
        : DROP;
  }
}
