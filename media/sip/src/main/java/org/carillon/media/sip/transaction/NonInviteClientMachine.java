package org.carillon.media.sip.transaction;

import static org.carillon.media.sip.transaction.TransactionState.COMPLETED;
import static org.carillon.media.sip.transaction.TransactionState.PROCEEDING;
import static org.carillon.media.sip.transaction.TransactionState.TRYING;

import java.time.Duration;
import org.carillon.media.sip.message.SipResponse;

/** The non-INVITE client transaction (RFC 3261 section 17.1.2). */
final class NonInviteClientMachine implements ClientMachine {
  static final NonInviteClientMachine INSTANCE = new NonInviteClientMachine();

  private NonInviteClientMachine() {}

  @Override
  public void start(ClientTransaction tx) {
    tx.state = TRYING;
    if (!tx.isReliable()) {
      repeatLater(tx, tx.timers().t1); // timer E
    }
    tx.endTimer = tx.schedule(tx.timers().timeout, tx::timeOut); // timer F
    tx.sendRequest();
  }

  private void repeatLater(ClientTransaction tx, Duration pause) {
    tx.repeatTimer =
        tx.schedule(
            pause,
            () -> {
              if (tx.state == TRYING || tx.state == PROCEEDING) {
                // In PROCEEDING the pause is T2 always (section 17.1.2.2).
                boolean slow = tx.state == PROCEEDING;
                repeatLater(tx, slow ? tx.timers().t2 : tx.timers().doubled(pause));
                tx.sendRequest();
              }
            });
  }

  @Override
  public void received(ClientTransaction tx, SipResponse response) {
    if (tx.state != TRYING && tx.state != PROCEEDING) {
      return;
    }
    if (response.isProvisional()) {
      tx.state = PROCEEDING;
      tx.deliver(response);
      return;
    }
    tx.cancelTimers();
    tx.state = COMPLETED;
    // Timer K absorbs repetitions; a stream brings none.
    if (!tx.isReliable()) {
      tx.endTimer = tx.schedule(tx.timers().t4, tx::terminate);
    }
    tx.deliver(response);
    if (tx.isReliable()) {
      tx.terminate();
    }
  }
}
