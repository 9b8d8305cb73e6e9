package org.carillon.media.node;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.routing.InviteFacts;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transport.SipSource;

/** States the facts of an INVITE for routing; decides nothing. */
final class InviteReading {

  /** Longest text of a message that is kept in facts. */
  private static final int MAX_TEXT = 256;

  private InviteReading() {}

  static InviteFacts facts(SipRequest invite, SipSource source) {
    Map<String, String> headers = new LinkedHashMap<>();
    Map<String, String> seen = new LinkedHashMap<>();
    invite.forEachHeader(
        (name, value) -> {
          if (seen.putIfAbsent(name.toLowerCase(Locale.ROOT), value) == null) {
            headers.put(name, value);
          }
        });
    SipUri requestUri = invite.requestUri();
    return new InviteFacts(
        user(requestUri),
        cut(requestUri.host()),
        user(invite.to().uri()),
        user(invite.from().uri()),
        cut(invite.from().displayName()),
        headers,
        source.transport().name(),
        source.remote().getAddress().getHostAddress() + ":" + source.remote().getPort(),
        cut(invite.callId()),
        Optional.empty(),
        false,
        Optional.empty());
  }

  private static String user(SipUri uri) {
    return cut(uri.user().orElse(""));
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }
}
