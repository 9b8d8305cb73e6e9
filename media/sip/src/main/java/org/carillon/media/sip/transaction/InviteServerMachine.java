package org.carillon.media.sip.transaction;

import static org.carillon.media.sip.transaction.TransactionState.ACCEPTED;
import static org.carillon.media.sip.transaction.TransactionState.COMPLETED;
import static org.carillon.media.sip.transaction.TransactionState.CONFIRMED;
import static org.carillon.media.sip.transaction.TransactionState.PROCEEDING;

import java.time.Duration;
import org.carillon.media.sip.message.Methods;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;

/** The INVITE server transaction (RFC 3261 section 17.2.1 with RFC 6026 section 7.1). */
final class InviteServerMachine implements ServerMachine {
  static final InviteServerMachine INSTANCE = new InviteServerMachine();

  private InviteServerMachine() {}

  @Override
  public void start(ServerTransaction tx) {
    tx.state = PROCEEDING;
    // 100 Trying only if the user is slow, so that a fast answer is one datagram, not two.
    tx.repeatTimer = tx.schedule(tx.timers().trying, () -> sendTrying(tx));
  }

  private void sendTrying(ServerTransaction tx) {
    if (tx.state == PROCEEDING && tx.lastResponse == null) {
      tx.lastResponse = tx.response(100).build();
      tx.send(tx.lastResponse);
    }
  }

  @Override
  public void received(ServerTransaction tx, SipRequest request) {
    boolean ack = request.is(Methods.ACK);
    switch (tx.state) {
      case PROCEEDING -> {
        if (!ack) {
          repeatOrTry(tx);
        }
      }
      case COMPLETED -> {
        if (ack) {
          confirm(tx);
        } else {
          tx.send(tx.lastResponse);
        }
      }
      default -> {
        // ACCEPTED and CONFIRMED absorb what still comes. The 2xx is repeated by the user only.
      }
    }
  }

  private void repeatOrTry(ServerTransaction tx) {
    if (tx.lastResponse == null) {
      sendTrying(tx);
    } else {
      tx.send(tx.lastResponse);
    }
  }

  private void confirm(ServerTransaction tx) {
    tx.state = CONFIRMED;
    tx.lastResponse = null;
    tx.cancelTimers();
    // Timer I absorbs further ACKs; a stream brings none.
    if (tx.isReliable()) {
      tx.terminate();
    } else {
      tx.endTimer = tx.schedule(tx.timers().t4, tx::terminate);
    }
  }

  @Override
  public boolean respond(ServerTransaction tx, SipResponse response) {
    if (tx.state == ACCEPTED && response.isSuccess()) {
      tx.send(response);
      return true;
    }
    if (tx.state != PROCEEDING) {
      return false;
    }
    tx.cancelTimers();
    if (response.isProvisional()) {
      tx.lastResponse = response;
    } else if (response.isSuccess()) {
      tx.state = ACCEPTED;
      tx.lastResponse = null;
      tx.endTimer = tx.schedule(tx.timers().timeout, tx::terminate); // timer L
    } else {
      complete(tx, response);
    }
    tx.send(response);
    return true;
  }

  private void complete(ServerTransaction tx, SipResponse response) {
    tx.state = COMPLETED;
    tx.lastResponse = response;
    if (!tx.isReliable()) {
      repeatLater(tx, tx.timers().t1); // timer G
    }
    tx.endTimer = tx.schedule(tx.timers().timeout, tx::terminate); // timer H
  }

  private void repeatLater(ServerTransaction tx, Duration pause) {
    tx.repeatTimer =
        tx.schedule(
            pause,
            () -> {
              if (tx.state == COMPLETED) {
                tx.send(tx.lastResponse);
                repeatLater(tx, tx.timers().doubled(pause));
              }
            });
  }
}
