package org.carillon.media.node;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.carillon.media.rtp.Direction;
import org.carillon.media.rtp.G711;
import org.carillon.media.rtp.MediaEngine;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.rtp.StreamParameters;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.sdp.AudioCapabilities;
import org.carillon.media.sip.sdp.NegotiatedAudio;
import org.carillon.media.sip.sdp.OfferAnswer;
import org.carillon.media.sip.sdp.SdpException;

/**
 * The session description of one leg and the stream behind it (RFC 3264): an offer in the INVITE is
 * answered at once, with SRTP where it has keys (RFC 4568, V4); without one our 200 OK offers RTP
 * and the ACK answers. Owned by the leg's SIP loop.
 */
final class SessionMedia implements LegMedia, AutoCloseable {

  private final RtpStream stream;
  private AudioCapabilities capabilities;
  private Optional<NegotiatedAudio> agreed = Optional.empty();
  private boolean offered;

  private SessionMedia(RtpStream stream, AudioCapabilities capabilities) {
    this.stream = stream;
    this.capabilities = capabilities;
  }

  /**
   * Opens a stream on a local address.
   *
   * @param local our address towards the peer
   * @throws IOException when no port pair is free or the address is not ours
   */
  static SessionMedia open(MediaEngine engine, InetAddress local) throws IOException {
    RtpStream stream = engine.open(local);
    long sessionId = ThreadLocalRandom.current().nextLong(1, 1L << 53);
    return new SessionMedia(
        stream,
        AudioCapabilities.g711(
            stream.advertisedAddress().getAddress(), stream.localPort(), sessionId));
  }

  RtpStream stream() {
    return stream;
  }

  /**
   * Answers an offer, the first one or that of a re-INVITE. Nothing changes when it is refused. The
   * first answer is only prepared: {@link #start} starts the stream.
   *
   * @return our answer
   * @throws SdpException 400 or 488
   */
  @Override
  public SipBody answer(SipBody offer) throws SdpException {
    OfferAnswer.Answer answer = OfferAnswer.answerSecure(offer.bytes(), capabilities, agreed);
    boolean first = agreed.isEmpty();
    agreed = Optional.of(answer.audio());
    capabilities = capabilities.withSessionVersion(capabilities.sessionVersion() + 1);
    if (!first) {
      start();
    }
    return answer.body();
  }

  /** Our own offer, for a peer that made none: what is agreed on stays encrypted. */
  @Override
  public SipBody offer() {
    offered = true;
    if (agreed.isPresent()) { // it has more than our last answer had (RFC 3264 section 8)
      capabilities = capabilities.withSessionVersion(capabilities.sessionVersion() + 1);
    }
    return SipBody.sdp(
        agreed
            .map(audio -> OfferAnswer.offer(capabilities, audio))
            .orElseGet(() -> OfferAnswer.offer(capabilities))
            .toBytes());
  }

  /**
   * Takes the answer to {@link #offer} and starts the stream.
   *
   * @throws SdpException when it is none, or chose what was not offered
   */
  @Override
  public void accept(SipBody answer) throws SdpException {
    offered = false;
    agreed =
        Optional.of(
            agreed.isPresent()
                ? OfferAnswer.accept(capabilities, answer.bytes(), agreed.get())
                : OfferAnswer.accept(capabilities, answer.bytes()));
    start();
  }

  @Override
  public boolean awaitsAnswer() {
    return offered;
  }

  @Override
  public void withdraw() {
    offered = false;
  }

  /** Whether both sides have described themselves. */
  @Override
  public boolean isAgreed() {
    return agreed.isPresent();
  }

  /** Whether the peer presses keys by telephone-event; else they are tones in its audio. */
  boolean hasKeyEvents() {
    return agreed.isPresent() && agreed.get().telephoneEvent().isPresent();
  }

  /** Lets packets flow as agreed; called again after a change. */
  void start() {
    agreed.ifPresent(audio -> stream.start(parameters(audio)));
  }

  /** What was agreed on, for a log line. */
  String summary() {
    return agreed
        .map(
            audio ->
                audio.codec().encoding()
                    + (audio.crypto().isPresent() ? " encrypted" : "")
                    + " with "
                    + audio.remote())
        .orElse("no media yet");
  }

  static StreamParameters parameters(NegotiatedAudio audio) {
    G711 law =
        switch (audio.codec()) {
          case PCMU -> G711.PCMU;
          case PCMA -> G711.PCMA;
          case TELEPHONE_EVENT ->
              throw new IllegalStateException("telephone-event is no speech codec");
        };
    StreamParameters inClear =
        new StreamParameters(
            audio.remote(),
            audio.remoteRtcp(),
            law,
            audio.payloadType(),
            audio.telephoneEvent().orElse(StreamParameters.NO_TELEPHONE_EVENT),
            Direction.valueOf(audio.direction().name()));
    return audio.crypto().map(MediaParameters::keys).map(inClear::withSrtp).orElse(inClear);
  }

  @Override
  public void close() {
    stream.close();
  }
}
