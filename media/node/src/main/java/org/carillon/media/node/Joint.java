package org.carillon.media.node;

import java.time.Duration;
import java.util.Optional;
import org.carillon.core.records.CallStatus;
import org.carillon.media.node.TrunkMedia.Side;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.sdp.RelayLeg;

/**
 * Two parties that a transfer joined, each with a record of its own. Owned by the SIP loop, which
 * has both legs.
 */
final class Joint {

  /** One of the two. */
  interface Party {

    /** Its leg. */
    SipCall leg();

    /** The other one hung up, or was lost: this one is hung up too. */
    void partnerEnded(CallStatus how);
  }

  private final TrunkMedia media;
  private final Party near;
  private final Party far;
  private final SessionRelay sessions;
  private boolean over;

  /**
   * Joins two parties; audio flows between them as the media says.
   *
   * @param media with the near party's stream and the far one's
   */
  Joint(String transactionId, TrunkMedia media, Party near, Party far) {
    this.media = media;
    this.near = near;
    this.far = far;
    this.sessions = new SessionRelay(transactionId, media);
  }

  /** Lets audio flow, and ends both when nothing is heard of one any more. */
  void start(Duration mediaTimeout) {
    media.onTimeout(
        mediaTimeout,
        side -> NodeContext.onLoop(near.leg().loop(), () -> ended(party(side), CallStatus.FAILED)));
    media.start();
  }

  /**
   * Tells the near party what its new partner can do, and takes it off hold. One that refuses keeps
   * its session (RFC 3261 section 14.1); when the two do not hear each other so, both are hung up,
   * since nobody is left to whom the call could go back.
   *
   * @param before what was agreed on with it before the two were joined
   * @param partner how the far party described itself
   */
  void renew(String transactionId, RelayLeg.Agreement before, SipBody partner) {
    RelayLeg.Agreement joined = media.party(Side.NEAR).leg().agreement();
    new Renewal(
            transactionId,
            media,
            Side.NEAR,
            near.leg(),
            () -> Optional.of(partner),
            () -> {
              // a session that was agreed on meanwhile is newer than both
              boolean newer = !media.party(Side.NEAR).leg().agreement().equals(joined);
              if (!over && !newer && !media.nearKeeps(before)) {
                ended(near, CallStatus.FAILED);
              }
            })
        .begin();
  }

  /** Hands a request of one party on to the other. */
  void forward(Party from, UasRequest request) {
    Side side = from.equals(near) ? Side.NEAR : Side.FAR;
    sessions.forward(request, side, party(side.other()).leg());
  }

  /** A party gave its re-INVITE up. */
  void cancelled(UasRequest request) {
    sessions.cancelled(request);
  }

  /** One party acknowledged our 2xx to its re-INVITE. */
  void acknowledged(Party from, SipRequest ack) {
    sessions.acknowledged(ack, from.equals(near) ? Side.NEAR : Side.FAR);
  }

  /** One of them has ended, or must: so does the other. */
  void ended(Party who, CallStatus how) {
    if (over) {
      return;
    }
    over = true;
    who.partnerEnded(how);
    (who.equals(near) ? far : near).partnerEnded(how);
    media.close();
  }

  private Party party(Side side) {
    return side == Side.NEAR ? near : far;
  }
}
