package org.carillon.media.sip.transaction;

import static org.carillon.media.sip.transaction.TransactionState.COMPLETED;
import static org.carillon.media.sip.transaction.TransactionState.PROCEEDING;
import static org.carillon.media.sip.transaction.TransactionState.TRYING;

import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;

/** The non-INVITE server transaction (RFC 3261 section 17.2.2). */
final class NonInviteServerMachine implements ServerMachine {
  static final NonInviteServerMachine INSTANCE = new NonInviteServerMachine();

  private NonInviteServerMachine() {}

  @Override
  public void start(ServerTransaction tx) {
    tx.state = TRYING;
  }

  @Override
  public void received(ServerTransaction tx, SipRequest request) {
    if (tx.lastResponse != null && (tx.state == PROCEEDING || tx.state == COMPLETED)) {
      tx.send(tx.lastResponse);
    }
  }

  @Override
  public boolean respond(ServerTransaction tx, SipResponse response) {
    if (tx.state != TRYING && tx.state != PROCEEDING) {
      return false;
    }
    tx.lastResponse = response;
    tx.send(response);
    if (response.isProvisional()) {
      tx.state = PROCEEDING;
      return true;
    }
    tx.state = COMPLETED;
    // Timer J answers repetitions; a stream brings none.
    if (tx.isReliable()) {
      tx.terminate();
    } else {
      tx.endTimer = tx.schedule(tx.timers().timeout, tx::terminate);
    }
    return true;
  }
}
