package org.carillon.media.sip.sdp;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Makes offers and answers, and reads what was agreed (RFC 3264 sections 5 to 8). */
final class AnswerMaker {
  private static final int MIN_PTIME = 10;
  private static final int MAX_PTIME = 60;

  private AnswerMaker() {}

  static SessionDescription offer(AudioCapabilities local, Optional<CryptoLine> key) {
    List<AudioFormat> formats = new ArrayList<>();
    for (Codec codec : local.codecs()) {
      formats.add(new AudioFormat(codec.payloadType(), codec));
    }
    if (local.telephoneEvents()) {
      formats.add(new AudioFormat(Codec.TELEPHONE_EVENT.payloadType(), Codec.TELEPHONE_EVENT));
    }
    return session(
        local,
        List.of(
            stream(
                local,
                formats,
                local.direction(),
                key.isPresent() ? RelayStream.SECURE : RelayStream.PLAIN,
                key)));
  }

  static OfferAnswer.Answer answer(
      SessionDescription offer, AudioCapabilities local, StreamSecurity security)
      throws SdpException {
    if (offer.media().isEmpty()) {
      throw SdpException.notAcceptable("The offer has no media stream");
    }
    List<MediaDescription> streams = new ArrayList<>();
    NegotiatedAudio agreed = null;
    for (MediaDescription stream : offer.media()) {
      List<AudioFormat> common = agreed == null ? common(stream, local, security) : List.of();
      if (common.isEmpty()) {
        streams.add(stream.refused());
        continue;
      }
      Direction direction = local.direction().and(offer.direction(stream).reversed());
      Optional<RelayedMedia.Keys> keys = security.answer(stream);
      agreed = agreed(offer, stream, common, common, local, direction, keys);
      Optional<CryptoLine> ours = keys.map(RelayedMedia.Keys::ours);
      streams.add(stream(local, common, direction, stream.protocol(), ours));
    }
    if (agreed == null) {
      throw SdpException.notAcceptable(
          security.accepted()
              ? "No offered stream is RTP or SRTP audio with a codec and a key that we can use"
              : "No offered stream is plain RTP audio with a codec we have");
    }
    return new OfferAnswer.Answer(session(local, streams), agreed);
  }

  static NegotiatedAudio accept(
      AudioCapabilities local, SessionDescription answer, Optional<CryptoLine> offeredKey)
      throws SdpException {
    if (answer.media().isEmpty()) {
      throw SdpException.notAcceptable("The answer has no media stream");
    }
    MediaDescription stream = answer.media().getFirst();
    if (offeredKey.isPresent() != RelayStream.isSecure(stream.protocol())) {
      throw SdpException.notAcceptable("The answer is of another kind than the offer");
    }
    Optional<RelayedMedia.Keys> keys = Optional.empty();
    if (offeredKey.isPresent()) {
      keys = Optional.of(keys(offeredKey.get(), stream));
    }
    List<AudioFormat> chosen =
        common(stream, local, new StreamSecurity(keys.isPresent(), Optional.empty()));
    if (chosen.isEmpty()) {
      throw SdpException.notAcceptable("The answer refuses the audio stream");
    }
    List<AudioFormat> offered = new ArrayList<>();
    for (AudioFormat format : chosen) {
      offered.add(new AudioFormat(format.codec().payloadType(), format.codec()));
    }
    Direction direction = local.direction().and(answer.direction(stream).reversed());
    return agreed(answer, stream, chosen, offered, local, direction, keys);
  }

  private static RelayedMedia.Keys keys(CryptoLine offered, MediaDescription answered)
      throws SdpException {
    for (CryptoLine theirs : CryptoLine.of(answered)) {
      if (theirs.tag() == offered.tag() && theirs.suite() == offered.suite()) {
        return new RelayedMedia.Keys(offered, theirs);
      }
    }
    throw SdpException.notAcceptable("The answer's a=crypto line is not the one that was offered");
  }

