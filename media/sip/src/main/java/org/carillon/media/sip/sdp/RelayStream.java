package org.carillon.media.sip.sdp;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A stream that can be relayed, as one description has it.
 *
 * @param kind audio or fax
 * @param protocol as written
 * @param direction as the describing side sees it; 0.0.0.0 counts as not receiving
 * @param formats audio formats in its order
 * @param passed attributes that pass as they are: packet times, T.38
 * @param formatNames the m= line's formats of a fax
 * @param cryptos usable crypto lines in its order
 */
record RelayStream(
    RelayedMedia.Kind kind,
    String protocol,
    InetSocketAddress remote,
    InetSocketAddress remoteRtcp,
    boolean rtcpMux,
    Direction direction,
    List<RelayFormat> formats,
    List<Attribute> passed,
    List<String> formatNames,
    List<CryptoLine> cryptos) {

  static final String PLAIN = "RTP/AVP";
  static final String SECURE = "RTP/SAVP";

  /** With these a peer may send feedback at once, and need not (RFC 4585 section 3.6.2). */
  private static final Set<String> PLAIN_PROFILES = Set.of(PLAIN, "RTP/AVPF");

  private static final Set<String> SECURE_PROFILES = Set.of(SECURE, "RTP/SAVPF");
  private static final String UDPTL = "udptl";
  private static final int MOST_PASSED = 32;
  private static final Pattern PTIME = Pattern.compile("[1-9][0-9]{0,2}");

  /**
   * Reads a stream; empty when it is refused or of a kind that cannot be relayed.
   *
   * @throws SdpException when it could be, but its address is missing or no address
   */
  static Optional<RelayStream> of(SessionDescription session, MediaDescription line)
      throws SdpException {
    if (line.port() == 0) {
      return Optional.empty();
    }
    if (line.type().equals("image") && line.protocol().equalsIgnoreCase(UDPTL)) {
      return Optional.of(read(RelayedMedia.Kind.FAX, session, line, List.of(), List.of()));
    }
    boolean secure = isSecure(line.protocol());
    if (!line.type().equals("audio") || !(secure || isPlain(line.protocol()))) {
      return Optional.empty();
    }
    List<RelayFormat> formats = RelayFormat.of(line);
    List<CryptoLine> cryptos = secure ? CryptoLine.of(line) : List.of();
    if (formats.stream().noneMatch(RelayFormat::isSpeech) || (secure && cryptos.isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(read(RelayedMedia.Kind.AUDIO, session, line, formats, cryptos));
  }

  private static RelayStream read(
      RelayedMedia.Kind kind,
      SessionDescription session,
      MediaDescription line,
      List<RelayFormat> formats,
      List<CryptoLine> cryptos)
      throws SdpException {
    Connection connection =
        session
            .connection(line)
            .orElseThrow(() -> SdpException.malformed("A media stream has no c= line"));
    InetSocketAddress remote = new InetSocketAddress(connection.address(), line.port());
    boolean mux = line.attribute("rtcp-mux").isPresent();
    Direction direction = session.direction(line);
    if (remote.getAddress().isAnyLocalAddress()) {
      direction = direction.and(Direction.SENDONLY);
    }
    List<Attribute> passed = new ArrayList<>();
    for (Attribute attribute : line.attributes()) {
      if (passed.size() < MOST_PASSED && passes(kind, attribute)) {
        passed.add(attribute);
      }
    }
    return new RelayStream(
        kind,
        line.protocol(),
        remote,
        mux ? remote : RtcpAddress.of(line, remote),
        mux,
        direction,
        formats,
        passed,
        kind == RelayedMedia.Kind.FAX ? line.formats() : List.of(),
        cryptos);
  }

  private static boolean passes(RelayedMedia.Kind kind, Attribute attribute) {
    String name = attribute.name();
    if (kind == RelayedMedia.Kind.FAX) {
      return name.toUpperCase(Locale.ROOT).startsWith("T38");
    }
    return attribute.value() != null
        && switch (name) {
          case "ptime", "maxptime" -> PTIME.matcher(attribute.value().strip()).matches();
          case "silenceSupp" -> true;
          default -> false;
        };
  }

  boolean isFax() {
    return kind == RelayedMedia.Kind.FAX;
  }

  boolean isSecure() {
    return isSecure(protocol);
  }

  /** Whether it is SRTP. */
  static boolean isSecure(String protocol) {
    return SECURE_PROFILES.contains(protocol);
  }

  /** Whether it is RTP in clear. */
  static boolean isPlain(String protocol) {
    return PLAIN_PROFILES.contains(protocol);
  }

  /** This stream as it is offered on: with both laws when it has one, for the relay recodes. */
  RelayStream offered() {
    List<RelayFormat> more = new ArrayList<>(formats);
    for (Codec law : List.of(Codec.PCMU, Codec.PCMA)) {
      boolean hasALaw = formats.stream().anyMatch(f -> f.law().isPresent());
      boolean hasThis = formats.stream().anyMatch(f -> f.law().filter(law::equals).isPresent());
      boolean isFree = formats.stream().noneMatch(f -> f.payloadType() == law.payloadType());
      if (hasALaw && !hasThis && isFree) {
        more.add(RelayFormat.law(law));
      }
    }
    return withFormats(more);
  }

  RelayStream withFormats(List<RelayFormat> newFormats) {
    return new RelayStream(
        kind,
        protocol,
        remote,
        remoteRtcp,
        rtcpMux,
        direction,
        newFormats,
        passed,
        formatNames,
        cryptos);
  }

  /** The m= line with our port and keys. */
  MediaDescription line(
      int port, String rtpProtocol, Direction shown, List<CryptoLine> keys, boolean mux) {
    if (isFax()) {
      return new MediaDescription(
          "image", port, protocol, formatNames, Optional.empty(), passed, List.of());
    }
    List<String> numbers = new ArrayList<>();
    List<Attribute> attributes = new ArrayList<>();
    for (RelayFormat format : formats) {
      numbers.add(Integer.toString(format.payloadType()));
      attributes.addAll(format.attributes());
    }
    attributes.addAll(passed);
    keys.forEach(key -> attributes.add(key.attribute()));
    if (mux) {
      attributes.add(Attribute.flag("rtcp-mux"));
    }
    attributes.add(Attribute.flag(shown.attribute()));
    return new MediaDescription(
        "audio", port, rtpProtocol, numbers, Optional.empty(), attributes, List.of());
  }

  /** What is agreed on with the side that described this stream. */
  RelayedMedia media(
      List<RelayedMedia.Format> agreed, Direction ourDirection, Optional<RelayedMedia.Keys> keys) {
    int ptime = 0;
    for (Attribute attribute : passed) {
      if (attribute.name().equals("ptime")) {
        ptime = Integer.parseInt(attribute.value().strip());
      }
    }
    return new RelayedMedia(kind, remote, remoteRtcp, rtcpMux, agreed, ourDirection, ptime, keys);
  }
}
