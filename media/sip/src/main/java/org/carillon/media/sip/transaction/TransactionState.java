package org.carillon.media.sip.transaction;

/** The states of all four machines (RFC 3261 section 17, RFC 6026). */
enum TransactionState {
  /** INVITE client: sent, nothing heard. */
  CALLING,
  /** Non-INVITE: sent or received, nothing answered. */
  TRYING,
  /** A provisional answer was sent or received; an INVITE server starts here. */
  PROCEEDING,
  /** The final answer was sent or received. */
  COMPLETED,
  /** INVITE server: the ACK of a final answer above 299 came. */
  CONFIRMED,
  /** INVITE: a 2xx was sent or received (RFC 6026). */
  ACCEPTED,
  /** Over; the transaction is no longer in the table. */
  TERMINATED
}
