package org.carillon.media.sip.call;

import java.util.List;
import java.util.function.Consumer;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.Methods;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.transport.SendFailure;

/**
 * The ACK of a 2xx to our INVITE (RFC 3261 section 13.2.2.4): sent when the user has seen the
 * answer, or later when the user asked for that, and again each time the 2xx comes again. Owned by
 * the leg's loop.
 */
final class AnswerAck {
  private final Leg leg;
  private final Runnable sent;
  private final Consumer<String> failed;
  private SipBody body;
  private boolean held;
  private boolean released;
  private DialogState dialog;
  private long cseq;
  private List<HeaderField> authorization = List.of();
  private DialogSender.Prepared prepared;
  private SipLoop.Timeout patience;

  /**
   * An ACK for one INVITE.
   *
   * @param sent called each time after the ACK was sent first
   * @param failed called when it cannot be sent
   */
  AnswerAck(Leg leg, Runnable sent, Consumer<String> failed) {
    this.leg = leg;
    this.sent = sent;
    this.failed = failed;
  }

  /** Waits for {@link #release} when the 2xx comes. */
  void hold() {
    held = true;
  }

  /** Gives the body; sends the ACK if the 2xx is there and was waiting for this. */
  void release(SipBody content) {
    body = content;
    released = true;
    if (isWaiting()) {
      send();
    }
  }

  /** Whether the 2xx came, so that another one is a repetition. */
  boolean isAnswered() {
    return dialog != null;
  }

  /** Whether the 2xx came and the user has not released its ACK. */
  boolean isWaiting() {
    return dialog != null && prepared == null && patience != null;
  }

  /** Whether the 2xx is of this dialog. */
  boolean isOf(DialogState other) {
    return dialog != null && dialog.remoteTag.equals(other.remoteTag);
  }

  /** The 2xx came and the user has seen it. */
  void answered(DialogState made, long number, List<HeaderField> credentials) {
    dialog = made;
    cseq = number;
    authorization = credentials;
    if (!held || released) {
      send();
      return;
    }
    // The peer repeats its 2xx for so long; then it gives up, and so do we.
    patience = leg.loop().schedule(leg.agent.timers().transactionTimeout(), this::giveUp);
  }

  private void giveUp() {
    send();
    leg.noAck();
  }

  /** Sends the ACK now, held or not. */
  void send() {
    if (patience != null) {
      patience.cancel();
      patience = null;
    }
    leg.agent
        .sender()
        .prepare(
            dialog,
            Methods.ACK,
            cseq,
            body,
            authorization, // the INVITE's (RFC 3261 section 13.2.2.4)
            ready -> {
              prepared = ready;
              repeat();
              sent.run();
            },
            failed);
  }

  /** The 2xx came again: our ACK was lost. */
  void repeat() {
    if (prepared != null) {
      leg.agent
          .transactions()
          .sendRequest(prepared.request(), prepared.route(), SendFailure.IGNORED);
      prepared.request().forget();
    }
  }
}
