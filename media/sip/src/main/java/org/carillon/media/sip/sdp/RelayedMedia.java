package org.carillon.media.sip.sdp;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one side of a relayed call agreed on with us, for its media stream.
 *
 * @param kind speech over RTP, or a fax over UDPTL
 * @param remote where this side receives; a host of 0.0.0.0 means hold in the old way
 * @param remoteRtcp where it receives RTCP
 * @param rtcpMux whether RTCP comes and goes on the RTP port (RFC 5761)
 * @param formats what may be in the packets, its preferred one first; empty for a fax
 * @param direction the flow as we see it on this side: what it wants and what the other side gives
 * @param ptime milliseconds of audio it wants in a packet, 0 when it does not say
 * @param crypto the keys when the packets are SRTP
 */
public record RelayedMedia(
    Kind kind,
    InetSocketAddress remote,
    InetSocketAddress remoteRtcp,
    boolean rtcpMux,
    List<Format> formats,
    Direction direction,
    int ptime,
    Optional<Keys> crypto) {

  /** What the packets carry. */
  public enum Kind {
    /** RTP. */
    AUDIO,
    /** T.38 over UDPTL (V15). */
    FAX
  }

  /**
   * A payload format.
   *
   * @param encoding the encoding name as written, for example {@code PCMU}
   * @param clockRate RTP clock in hertz
   * @param channels 1 unless it says otherwise
   * @param sendPayloadType its number in packets we send to this side
   * @param receivePayloadType its number in packets from this side
   */
  public record Format(
      String encoding, int clockRate, int channels, int sendPayloadType, int receivePayloadType) {

    private boolean goesTo(Format other) {
      boolean same = encoding.equalsIgnoreCase(other.encoding) && clockRate == other.clockRate;
      return (same && !encoding.equalsIgnoreCase("telephone-event"))
          || (isG711() && other.isG711());
    }

    private String name() {
      String known = isG711() ? "G711" : encoding.toUpperCase(Locale.ROOT);
      return known + "/" + clockRate + "/" + channels;
    }

    private boolean isG711() {
      return encoding.equalsIgnoreCase("PCMU") || encoding.equalsIgnoreCase("PCMA");
    }
  }

  /**
   * The SRTP keys of both ways.
   *
   * @param ours for packets we send
   * @param theirs for packets of this side
   */
  public record Keys(CryptoLine ours, CryptoLine theirs) {}

  public RelayedMedia {
    formats = List.copyOf(formats);
  }

  /**
   * Whether what this side sends can be told to another one: they have an encoding in common, or
   * G.711 each, which the relay recodes.
   */
  public boolean isUnderstoodBy(RelayedMedia other) {
    return kind == other.kind
        && (kind == Kind.FAX
            || formats.stream()
                .anyMatch(mine -> other.formats.stream().anyMatch(theirs -> mine.goesTo(theirs))));
  }

  /**
   * Whether a peer that agreed on this need not be told of the other: audio flows the same way, and
   * the formats are the same but for the two G.711 laws, which the relay recodes.
   */
  public boolean isAsGoodAs(RelayedMedia other) {
    return kind == other.kind
        && direction == other.direction
        && names(formats).equals(names(other.formats));
  }

  private static Set<String> names(List<Format> formats) {
    return formats.stream()
        .filter(format -> !format.encoding.equalsIgnoreCase("CN")) // passes without being agreed on
        .map(Format::name)
        .collect(Collectors.toSet());
  }
}
