package org.carillon.media.node;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.sdp.AudioCapabilities;
import org.carillon.media.sip.sdp.NegotiatedAudio;
import org.carillon.media.sip.sdp.OfferAnswer;
import org.carillon.media.sip.sdp.RelayLeg;
import org.carillon.media.sip.sdp.SdpException;
import org.carillon.media.sip.sdp.SdpRelay;

/**
 * The media of a bridged call: a stream for each leg, the sessions that were agreed on with each,
 * and the bridge between them (V4, V15). Owned by the SIP loop of the call.
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
  private SdpRelay relay;
  private boolean nearAnswerDue;
  private boolean bridged;

  private TrunkMedia(Party near, Party far, Optional<SipBody> nearOffer) {
    this.near = near;
    this.far = far;
    this.nearOffer = nearOffer;
    this.relay = new SdpRelay(near.leg, far.leg);
  }

  /**
   * Opens both streams.
   *
   * @param offer of the near side; empty when it wants ours
   * @throws IOException when no port pair is free or an address is not ours
   */
  static TrunkMedia open(
      NodeContext node, Optional<SipBody> offer, InetAddress nearLocal, InetAddress farLocal)
      throws IOException {
    RtpStream nearStream = node.engine().open(nearLocal);
    try {
      RtpStream farStream = node.engine().openBeside(nearStream, farLocal);
      return new TrunkMedia(new Party(nearStream), new Party(farStream), offer);
    } catch (IOException | RuntimeException e) {
      nearStream.close();
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

  /**
   * The offer to a target.
   *
   * @param secure whether its media must be SRTP
   * @throws SdpException 400 or 488 when what the near side offers cannot be taken, or not be
   *     offered there
   */
  SipBody farOffer(boolean secure) throws SdpException {
    far.renew(secure ? RelayLeg.Security.REQUIRED : RelayLeg.Security.PLAIN);
    relay = new SdpRelay(near.leg, far.leg);
    return far.sends(relay.offer(near.leg, nearOffer().bytes()).toBytes());
  }

  /** A caller who brought no offer is taken for one who would offer what we have. */
  private SipBody nearOffer() {
    return nearOffer.orElseGet(
        () -> {
          InetAddress local = near.stream.localAddress().getAddress();
          AudioCapabilities can =
              AudioCapabilities.g711(local, near.stream.localPort(), near.sessionId);
          return SipBody.sdp(OfferAnswer.offer(can).toBytes());
        });
  }

  /** Whether the far side has described its session. */
  boolean hasFarAnswer() {
    return near.sent.isPresent();
  }

  /**
   * Takes the far side's answer, of a provisional response or the 2xx.
   *
   * @return what the near side gets: the answer to its offer, or our offer
   * @throws SdpException when it is none, refuses the media, or chose what was not offered
   */
  SipBody farAnswer(SipBody answer) throws SdpException {
    SipBody body = near.sends(relay.answer(answer.bytes()).toBytes());
    if (far.leg.media().isEmpty()) {
      throw SdpException.notAcceptable("The other side took none of the media");
    }
    nearAnswerDue = nearOffer.isEmpty();
    return body;
  }

  /** What the near side got or gets. */
  SipBody nearBody() {
    return near.sent.orElseThrow();
  }

  /** Whether the near side's answer comes in its ACK. */
  boolean awaitsNearAnswer() {
    return nearAnswerDue;
  }

  /**
   * Takes the answer of the near side's ACK, and lets audio flow.
   *
   * @throws SdpException when it is none, or chose what was not offered
   */
  void nearAnswer(SipBody answer) throws SdpException {
    InetAddress local = near.stream.localAddress().getAddress();
    AudioCapabilities can = AudioCapabilities.g711(local, near.stream.localPort(), near.sessionId);
    NegotiatedAudio agreed = OfferAnswer.accept(can, answer.bytes());
    nearAnswerDue = false;
    near.stream.start(SessionMedia.parameters(agreed).withFillSilence(true));
    far.start();
    bridge();
  }

  /** Lets audio flow as far as it is agreed on; called again after a change. */
  void start() {
    if (!nearAnswerDue) {
      near.start();
      far.start();
      bridge();
    }
  }

  /** Tells when nothing comes from one of the sides any more. Any thread is told. */
  void onTimeout(Duration limit, Consumer<Side> listener) {
    near.stream.onMediaTimeout(limit, (stream, quiet) -> listener.accept(Side.NEAR));
    far.stream.onMediaTimeout(limit, (stream, quiet) -> listener.accept(Side.FAR));
  }

  private void bridge() {
    if (!bridged) {
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
    return SipBody.sdp(relay.offer(party(from).leg, offer.bytes()).toBytes());
  }

  /**
   * The other side took it.
   *
   * @param from who answers
   * @return the answer for the side that wanted the change
   * @throws SdpException when the answer cannot be used
   */
  SipBody answer(Side from, SipBody answer) throws SdpException {
    SipBody body = party(from.other()).sends(relay.answer(answer.bytes()).toBytes());
    start();
    return body;
  }

  /** Our description for a side that asks for an offer in the call: as it is now. */
  SipBody ownOffer(Side side) {
    return party(side).sent.orElseThrow();
  }

  @Override
  public void close() {
    near.stream.close();
    far.stream.close();
  }

  private Party party(Side side) {
    return side == Side.NEAR ? near : far;
  }

  /** One side's stream and session. */
  private static final class Party {
    private final RtpStream stream;
    private final long sessionId = ThreadLocalRandom.current().nextLong(1, 1L << 53);
    private RelayLeg leg;
    private Optional<SipBody> sent = Optional.empty();

    Party(RtpStream stream) {
      this.stream = stream;
      renew(RelayLeg.Security.ACCEPTED);
    }

    /** Another peer has this side: nothing was described to it yet. */
    void renew(RelayLeg.Security security) {
      leg = new RelayLeg(stream.localAddress(), security, sessionId, 0);
    }

    SipBody sends(byte[] description) {
      SipBody body = SipBody.sdp(description);
      sent = Optional.of(body);
      return body;
    }

    void start() {
      leg.media().ifPresent(media -> stream.start(MediaParameters.of(media)));
    }

    String summary() {
      return leg.media()
          .map(
              media ->
                  media.kind()
                      + media.formats().stream()
                          .findFirst()
                          .map(format -> " " + format.encoding())
                          .orElse("")
                      + (media.crypto().isPresent() ? " encrypted" : "")
                      + " with "
                      + media.remote())
          .orElse("no media");
    }
  }
}
