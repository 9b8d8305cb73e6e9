package org.carillon.media.sip.transaction;

import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;

/** A server state machine. Has no state: that is in the transaction it is given. */
sealed interface ServerMachine permits InviteServerMachine, NonInviteServerMachine {

  void start(ServerTransaction transaction);

  /** A request that matched: a repetition, or the ACK. */
  void received(ServerTransaction transaction, SipRequest request);

  /** The user answers; false when the state allows no such answer. */
  boolean respond(ServerTransaction transaction, SipResponse response);
}
