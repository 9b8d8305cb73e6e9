package org.carillon.media.node;

import java.util.List;
import java.util.Optional;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.sdp.SdpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests inside a call: re-INVITE and UPDATE change its session (hold, another address or
 * codec), INFO and OPTIONS are acknowledged. Runs on the leg's SIP loop.
 */
final class SessionChange {
  private static final Logger log = LoggerFactory.getLogger(SessionChange.class);

  private SessionChange() {}

  static void answer(UasRequest request, Optional<? extends LegMedia> media) {
    switch (request.request().method()) {
      case "INVITE", "UPDATE" -> change(request, media);
      case "INFO", "OPTIONS" -> request.respond(200);
      default -> request.respond(501);
    }
  }

  private static void change(UasRequest request, Optional<? extends LegMedia> media) {
    Optional<SipBody> offer = request.request().body();
    boolean invite = request.request().is("INVITE");
    if (media.isEmpty() || !media.get().isAgreed() || media.get().awaitsAnswer()) {
      // an offer of ours is still open, or nothing is described yet (RFC 3261 section 14.2)
      request.respond(491, null, null, List.of());
    } else if (offer.isPresent()) {
      try {
        respondWith(request, media.get().answer(offer.get()));
      } catch (SdpException e) {
        log.warn("A change of a session is refused with {}: {}", e.status(), e.getMessage());
        request.respond(
            e.status(),
            null,
            null,
            List.of(
                HeaderField.of("Warning", "399 carillon \"Session description not acceptable\"")));
      }
    } else if (invite) {
      respondWith(request, media.get().offer());
    } else {
      request.respond(200); // UPDATE without a description refreshes the session (RFC 3311)
    }
  }

  /**
   * The ACK of our 2xx to a re-INVITE came. When that had our offer, the ACK has the answer; one
   * that is no use leaves the session as it was.
   */
  static void acknowledged(SipRequest ack, Optional<? extends LegMedia> media) {
    Optional<? extends LegMedia> waiting =
        media.filter(LegMedia::isAgreed).filter(LegMedia::awaitsAnswer);
    if (waiting.isEmpty()) {
      return;
    }
    try {
      waiting.get().accept(ack.body().orElseThrow(() -> SdpException.malformed("there is none")));
    } catch (SdpException e) {
      waiting.get().withdraw();
      log.warn("A session stays as it was, the answer in an ACK is no use: {}", e.getMessage());
    }
  }

  private static void respondWith(UasRequest request, SipBody body) {
    request.respond(200, null, body, List.of());
  }
}
