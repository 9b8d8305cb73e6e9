package org.carillon.media.node;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.carillon.media.node.TrunkMedia.Side;
import org.carillon.media.sip.ReferRequest;
import org.carillon.media.sip.ResponseHandler;
import org.carillon.media.sip.UacRequest;
import org.carillon.media.sip.dialog.Replaces;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.sdp.SdpException;

/**
 * A transfer to somebody whom who asks talks with already, in another call here (RFC 3891, RFC 5589
 * section 7): the other parties of both calls are joined, and both calls go on with their records.
 * Owned by the SIP loop.
 */
final class AttendedTransfer extends Transfer {
  private final Replaces dialog;
  private Optional<TrunkWay> second = Optional.empty();

  AttendedTransfer(
      NodeContext node, TrunkWay call, Side from, ReferRequest refer, Replaces dialog) {
    super(node, call, from, refer);
    this.dialog = dialog;
  }

  @Override
  void begin() {
    Optional<TrunkWay> found =
        call.call().trunkCalls().stream().filter(it -> sideIn(it).isPresent()).findFirst();
    if (found.isEmpty()) {
      refer.refuse(481, null); // a dialog of somebody else: we cannot join what we do not carry
      return;
    }
    TrunkWay other = found.get();
    Side asks = sideIn(other).orElseThrow();
    if (other.equals(call) || !other.isCustomers(asks)) {
      refer.refuse(403, "Not A Call Of Yours");
    } else if (!other.call().facts().isAnswered()
        || other.isHandedOver()
        || other.leg(asks.other()).isChanging()) {
      refer.refuse(491, null);
    } else {
      join(other, asks.other());
    }
  }

  /** The to-tag is that of whoever gets the Replaces: ours (RFC 3891 section 3). */
  private Optional<Side> sideIn(TrunkWay other) {
    return other.sideOf(dialog.callId(), dialog.toTag(), dialog.fromTag());
  }

  private void join(TrunkWay other, Side staysThere) {
    SipBody offer;
    try {
      offer = open(() -> TrunkMedia.beside(node, staying(), other.party(staysThere))).movedOffer();
    } catch (IOException | SdpException e) {
      refer.refuse(503, "No Media");
      fail(503, e.getMessage());
      return;
    }
    refer.accept();
    second = Optional.of(other);
    call.handsOver(this, stays);
    other.handsOver(this, staysThere);
    other
        .leg()
        .request(
            "INVITE",
            offer,
            List.of(),
            new ResponseHandler() {
              @Override
              public void onResponse(UacRequest request, SipResponse response) {
                if (response.isFinal()) {
                  answered(other, staysThere, response.status(), response.body());
                }
              }

              @Override
              public void onFailure(UacRequest request, int status, String reason) {
                answered(other, staysThere, status, Optional.empty());
              }
            });
  }

  private void answered(TrunkWay other, Side staysThere, int status, Optional<SipBody> body) {
    if (isOver()) {
      moveBack(other, staysThere, status);
      return;
    }
    try {
      Joint joint =
          join(other, body.orElseThrow(() -> SdpException.notAcceptable("status " + status)));
      other.call().facts().meter().media(staysThere, newStream());
      PartyMedia moved = other.party(staysThere);
      other.joined(joint);
      moved.stream().close(); // its party talks on the new one
      loop().schedule(FAREWELL, other::dismiss);
    } catch (SdpException e) {
      fail(status < 300 ? 488 : status, e.getMessage());
      other.keeps();
      moveBack(other, staysThere, status);
    }
  }

  /** Whoever took the new session, and is joined with nobody, gets the one before again. */
  private void moveBack(TrunkWay other, Side staysThere, int status) {
    if (status < 300) {
      other.resume(staysThere, media().party(Side.FAR));
    }
  }

  @Override
  void abandon() {
    second.ifPresent(TrunkWay::keeps);
  }
}
