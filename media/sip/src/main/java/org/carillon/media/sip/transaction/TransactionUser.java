package org.carillon.media.sip.transaction;

import org.carillon.media.sip.message.SipRejection;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.transport.SipSource;

/** What stands above the transactions. Called on the SIP loop. */
public interface TransactionUser {

  /** A new request that is neither ACK nor CANCEL. It must be answered. */
  void onRequest(ServerTransaction transaction);

  /** An ACK that belongs to no transaction: that of a 2xx, or a stray one. */
  void onAck(SipRequest ack, SipSource source);

  /** A CANCEL for an INVITE; it has its 200 already. */
  void onCancel(ServerTransaction invite, SipRequest cancel);

  /** Bytes that are no message but deserve an answer. */
  void onRejection(SipRejection rejection, SipSource source);

  /**
   * Whether a new request may have a transaction; asked before anything is kept for it. If not, it
   * was answered or dropped, as cheaply as can be.
   */
  boolean admits(SipRequest request, SipSource source);

  /**
   * Whether a new request has one of the places that are kept beyond a full table; asked in place
   * of {@link #admits}.
   */
  boolean admitsBeyond(SipRequest request);

  /** A request that comes while the table of transactions is full. */
  void onOverload(SipRequest request, SipSource source);

  /** A CANCEL for no INVITE that its sender sent. */
  void onStrayCancel(SipRequest cancel, SipSource source);
}
