package org.carillon.media.node;

import java.util.List;
import java.util.Optional;
import org.carillon.media.node.TrunkMedia.Side;
import org.carillon.media.sip.ResponseHandler;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.UacRequest;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.sdp.SdpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands requests inside one leg of a bridged call on to the other (RFC 7092): re-INVITE and UPDATE
 * change the session on both (hold, T.38, another codec), INFO goes through. One change at a time:
 * another gets 491 (RFC 3261 section 14). Before the call is answered a change goes on as UPDATE
 * where the other side has answered its offer reliably and takes UPDATE (RFC 3311); where not, it
 * gets 491 too. An offer in PRACK (RFC 3262 section 5) goes on in the same way; where it cannot, it
 * gets 488. A re-INVITE whose sender gives it up is given up on the other leg too; what was agreed
 * on there meanwhile is taken back. Owned by the SIP loop.
 */
final class SessionRelay {
  private static final Logger log = LoggerFactory.getLogger(SessionRelay.class);

  private static final List<HeaderField> NOT_ACCEPTABLE =
      List.of(HeaderField.of("Warning", "399 carillon \"Session description not acceptable\""));

  private final String transactionId;
  private final TrunkMedia media;
  private boolean changing;
  private Optional<HandedOn> open = Optional.empty();
  private Optional<Waiting> late = Optional.empty();

  /** The re-INVITE whose ACK waits for the answer of this side. */
  private record Waiting(UacRequest sent, Side from) {}

  SessionRelay(String transactionId, TrunkMedia media) {
    this.transactionId = transactionId;
    this.media = media;
  }

  /**
   * Handles a request of one side.
   *
   * @param other the other side's leg
   */
  void forward(UasRequest request, Side from, SipCall other) {
    SipRequest message = request.request();
    switch (message.method()) {
      case "INVITE" -> {
        if (message.body().isPresent()) {
          change(request, from, other);
        } else {
          askForOffer(request, from, other);
        }
      }
      case "UPDATE" -> {
        if (message.body().isPresent()) {
          change(request, from, other);
        } else {
          request.respond(200); // it only refreshes the session (RFC 3311)
        }
      }
      case "PRACK" -> change(request, from, other); // the stack hands on those with an offer
      case "INFO" -> pass(request, other);
      case "OPTIONS" -> request.respond(200);
      default -> request.respond(501);
    }
  }

  private void change(UasRequest request, Side from, SipCall other) {
    Optional<String> method = other.changeMethod();
    if (changing || method.isEmpty()) {
      // an offer of ours is open there, at the latest until the call is answered
      respondLater(request);
      return;
    }
    SipBody offer;
    try {
      offer = media.offer(from, request.request().body().orElseThrow());
    } catch (SdpException e) {
      refuse(request, e);
      return;
    }
    changing = true;
    new Change(request, from, other).send(method.get(), offer);
  }

  /**
   * A change that cannot be made now. Its sender may try again, but a PRACK does not come again.
   */
  static void respondLater(UasRequest request) {
    request.respond(request.request().is("PRACK") ? 488 : 491);
  }

  /** Who asks for an offer gets the other side's, and its answer goes there (RFC 3261 14.1). */
  private void askForOffer(UasRequest request, Side from, SipCall other) {
    if (changing || other.state() != SipCall.State.CONFIRMED) {
      request.respond(491);
      return;
    }
    changing = true;
    new LateOffer(request, from, other).send("INVITE", null);
  }

  /** A side gave its re-INVITE up (RFC 3261 section 9), and has its 487. */
  void cancelled(UasRequest request) {
    open.filter(change -> change.request.equals(request)).ifPresent(HandedOn::cancel);
  }

  /**
   * A side acknowledged our 2xx to its re-INVITE; when that had no offer, the ACK has the answer to
   * ours.
   */
  void acknowledged(SipRequest ack, Side from) {
    if (late.isEmpty() || late.get().from != from) {
      return;
    }
    UacRequest waiting = late.get().sent;
    late = Optional.empty();
    changing = false;
    try {
      SipBody answer = ack.body().orElseThrow(() -> SdpException.malformed("no answer"));
      waiting.acknowledge(media.answer(from, answer));
    } catch (SdpException e) {
      log.warn("Call {}: its session stays as it was: {}", transactionId, e.getMessage());
      waiting.acknowledge(media.sentTo(from.other()));
    }
  }

