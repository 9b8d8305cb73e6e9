package org.carillon.media.sip.dialog;

import java.util.List;
import java.util.Optional;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipUri;

/**
 * A dialog's state as RFC 3261 section 12 names it. Read on the leg's loop.
 *
 * @param callId the Call-ID
 * @param localTag our tag
 * @param remoteTag the peer's tag; empty for a peer of RFC 2543
 * @param local our address, with the local tag
 * @param remote the peer's address, with its tag
 * @param remoteTarget where requests in the dialog go: the peer's last Contact
 * @param routeSet the routes that such requests carry, in order
 * @param secure whether the dialog was made with a sips URI
 */
public record Dialog(
    String callId,
    String localTag,
    Optional<String> remoteTag,
    NameAddress local,
    NameAddress remote,
    SipUri remoteTarget,
    List<NameAddress> routeSet,
    boolean secure) {}
