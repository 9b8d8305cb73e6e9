package org.carillon.media.sip.dialog;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.SipMessage;
import org.carillon.media.sip.message.SipUri;

/**
 * A Replaces value: the dialog that a new one takes the place of (RFC 3891 section 3).
 *
 * @param callId the dialog's Call-ID
 * @param toTag the tag of the party that gets the Replaces: its local tag
 * @param fromTag the tag of the other party
 * @param earlyOnly whether only an early dialog may be replaced
 */
public record Replaces(String callId, String toTag, String fromTag, boolean earlyOnly) {
  private static final int MAX_LENGTH = 1024;

  /** The value of a header field; empty when it is broken. */
  public static Optional<Replaces> parse(String value) {
    if (value.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String[] parts = value.split(";", -1);
    String toTag = null;
    String fromTag = null;
    boolean early = false;
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i].strip();
      if (part.regionMatches(true, 0, "to-tag=", 0, 7) && toTag == null) {
        toTag = part.substring(7);
      } else if (part.regionMatches(true, 0, "from-tag=", 0, 9) && fromTag == null) {
        fromTag = part.substring(9);
      } else if (part.equalsIgnoreCase("early-only")) {
        early = true;
      }
    }
    String callId = parts[0].strip();
    boolean complete =
        isSound(callId) && toTag != null && isSound(toTag) && fromTag != null && isSound(fromTag);
    return complete ? Optional.of(new Replaces(callId, toTag, fromTag, early)) : Optional.empty();
  }

  /** What an INVITE wants to replace; empty without the field or when it is broken. */
  public static Optional<Replaces> of(SipMessage message) {
    return message.header(HeaderName.REPLACES).flatMap(Replaces::parse);
  }

  /** What the call to a Refer-To URI shall replace, from the URI's header part (RFC 3891 5). */
  public static Optional<Replaces> of(SipUri referTo) {
    for (String header : referTo.headers().split("&", -1)) {
      if (header.regionMatches(true, 0, "Replaces=", 0, 9)) {
        return decoded(header.substring(9)).flatMap(Replaces::parse);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> decoded(String text) {
    try {
      return Optional.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isSound(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  /** The header field's value. */
  @Override
  public String toString() {
    return callId + ";to-tag=" + toTag + ";from-tag=" + fromTag + (earlyOnly ? ";early-only" : "");
  }
}