  /** The formats of a stream that both sides have: speech in the peer's order, then events. */
  private static List<AudioFormat> common(
      MediaDescription stream, AudioCapabilities local, StreamSecurity security) {
    if (!stream.type().equals("audio") || stream.port() == 0 || !security.takes(stream)) {
      return List.of();
    }
    List<AudioFormat> speech = new ArrayList<>();
    AudioFormat events = null;
    for (AudioFormat format : AudioFormat.of(stream)) {
      if (local.codecs().contains(format.codec())) {
        speech.add(format);
      } else if (format.codec() == Codec.TELEPHONE_EVENT && local.telephoneEvents()) {
        events = events == null ? format : events;
      }
    }
    if (!speech.isEmpty() && events != null) {
      speech.add(events);
    }
    return speech;
  }

  private static NegotiatedAudio agreed(
      SessionDescription peer,
      MediaDescription stream,
      List<AudioFormat> send,
      List<AudioFormat> receive,
      AudioCapabilities local,
      Direction direction,
      Optional<RelayedMedia.Keys> keys)
      throws SdpException {
    Connection connection =
        peer.connection(stream)
            .orElseThrow(() -> SdpException.malformed("The audio stream has no c= line"));
    InetSocketAddress remote = new InetSocketAddress(connection.address(), stream.port());
    return new NegotiatedAudio(
        remote,
        RtcpAddress.of(stream, remote),
        send.getFirst().codec(),
        send.getFirst().payloadType(),
        receive.getFirst().payloadType(),
        events(send),
        events(receive),
        ptime(stream, local.ptime()),
        direction,
        keys);
  }

  private static OptionalInt events(List<AudioFormat> formats) {
    AudioFormat last = formats.getLast();
    return last.codec() == Codec.TELEPHONE_EVENT
        ? OptionalInt.of(last.payloadType())
        : OptionalInt.empty();
  }

  /** The packet time the peer wants, if it is a multiple of 10 ms that we can do. */
  private static int ptime(MediaDescription stream, int ours) {
    Function<String, Integer> number =
        text -> text.strip().matches("[0-9]{1,3}") ? Integer.parseInt(text.strip()) : 0;
    int wanted = stream.attribute("ptime").map(number).orElse(ours);
    int most = stream.attribute("maxptime").map(number).filter(n -> n > 0).orElse(MAX_PTIME);
    boolean usable = wanted >= MIN_PTIME && wanted <= MAX_PTIME && wanted % 10 == 0;
    int chosen = usable ? wanted : ours;
    return most >= MIN_PTIME && chosen > most ? most / 10 * 10 : chosen;
  }

  private static SessionDescription session(
      AudioCapabilities local, List<MediaDescription> streams) {
    Connection connection = Connection.of(local.address().getAddress());
    return new SessionDescription(
        new Origin(
            "-",
            Long.toUnsignedString(local.sessionId()),
            Long.toUnsignedString(local.sessionVersion()),
            connection),
        "-",
        Optional.of(connection),
        "0 0",
        List.of(),
        List.of(),
        streams);
  }

  private static MediaDescription stream(
      AudioCapabilities local,
      List<AudioFormat> formats,
      Direction direction,
      String profile,
      Optional<CryptoLine> key) {
    List<String> numbers = new ArrayList<>();
    List<Attribute> attributes = new ArrayList<>();
    for (AudioFormat format : formats) {
      numbers.add(Integer.toString(format.payloadType()));
      attributes.add(
          new Attribute(
              "rtpmap",
              format.payloadType()
                  + " "
                  + format.codec().encoding()
                  + "/"
                  + format.codec().clockRate()));
      if (format.codec() == Codec.TELEPHONE_EVENT) {
        attributes.add(new Attribute("fmtp", format.payloadType() + " 0-15"));
      }
    }
    attributes.add(new Attribute("ptime", Integer.toString(local.ptime())));
    key.ifPresent(ours -> attributes.add(ours.attribute()));
    attributes.add(Attribute.flag(direction.attribute()));
    return new MediaDescription(
        "audio",
        local.address().getPort(),
        profile,
        numbers,
        Optional.empty(),
        attributes,
        List.of());
  }
}
