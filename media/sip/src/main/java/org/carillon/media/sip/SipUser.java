package org.carillon.media.sip;

import org.carillon.media.sip.message.SipRequest;

/**
 * The transaction user above a {@link SipEndpoint}. All methods run on a SIP loop and must not
 * block.
 *
 * <p>The endpoint has already answered what needs no user: syntax errors, methods that {@link
 * SipConfig#methods()} does not name, unknown extensions and body types, merged requests, requests
 * for unknown dialogs, and sources that send too much.
 */
public interface SipUser {

  /**
   * A new call. Answer it now or later through {@code call}.
   *
   * @param invite the INVITE; kept by nobody else, so copy what the call needs for its whole life
   * @return the listener of this leg, not null
   */
  CallListener onInvite(UasCall call, SipRequest invite);

  /**
   * Whether a new INVITE is taken although there are too many of them, the loop is late, or the
   * table of transactions is full: a call for help. Twenty a second are, of all sources together.
   */
  default boolean isUrgent(SipRequest invite) {
    return false;
  }

  /** A request outside any dialog other than INVITE, ACK and CANCEL. Must be answered. */
  void onRequest(UasRequest request);
}
