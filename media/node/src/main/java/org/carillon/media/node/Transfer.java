package org.carillon.media.node;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.carillon.core.records.CallStatus;
import org.carillon.media.node.CallMoment.Part;
import org.carillon.media.node.TrunkMedia.Side;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.sip.ReferRequest;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.sdp.RelayLeg;
import org.carillon.media.sip.sdp.SdpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transfer that a party of a bridged call asks for by REFER (RFC 3515, RFC 5589): we are the one
 * who carries it out, since each party's dialog is with us. The other party is joined with a new
 * call ({@link BlindTransfer}) or with the party of another call ({@link AttendedTransfer}); then
 * whoever asked leaves. Owned by the SIP loop of the calls.
 */
abstract sealed class Transfer permits BlindTransfer, AttendedTransfer {
  private static final Logger log = LoggerFactory.getLogger(Transfer.class);

  /** Who asked hangs up by itself when it has read the outcome; else we do after so long. */
  static final Duration FAREWELL = Duration.ofSeconds(2);

  final NodeContext node;
  final TrunkWay call;
  final Side stays;
  final ReferRequest refer;
  private Optional<TrunkMedia> media = Optional.empty();
  private boolean over;

  Transfer(NodeContext node, TrunkWay call, Side from, ReferRequest refer) {
    this.node = node;
    this.call = call;
    this.stays = from.other();
    this.refer = refer;
  }

  static Transfer of(NodeContext node, TrunkWay call, Side from, ReferRequest refer) {
    return refer
        .replaces()
        .<Transfer>map(dialog -> new AttendedTransfer(node, call, from, refer, dialog))
        .orElseGet(() -> new BlindTransfer(node, call, from, refer));
  }

  /** Carries it out, or refuses. */
  abstract void begin();

  /** Whoever shall be joined is not wanted any more. */
  abstract void abandon();

  /** Where the legs of both calls live. */
  final SipLoop loop() {
    return call.loop();
  }

  final boolean isOver() {
    return over;
  }

  /** Opens the stream for whoever is joined. */
  final TrunkMedia open(Opening opening) throws SdpException, IOException {
    TrunkMedia opened = opening.open();
    media = Optional.of(opened);
    return opened;
  }

  /** How the stream is opened. */
  interface Opening {
    TrunkMedia open() throws SdpException, IOException;
  }

  final TrunkMedia media() {
    return media.orElseThrow();
  }

  final PartyMedia staying() {
    return call.party(stays);
  }

  final InetAddress stayingAddress() {
    return staying().stream().localAddress().getAddress();
  }

  final RtpStream newStream() {
    return media().stream(Side.FAR);
  }

  /** It did not come about: the call is as it was. */
  final void fail(int status, String why) {
    if (over) {
      return;
    }
    over = true;
    log.warn("The transfer in call {} failed: {}", call.transactionId(), why);
    call.moment(Part.SIP, "transfer failed: " + why);
    media.ifPresent(opened -> opened.close(Side.FAR));
    refer.progress(status, null);
    call.keeps();
  }

  /** The call ended before the transfer came about. */
  final void cancel() {
    if (!over) {
      over = true;
      abandon();
      media.ifPresent(opened -> opened.close(Side.FAR));
      refer.progress(487, null);
      call.keeps();
    }
  }

  /**
   * The other one has the call and described its session: the two are joined.
   *
   * @throws SdpException when the description is no use
   */
  final Joint join(Joint.Party other, SipBody answer) throws SdpException {
    RelayLeg.Agreement agreed = staying().leg().agreement();
    String before = staying().sent().map(SipBody::text).orElse("");
    SipBody near = media().farAnswer(answer);
    over = true;
    Joint joint = new Joint(call.transactionId(), media(), call, other);
    call.joined(joint);
    joint.start(node.config().mediaTimeout());
    if (!near.text().equals(before)) {
      joint.renew(call.transactionId(), agreed, answer);
    }
    refer.progress(200, null);
    loop().schedule(FAREWELL, call::dismiss);
    return joint;
  }

  /** The words for a record. */
  static CallStatus status(boolean normal) {
    return normal ? CallStatus.COMPLETED : CallStatus.FAILED;
  }
}
