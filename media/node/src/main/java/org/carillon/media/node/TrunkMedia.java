package org.carillon.media.node;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.sdp.AudioCapabilities;
import org.carillon.media.sip.sdp.Codec;
import org.carillon.media.sip.sdp.Direction;
import org.carillon.media.sip.sdp.NegotiatedAudio;
import org.carillon.media.sip.sdp.OfferAnswer;
import org.carillon.media.sip.sdp.SdpException;

/**
 * The media of a bridged call: a stream for each leg, the sessions that were agreed on with each,
 * and the bridge between them. Owned by the SIP loop of the call.
 */
final class TrunkMedia implements AutoCloseable {

  /** Which leg. */
  enum Side {
    /** The leg that brought the call. */
    NEAR,
    /** The leg we placed. */
    FAR;

    Side other() {
      return this == NEAR ? FAR : NEAR;
    }
  }

  private final Party near;
  private final Party far;
  private final Optional<SipBody> nearOffer;
  private Optional<SipBody> nearBody = Optional.empty();
  private boolean bridged;

  private TrunkMedia(Party near, Party far, Optional<SipBody> nearOffer) {
    this.near = near;
    this.far = far;
    this.nearOffer = nearOffer;
  }

  /**
   * Opens both streams and looks whether the near side's offer can be taken.
   *
   * @param offer of the near side; empty when it wants ours
   * @throws SdpException 400 or 488, which refuses the call
   * @throws IOException when no port pair is free or an address is not ours
   */
  static TrunkMedia open(
      NodeContext node, Optional<SipBody> offer, InetAddress nearLocal, InetAddress farLocal)
      throws IOException, SdpException {
    Party near = new Party(node.engine().open(nearLocal), nearLocal);
    try {
      Party far = new Party(node.engine().openBeside(near.stream, farLocal), farLocal);
      TrunkMedia media = new TrunkMedia(near, far, offer);
      if (offer.isPresent()) {
        Codec preferred = OfferAnswer.answer(offer.get().bytes(), near.can).audio().codec();
        far.prefer(preferred);
      }
      return media;
    } catch (IOException | SdpException | RuntimeException e) {
      near.stream.close();
      throw e;
    }
  }

  /** Our address for the far side. */
  InetAddress farAddress() {
    return far.stream.localAddress().getAddress();
  }

  RtpStream stream(Side side) {
    return party(side).stream;
  }

  /** What was agreed on, for a log line. */
  String summary() {
    return near.summary() + " <-> " + far.summary();
  }

  // ---- the first session

  /** The offer to a target. */
  SipBody farOffer() {
    far.agreed = Optional.empty();
    return far.offer(Direction.SENDRECV);
  }

  /** Whether the far side has described its session. */
  boolean hasFarAnswer() {
    return far.agreed.isPresent();
  }

  /**
   * Takes the far side's answer, of a provisional response or the 2xx.
   *
   * @return what the near side gets: the answer to its offer, or our offer
   * @throws SdpException when it is none, or chose what was not offered
   */
  SipBody farAnswer(SipBody answer) throws SdpException {
    far.accept(answer);
    if (nearBody.isEmpty()) {
      Codec codec = far.agreed.orElseThrow().codec();
      nearBody = Optional.of(nearOffer.isPresent() ? answerNear(codec) : near.offer(codec));
    }
    return nearBody.get();
  }

  /** What the near side got or gets. */
  SipBody nearBody() {
    return nearBody.orElseThrow();
  }

  /** One codec on both sides costs nothing; where that cannot be, the relay transcodes. */
  private SipBody answerNear(Codec codec) throws SdpException {
    SipBody offer = nearOffer.orElseThrow();
    try {
      return near.answer(offer, near.can.withCodecs(List.of(codec)));
    } catch (SdpException e) {
      return near.answer(offer, near.can);
    }
  }

  /** Whether the near side's answer comes in its ACK. */
  boolean awaitsNearAnswer() {
    return near.agreed.isEmpty() && nearBody.isPresent();
  }

  /**
   * Takes the answer of the near side's ACK, and lets audio flow.
   *
   * @throws SdpException when it is none, or chose what was not offered
   */
  void nearAnswer(SipBody answer) throws SdpException {
    near.accept(answer);
    start();
  }

  /** Lets audio flow as far as it is agreed on; called again after a change. */
  void start() {
    near.start();
    far.start();
    if (!bridged && near.agreed.isPresent() && far.agreed.isPresent()) {
      bridged = true;
      near.stream.bridge(far.stream);
    }
  }

