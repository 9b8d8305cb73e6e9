package org.carillon.media.sip;

import java.util.List;
import java.util.Optional;
import org.carillon.media.sip.dialog.Dialog;
import org.carillon.media.sip.digest.SipCredentials;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.transport.SipSource;

/**
 * One leg: an INVITE and the dialog that it makes (RFC 3261 sections 12 to 15).
 *
 * <p>All state belongs to the SIP loop that received or sent the INVITE. Every method except {@link
 * #loop()} and {@link #callId()} is called on that loop; a call from another thread throws {@link
 * IllegalStateException}. Callbacks never run inside one of these methods, they follow later on the
 * loop.
 */
public sealed interface SipCall permits UasCall, UacCall {

  /** Where a leg is in its life. */
  enum State {
    /** No dialog yet: the INVITE has no answer, or only 100 Trying. */
    PROCEEDING,
    /** A provisional answer with a To tag made an early dialog. */
    EARLY,
    /** UAS only: 2xx sent, its ACK has not come yet. */
    ACCEPTED,
    /** 2xx and ACK exchanged. */
    CONFIRMED,
    /** Nothing more will happen; {@link CallListener#onEnded} was or will be called. */
    TERMINATED
  }

  /** The Call-ID header's value, unchanged. Safe from any thread. */
  String callId();

  /** The loop that owns this leg. Safe from any thread. */
  SipLoop loop();

  /** Where the leg is in its life. */
  State state();

  /** The early or confirmed dialog; empty before a To tag exists. */
  Optional<Dialog> dialog();

  /** Where the last message of the peer came from; empty for a {@link UacCall} without answer. */
  Optional<SipSource> source();

  /**
   * Ends the leg in the way its state asks for: a UAS leg without final answer gets 480, a UAC leg
   * without final answer is cancelled (CANCEL waits for the first provisional answer, RFC 3261
   * section 9.1), an answered leg gets BYE. A UAS leg that waits for its ACK sends BYE when the ACK
   * comes or when waiting for it ends (section 15). Does nothing when the leg is ending already.
   *
   * @param headers extra header fields for the BYE, CANCEL or 480, for example {@code Reason}
   */
  void hangUp(List<HeaderField> headers);

  /** {@link #hangUp(List)} without extra header fields. */
  default void hangUp() {
    hangUp(List.of());
  }

  /**
   * Whether a change of the session, ours or the peer's, is not finished: then {@link #request} of
   * INVITE, or of UPDATE with a body, is not sent, and its handler gets failure 491.
   */
  boolean isChanging();

  /**
   * How a change of the session can be offered to the peer now, by {@link #request}: INVITE inside
   * a confirmed dialog; UPDATE inside an early one whose first offer has its answer, sent reliably,
   * and whose peer takes UPDATE (RFC 3311 section 5.1). Empty while another change is not finished,
   * and at all other times.
   */
  Optional<String> changeMethod();

  /**
   * Sets what the stack answers a 401 or 407 to requests inside the dialog with. A {@link UacCall}
   * has those of its {@link OutgoingInvite} from the start.
   */
  void credentials(SipCredentials credentials);

  /**
   * Sends a request inside the dialog, for example INFO, UPDATE, or INVITE to change the session.
   * The ACK for a re-INVITE's 2xx is sent by the stack after the handler returned; use {@link
   * UacRequest#acknowledge} in the handler to give it a body. The stack answers 422 (RFC 4028) and,
   * with {@link #credentials}, 401 and 407 by itself; all other answers go to the handler. A change
   * of the session that would cross another one ({@link #isChanging}) is not sent; its handler gets
   * failure 491.
   *
   * @param body null for none
   * @throws IllegalStateException when there is no dialog, or the leg has ended
   */
  UacRequest request(
      String method, SipBody body, List<HeaderField> headers, ResponseHandler handler);
}
