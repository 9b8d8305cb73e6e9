package org.carillon.media.sip.message;

import java.util.regex.Pattern;

/**
 * A message as text that may be shown: what proves or unlocks something is left out. These are
 * digest credentials (RFC 3261 section 22), the keys of SRTP (RFC 4568) and of SDP itself (RFC 4566
 * section 5.12), and the join tokens of meetings.
 */
public final class MaskedText {

  private static final String MASK = "***";

  /** A field with its folded lines (RFC 3261 section 7.3.1); the scheme stays. */
  private static final Pattern CREDENTIALS =
      Pattern.compile(
          "(?im)^((?:proxy-)?authorization[ \\t]*:[ \\t]*[A-Za-z0-9]*|(?:proxy-)?authentication-info"
              + "[ \\t]*:)[^\\r\\n]*(?:\\r?\\n[ \\t][^\\r\\n]*)*");

  private static final Pattern SRTP_KEYS = Pattern.compile("(?i)(inline[ \\t]*:)[^\\r\\n \\t]*");
  private static final Pattern SDP_KEY = Pattern.compile("(?m)^k=[^\\r\\n]*");
  private static final Pattern JOIN_TOKEN =
      Pattern.compile("(?i)(x-chime-join-token[ \\t]*[:=][ \\t]*)[^;>&?,\\r\\n \\t]*");

  private MaskedText() {}

  /** The text. Its Content-Length is still that of the message as it was. */
  public static String of(SipMessage message) {
    String text = message.toString();
    text = CREDENTIALS.matcher(text).replaceAll("$1 " + MASK);
    text = SRTP_KEYS.matcher(text).replaceAll("$1" + MASK);
    text = SDP_KEY.matcher(text).replaceAll("k=" + MASK);
    return JOIN_TOKEN.matcher(text).replaceAll("$1" + MASK);
  }
}
