package org.carillon.media.sip.transaction;

import org.carillon.media.sip.message.SipResponse;

/** A client state machine. Has no state: that is in the transaction it is given. */
sealed interface ClientMachine permits InviteClientMachine, NonInviteClientMachine {

  void start(ClientTransaction transaction);

  void received(ClientTransaction transaction, SipResponse response);
}