  // ---- changes

  /**
   * One side wants another session.
   *
   * @return the offer for the other side
   * @throws SdpException 400 or 488; nothing has changed
   */
  SipBody offer(Side from, SipBody offer) throws SdpException {
    Party party = party(from);
    NegotiatedAudio wanted = OfferAnswer.answer(offer.bytes(), party.can).audio();
    party.pendingOffer = Optional.of(offer);
    Party other = party(from.other());
    other.prefer(wanted.codec());
    return other.offer(reverse(wanted.direction()));
  }

  /**
   * The other side took it.
   *
   * @param from who answers
   * @return the answer for the side that wanted the change
   * @throws SdpException when the answer cannot be used
   */
  SipBody answer(Side from, SipBody answer) throws SdpException {
    Party answering = party(from);
    Party asking = party(from.other());
    answering.accept(answer);
    Direction direction = reverse(answering.agreed.orElseThrow().direction());
    SipBody body =
        asking.answer(asking.pendingOffer.orElseThrow(), asking.can.withDirection(direction));
    asking.pendingOffer = Optional.empty();
    start();
    return body;
  }

  /** A change was refused: what was agreed on stays. */
  void keep() {
    near.pendingOffer = Optional.empty();
    far.pendingOffer = Optional.empty();
  }

  /** Our description for a side that asks for an offer in the call. */
  SipBody ownOffer(Side side) {
    Party party = party(side);
    party.ownOffer = true;
    return party.offer(party.agreed.map(NegotiatedAudio::direction).orElse(Direction.SENDRECV));
  }

  /** Whether an answer to {@link #ownOffer} is due. */
  boolean hasOwnOffer(Side side) {
    return party(side).ownOffer;
  }

  /**
   * Takes the answer to {@link #ownOffer}.
   *
   * @throws SdpException when it is none
   */
  void answerToOwnOffer(Side side, SipBody answer) throws SdpException {
    Party party = party(side);
    party.ownOffer = false;
    party.accept(answer);
    start();
  }

  @Override
  public void close() {
    near.stream.close();
    far.stream.close();
  }

  private Party party(Side side) {
    return side == Side.NEAR ? near : far;
  }

  private static Direction reverse(Direction direction) {
    return switch (direction) {
      case SENDRECV -> Direction.SENDRECV;
      case SENDONLY -> Direction.RECVONLY;
      case RECVONLY -> Direction.SENDONLY;
      case INACTIVE -> Direction.INACTIVE;
    };
  }

  /** One side's stream and session. */
  private static final class Party {
    private final RtpStream stream;
    private AudioCapabilities can;
    private Optional<NegotiatedAudio> agreed = Optional.empty();
    private Optional<SipBody> pendingOffer = Optional.empty();
    private boolean ownOffer;

    Party(RtpStream stream, InetAddress local) {
      this.stream = stream;
      this.can =
          AudioCapabilities.g711(
              local, stream.localPort(), ThreadLocalRandom.current().nextLong(1, 1L << 53));
    }

    void prefer(Codec codec) {
      can = can.withCodecs(codec == Codec.PCMA ? List.of(Codec.PCMA, Codec.PCMU) : G711);
    }

    private static final List<Codec> G711 = List.of(Codec.PCMU, Codec.PCMA);

    SipBody offer(Codec codec) {
      prefer(codec);
      return offer(Direction.SENDRECV);
    }

    SipBody offer(Direction direction) {
      SipBody body = SipBody.sdp(OfferAnswer.offer(can.withDirection(direction)).toBytes());
      changed();
      return body;
    }

    SipBody answer(SipBody offer, AudioCapabilities with) throws SdpException {
      OfferAnswer.Answer answer = OfferAnswer.answer(offer.bytes(), with);
      agreed = Optional.of(answer.audio());
      changed();
      return answer.body();
    }

    void accept(SipBody answer) throws SdpException {
      agreed = Optional.of(OfferAnswer.accept(can, answer.bytes()));
    }

    void start() {
      agreed.ifPresent(audio -> stream.start(SessionMedia.parameters(audio)));
    }

    String summary() {
      return agreed
          .map(audio -> audio.codec().encoding() + " with " + audio.remote())
          .orElse("no media yet");
    }

    private void changed() {
      can = can.withSessionVersion(can.sessionVersion() + 1);
    }
  }
}
