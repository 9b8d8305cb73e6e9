package org.carillon.core.routing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

  private CustomSipHeaders() {}

  /** Whether a header of this name and value may pass. */
  public static boolean allowed(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean custom =
        lower.startsWith("x-") && INTERNAL_PREFIXES.stream().noneMatch(lower::startsWith);
    return (custom || lower.equals("user-to-user") || lower.equals("diversion"))
        && value.length() <= MAX_VALUE_LENGTH;
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
}
