package org.carillon.media.node;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.sdp.Direction;
import org.carillon.media.sip.sdp.RelayLeg;
import org.carillon.media.sip.sdp.RelayedMedia;
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

  private final PartyMedia near;
  private final PartyMedia far;
  private final Optional<SipBody> nearOffer;
  private SdpRelay relay;
  private boolean nearAnswerDue;
  private Optional<SipBody> offered = Optional.empty();
  private boolean bridged;

  /** The answer to the near side's offer: it gets one, whoever answers on the far side. */
  private Optional<SipBody> told = Optional.empty();

  private Optional<SipBody> answered = Optional.empty();

  /** The To tag of the branch that gave it. */
  private Optional<String> branch = Optional.empty();

  private Optional<Settled> settled = Optional.empty();
  private boolean outdated;
  private boolean changed;

  /**
   * A branch of the far side inside which another session was offered since its answer, and what
   * holds with it. That answer was a reliable one (RFC 3311 section 5.1).
   */
  private record Settled(String branch, RelayLeg.Agreement agreed, SipBody described) {}

  private TrunkMedia(PartyMedia near, PartyMedia far, Optional<SipBody> nearOffer) {
    this.near = near;
    this.far = far;
    this.nearOffer = nearOffer;
    nearOffer.ifPresent(near::received);
    this.relay = new SdpRelay(near.leg(), far.leg());
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
      return new TrunkMedia(new PartyMedia(nearStream), new PartyMedia(farStream), offer);
    } catch (IOException | RuntimeException e) {
      nearStream.close();
      throw e;
    }
  }

  /**
   * Opens a stream for somebody who is joined with a party of a call that goes on (RFC 5589). That
   * party is the near side of the new bridge; nothing changes for it before {@link #start}.
   *
   * @throws IOException when no port pair is free or the address is not ours
   * @throws SdpException when the party has no session yet
   */
  static TrunkMedia beside(NodeContext node, PartyMedia staying, InetAddress farLocal)
      throws IOException, SdpException {
    SipBody offer = staying.flowing();
    RtpStream stream = node.engine().openBeside(staying.stream(), farLocal);
    return new TrunkMedia(staying, new PartyMedia(stream), Optional.of(offer));
  }

  /** {@link #beside} for a party of another call, which is moved to the new stream. */
  static TrunkMedia beside(NodeContext node, PartyMedia staying, PartyMedia other)
      throws IOException, SdpException {
    SipBody offer = staying.flowing();
    InetAddress local = other.stream().localAddress().getAddress();
    RtpStream stream = node.engine().openBeside(staying.stream(), local);
    return new TrunkMedia(staying, other.movedTo(stream), Optional.of(offer));
  }

  /** Our address as the far side sees it. */
  InetAddress farAddress() {
    return far.stream().advertisedAddress().getAddress();
  }

  RtpStream stream(Side side) {
    return party(side).stream();
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
    renewFar(secure);
    return movedOffer();
  }

  /** The offer to the far side that was moved here: its session goes on. */
  SipBody movedOffer() throws SdpException {
    return far.sends(relay.offer(near.leg(), nearOffer.orElseThrow().bytes()).toBytes());
  }

  /** Whether the near side made no offer: then the far side describes itself first. */
  boolean awaitsFarOffer() {
    return nearOffer.isEmpty();
  }

  /** Another target is asked for its offer. */
  void renewFar(boolean secure) {
    far.renew(secure ? RelayLeg.Security.REQUIRED : RelayLeg.Security.PLAIN);
    relay = new SdpRelay(near.leg(), far.leg());
    answered = Optional.empty();
    branch = Optional.empty();
    settled = Optional.empty();
  }

  /**
   * The far side offers in its 2xx, since the near one did not (RFC 3264 section 4, RFC 3261
   * section 14.1): its codecs and the near side's decide, and ours do not.
   *
   * @return the offer for the near side
   * @throws SdpException when it is none, or cannot be offered on
   */
  SipBody farOffer(SipBody offer) throws SdpException {
    SipBody body = near.sends(relay.offer(far.leg(), offer.bytes()).toBytes());
    far.received(offer);
    nearAnswerDue = true;
    return body;
  }

  /**
   * Takes an answer to the near side's INVITE, of a provisional response or the 2xx. The near side
   * is told one, the first (RFC 3261 section 13.2.1). When another branch of a forked call answers,
   * or another target, audio goes to and from there, recoded between the laws, and the near side
   * stays with what it was told; {@link #isNearOutdated} says whether that will do.
   *
   * <p>What a branch says of its session after a change of that was offered is passed over: its
   * answer is the first one, and what holds since is the outcome of the change.
   *
   * @param from the To tag of the branch
   * @param last whether it is the 2xx's; an early one that the near side would not understand is
   *     refused
   * @return what the near side is told, each time the same
   * @throws SdpException when it is none, refuses the media, or chose what was not offered; then
   *     all is as it was
   */
  SipBody inviteAnswer(SipBody answer, Optional<String> from, boolean last) throws SdpException {
    if (told.isEmpty()) {
      told = Optional.of(farAnswer(answer));
    } else if (settled.filter(it -> from.equals(Optional.of(it.branch))).isPresent()) {
      goBackTo(settled.get());
    } else if (!answered.map(SipBody::text).equals(Optional.of(answer.text()))) {
      anotherAnswer(answer, last);
    }
    answered = Optional.of(answer);
    branch = from;
    return told.get();
  }

  private void goBackTo(Settled session) {
    if (!branch.equals(Optional.of(session.branch))) {
      far.leg().goBackTo(session.agreed);
      far.received(session.described);
      outdated = false;
    }
  }

  private void anotherAnswer(SipBody answer, boolean last) throws SdpException {
    RelayLeg.Agreement before = far.leg().agreement();
    // an UPDATE may have made another offer since
    relay.offer(near.leg(), nearOffer.orElseThrow().bytes());
    boolean overtaken = offered.isPresent();
    offered = Optional.empty();
    RelayedMedia wanted = relay.answerUntold(answer.bytes());
    if (!last && !isHeard(near.leg().media(), far.leg().media())) {
      far.leg().goBackTo(before);
      throw SdpException.notAcceptable("The caller was told of another codec");
    }
    far.received(answer);
    // the near side may have heard an answer to a change that went to the other branch
    outdated = (last && overtaken) || near.leg().media().filter(wanted::isAsGoodAs).isEmpty();
  }

  private static boolean isHeard(Optional<RelayedMedia> one, Optional<RelayedMedia> other) {
    return one.flatMap(mine -> other.filter(mine::isUnderstoodBy)).isPresent();
  }

  /**
   * Whether who answered cannot be heard, or not in all, with what the near side was told: then it
   * needs another offer.
   */
  boolean isNearOutdated() {
    return outdated;
  }

  /** Whether the two understand each other's codecs. */
  boolean isUnderstood() {
    return isHeard(near.leg().media(), far.leg().media());
  }

  /** Whether the session was changed since it was first agreed on. */
  boolean isChanged() {
    return changed;
  }

  /**
   * Takes the far side's answer to an offer that was made for the near side, which will be told of
   * it.
   *
   * @return what the near side gets: the answer to its offer, or our offer
   * @throws SdpException when it is none, refuses the media, or chose what was not offered; then
   *     the near side's session is as it was
   */
  SipBody farAnswer(SipBody answer) throws SdpException {
    if (relay.isRefused(answer.bytes())) {
      throw SdpException.notAcceptable("The other side took none of the media");
    }
    SipBody body = near.sends(relay.answer(answer.bytes()).toBytes());
    far.received(answer);
    return body;
  }

  /** Whether the near side's answer comes in its ACK. */
  boolean awaitsNearAnswer() {
    return nearAnswerDue;
  }

  /**
   * Takes the answer of the near side's ACK, and lets audio flow.
   *
   * @return the answer for the far side's ACK
   * @throws SdpException when it is none, or chose what was not offered
   */
  SipBody nearAnswer(SipBody answer) throws SdpException {
    SipBody body = far.sends(relay.answer(answer.bytes()).toBytes());
    if (near.leg().media().isEmpty()) {
      throw SdpException.notAcceptable("The caller took none of the media");
    }
    near.received(answer);
    nearAnswerDue = false;
    start();
    return body;
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
    near.stream().onMediaTimeout(limit, (stream, quiet) -> listener.accept(Side.NEAR));
    far.stream().onMediaTimeout(limit, (stream, quiet) -> listener.accept(Side.FAR));
  }

  private void bridge() {
    if (!bridged) {
      bridged = true;
      near.stream().bridge(far.stream());
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
    SipBody body = SipBody.sdp(relay.offer(party(from).leg(), offer.bytes()).toBytes());
    offered = Optional.of(offer);
    settle();
    return body;
  }

  private void settle() {
    if (branch.isPresent() && far.received().isPresent()) {
      settled = Optional.of(new Settled(branch.get(), far.leg().agreement(), far.received().get()));
    }
  }

  /**
   * The other side took it.
   *
   * @param from who answers
   * @return the answer for the side that wanted the change
   * @throws SdpException when the answer cannot be used, or comes too late: another branch of a
   *     forked call has taken it meanwhile
   */
  SipBody answer(Side from, SipBody answer) throws SdpException {
    if (offered.isEmpty()) {
      throw SdpException.notAcceptable("Somebody else took the call meanwhile");
    }
    SipBody body = party(from.other()).sends(relay.answer(answer.bytes()).toBytes());
    party(from).received(answer);
    offered.ifPresent(party(from.other())::received);
    offered = Optional.empty();
    changed = true;
    outdated = false;
    settle();
    start();
    return body;
  }

  /**
   * The near side refused the session with its new partner and keeps the one before.
   *
   * @return whether the two hear each other so; audio flows as that session says then
   */
  boolean nearKeeps(RelayLeg.Agreement before) {
    near.leg().goBackTo(before);
    boolean heard =
        isHeard(
            before.media().filter(media -> media.direction() == Direction.SENDRECV),
            far.leg().media());
    if (heard) {
      start();
    }
    return heard;
  }

  /** The description that a side got last: the session as it is now. */
  SipBody sentTo(Side side) {
    return party(side).sent().orElseThrow();
  }

  /** Frees one side's port, when the other one is joined with somebody else. */
  void close(Side side) {
    stream(side).close();
  }

  @Override
  public void close() {
    near.stream().close();
    far.stream().close();
  }

  PartyMedia party(Side side) {
    return side == Side.NEAR ? near : far;
  }
}