  private void refuse(UasRequest request, SdpException e) {
    log.warn("Call {}: a change of the session is refused: {}", transactionId, e.getMessage());
    request.respond(e.status(), null, null, NOT_ACCEPTABLE);
  }

  private static void pass(UasRequest request, SipCall other) {
    if (other.dialog().isEmpty() || other.state() == SipCall.State.TERMINATED) {
      request.respond(200);
      return;
    }
    other.request(
        "INFO",
        request.request().body().orElse(null),
        List.of(),
        new ResponseHandler() {
          @Override
          public void onResponse(UacRequest sent, SipResponse response) {
            if (response.isFinal()) {
              request.respond(response.status());
            }
          }

          @Override
          public void onFailure(UacRequest sent, int status, String reason) {
            request.respond(status);
          }
        });
  }

  /** A change of the session that one side wants and the other is asked for. */
  private abstract class HandedOn implements ResponseHandler {
    final UasRequest request;
    final Side from;
    final SipCall other;
    private UacRequest handedOn;
    private boolean givenUp;

    HandedOn(UasRequest request, Side from, SipCall other) {
      this.request = request;
      this.from = from;
      this.other = other;
    }

    void send(String method, SipBody body) {
      open = Optional.of(this);
      handedOn = other.request(method, body, List.of(), this);
    }

    void cancel() {
      givenUp = true;
      handedOn.cancel();
    }

    @Override
    public final void onResponse(UacRequest sent, SipResponse response) {
      if (!response.isFinal()) {
        return;
      }
      over();
      if (!response.isSuccess()) {
        request.respond(response.status(), response.reason(), null, List.of());
      } else if (givenUp) {
        takeBack(sent);
      } else {
        accepted(sent, response);
      }
    }

    @Override
    public final void onFailure(UacRequest sent, int status, String reason) {
      over();
      request.respond(status);
    }

    private void over() {
      changing = false;
      late = Optional.empty();
      open = Optional.empty();
    }

    /** The other side took it. */
    abstract void accepted(UacRequest sent, SipResponse response);

    /** The other side took it, and only then heard that it was given up. */
    abstract void takeBack(UacRequest sent);
  }

  /** The other side is asked for an offer. */
  private final class LateOffer extends HandedOn {
    LateOffer(UasRequest request, Side from, SipCall other) {
      super(request, from, other);
    }

    @Override
    void accepted(UacRequest sent, SipResponse response) {
      try {
        SipBody offer =
            response.body().orElseThrow(() -> SdpException.notAcceptable("there is no offer"));
        SipBody body = media.offer(from.other(), offer);
        sent.acknowledgeLater();
        changing = true; // until the ACK brings the answer
        late = Optional.of(new Waiting(sent, from));
        request.respond(200, null, body, List.of());
      } catch (SdpException e) {
        takeBack(sent);
        refuse(request, e);
      }
    }

    /** Its offer gets the session that it has for an answer. */
    @Override
    void takeBack(UacRequest sent) {
      sent.acknowledge(media.sentTo(from.other()));
    }
  }

  /** The other side is asked to take an offer. */
  private final class Change extends HandedOn {
    Change(UasRequest request, Side from, SipCall other) {
      super(request, from, other);
    }

    @Override
    void accepted(UacRequest sent, SipResponse response) {
      try {
        SipBody answer =
            response
                .body()
                .orElseThrow(() -> SdpException.notAcceptable("the answer has no session"));
        request.respond(200, null, media.answer(from.other(), answer), List.of());
      } catch (SdpException e) {
        refuse(request, e);
      }
    }

    /** It is offered what the one who gave up described before. */
    @Override
    void takeBack(UacRequest sent) {
      Renewal back =
          new Renewal(
              transactionId,
              media,
              from.other(),
              other,
              () -> media.party(from).received(),
              () -> {}); // it keeps the new session until the next change
      other.loop().execute(back::begin); // after the ACK
    }
  }
}
