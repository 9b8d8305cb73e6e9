package org.carillon.core.routing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which SIP headers a function may see or set: names that start with {@code x-}, {@code
 * User-to-User} (RFC 7433) and {@code Diversion} (RFC 5806), without the service's own prefixes
 * (S4, protocol facts 1.7).
 */
public final class CustomSipHeaders {

  /** Longest value, in characters. */
  public static final int MAX_VALUE_LENGTH = 2048;

  /** Most headers on one leg; more are left out, in the order they came. */
  public static final int MAX_HEADERS = 20;

  private static final List<String> INTERNAL_PREFIXES =
      List.of("x-amzn", "x-vine", "x-vc", "x-canary", "x-voice");

  /** A header's name, RFC 3261 section 25.1. */
  private static final Pattern TOKEN = Pattern.compile("[a-zA-Z0-9\\-.!%*_+`'~]{1,128}");

  private CustomSipHeaders() {}

  /**
   * Whether a header of this name and value may pass. A value is one line: whoever could break it
   * could write headers and messages of his own.
   */
  public static boolean allowed(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean custom =
        lower.startsWith("x-") && INTERNAL_PREFIXES.stream().noneMatch(lower::startsWith);
    return (custom || lower.equals("user-to-user") || lower.equals("diversion"))
        && TOKEN.matcher(name).matches()
        && value.length() <= MAX_VALUE_LENGTH
        && value.chars().noneMatch(c -> (c < ' ' && c != '\t') || c == 0x7f);
  }

  /** Those of an INVITE's headers that the application sees, in their order. */
  public static Map<String, String> visible(Map<String, String> headers) {
    Map<String, String> visible = new LinkedHashMap<>();
    headers.forEach(
        (name, value) -> {
          if (visible.size() < MAX_HEADERS && allowed(name, value)) {
            visible.put(name, value);
          }
        });
    return visible;
  }

  /**
   * Those of a caller's INVITE that go on to the far side of a trunk. Of a masked call (V13) none:
   * a customer's header may name the number that the session hides. Of a caller who is hidden (RFC
   * 3323) no {@code Diversion}, which names who had the call before.
   */
  public static Map<String, String> handedOn(
      Map<String, String> headers, RouteDecision.ToTrunk way) {
    if (way.proxySessionId().isPresent()) {
      return Map.of();
    }
    Map<String, String> handedOn = visible(headers);
    if (way.hidesCaller()) {
      handedOn.keySet().removeIf("diversion"::equalsIgnoreCase);
    }
    return handedOn;
  }
}
