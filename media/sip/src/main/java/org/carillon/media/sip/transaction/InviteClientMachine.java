package org.carillon.media.sip.transaction;

import static org.carillon.media.sip.transaction.TransactionState.ACCEPTED;
import static org.carillon.media.sip.transaction.TransactionState.CALLING;
import static org.carillon.media.sip.transaction.TransactionState.COMPLETED;
import static org.carillon.media.sip.transaction.TransactionState.PROCEEDING;

import java.time.Duration;
import org.carillon.media.sip.message.SipResponse;

/** The INVITE client transaction (RFC 3261 section 17.1.1 with RFC 6026 section 7.2). */
final class InviteClientMachine implements ClientMachine {
  static final InviteClientMachine INSTANCE = new InviteClientMachine();

  private InviteClientMachine() {}

  @Override
  public void start(ClientTransaction tx) {
    tx.state = CALLING;
    if (!tx.isReliable()) {
      repeatLater(tx, tx.timers().t1); // timer A
    }
    tx.endTimer = tx.schedule(tx.timers().timeout, tx::timeOut); // timer B
    tx.sendRequest();
  }

  private void repeatLater(ClientTransaction tx, Duration pause) {
    tx.repeatTimer =
        tx.schedule(
            pause,
            () -> {
              if (tx.state == CALLING) {
                repeatLater(tx, pause.multipliedBy(2));
                tx.sendRequest();
              }
            });
  }

  @Override
  public void received(ClientTransaction tx, SipResponse response) {
    switch (tx.state) {
      case CALLING, PROCEEDING -> first(tx, response);
      case ACCEPTED -> {
        if (response.isSuccess()) {
          tx.deliver(response);
        }
      }
      case COMPLETED -> {
        if (response.status() >= 300) {
          tx.sendAck(response);
        }
      }
      default -> {
        // TERMINATED is not in the table.
      }
    }
  }

  private void first(ClientTransaction tx, SipResponse response) {
    tx.cancelTimers();
    if (response.isProvisional()) {
      tx.state = PROCEEDING;
    } else if (response.isSuccess()) {
      tx.state = ACCEPTED;
      tx.endTimer = tx.schedule(tx.timers().timeout, tx::terminate); // timer M
    } else {
      tx.state = COMPLETED;
      tx.sendAck(response);
      if (!tx.isReliable()) {
        tx.endTimer = tx.schedule(tx.timers().timeout, tx::terminate); // timer D
      }
    }
    tx.deliver(response);
    if (tx.state == COMPLETED && tx.isReliable()) {
      tx.terminate();
    }
  }
}
