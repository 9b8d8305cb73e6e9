package org.carillon.media.sip.call;

import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.SipMessage;

/** Option tags of the extensions that the stack carries out (RFC 3261 section 19.2). */
final class Extensions {
  /** Reliable provisional answers (RFC 3262). */
  static final String RELIABLE = "100rel";

  /** Session timers (RFC 4028). */
  static final String TIMER = "timer";

  private Extensions() {}

  static boolean isRequired(SipMessage message, String tag) {
    return has(message, HeaderName.REQUIRE, tag);
  }

  /** Whether the sender knows the extension: names it in Supported or Require. */
  static boolean isSupported(SipMessage message, String tag) {
    return has(message, HeaderName.SUPPORTED, tag) || isRequired(message, tag);
  }

  /** Whether a field lists a token, in any case. */
  static boolean has(SipMessage message, HeaderName name, String token) {
    return message.has(name) && message.values(name).stream().anyMatch(token::equalsIgnoreCase);
  }
}
