package org.carillon.media.sip.sdp;

import java.util.Optional;
import org.carillon.media.sip.message.SipBody;

/** The offer/answer model of RFC 3264 for one audio stream. */
public final class OfferAnswer {

  private OfferAnswer() {}

  /**
   * An answer and what it agrees on.
   *
   * @param answer the description to send
   * @param audio what was agreed
   */
  public record Answer(SessionDescription answer, NegotiatedAudio audio) {
    /** The answer as a message body. */
    public SipBody body() {
      return SipBody.sdp(answer.toBytes());
    }
  }

  /**
   * Answers an offer: the first audio stream over RTP/AVP that shares a codec with us is taken, in
   * the offer's order of preference; every other stream is refused with port 0.
   *
   * @throws SdpException 488 when no stream can be taken
   */
  public static Answer answer(SessionDescription offer, AudioCapabilities local)
      throws SdpException {
    return AnswerMaker.answer(offer, local, StreamSecurity.PLAIN);
  }

  /**
   * Answers an offer as {@link #answer(byte[], AudioCapabilities)} does, and takes SRTP too, with a
   * key of its {@code a=crypto} lines (RFC 4568).
   *
   * @param before what was agreed on before; our key stays while the suite does
   * @throws SdpException 400 when the bytes are no session description, 488 when no stream can be
   *     taken
   */
  public static Answer answerSecure(
      byte[] offer, AudioCapabilities local, Optional<NegotiatedAudio> before) throws SdpException {
    return AnswerMaker.answer(
        SessionDescription.parse(offer),
        local,
        new StreamSecurity(true, before.flatMap(NegotiatedAudio::crypto)));
  }

  /**
   * {@link #answer(SessionDescription, AudioCapabilities)} for the bytes of a body.
   *
   * @throws SdpException 400 when the bytes are no session description, 488 as above
   */
  public static Answer answer(byte[] offer, AudioCapabilities local) throws SdpException {
    return answer(SessionDescription.parse(offer), local);
  }

  /** An offer of one audio stream. */
  public static SessionDescription offer(AudioCapabilities local) {
    return AnswerMaker.offer(local, Optional.empty());
  }

  /** The offer that changes nothing in what was agreed on: of SRTP with our key when that is on. */
  public static SessionDescription offer(AudioCapabilities local, NegotiatedAudio agreed) {
    return AnswerMaker.offer(local, agreed.crypto().map(RelayedMedia.Keys::ours));
  }

  /**
   * Reads the answer to an offer that {@link #offer} made.
   *
   * @throws SdpException 488 when the peer refused the stream or chose what was not offered
   */
  public static NegotiatedAudio accept(AudioCapabilities local, SessionDescription answer)
      throws SdpException {
    return AnswerMaker.accept(local, answer, Optional.empty());
  }

  /**
   * Reads the answer to an offer that {@link #offer(AudioCapabilities, NegotiatedAudio)} made.
   *
   * @param before what was agreed on when the offer was made
   * @throws SdpException 400 when the bytes are no session description, 488 when the peer refused
   *     the stream or chose what was not offered
   */
  public static NegotiatedAudio accept(
      AudioCapabilities local, byte[] answer, NegotiatedAudio before) throws SdpException {
    return AnswerMaker.accept(
        local, SessionDescription.parse(answer), before.crypto().map(RelayedMedia.Keys::ours));
  }

  /** {@link #accept(AudioCapabilities, SessionDescription)} for the bytes of a body. */
  public static NegotiatedAudio accept(AudioCapabilities local, byte[] answer) throws SdpException {
    return accept(local, SessionDescription.parse(answer));
  }
}
