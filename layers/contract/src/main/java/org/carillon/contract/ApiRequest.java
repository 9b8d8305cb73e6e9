package org.carillon.contract;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it came, nothing decoded, from whichever edge took it.
 *
 * @param method the HTTP method, upper case
 * @param rawPath the path as sent, percent-encoding kept
 * @param rawQuery the query as sent without the question mark, percent-encoding kept, or empty
 * @param headers values by lower-case name, in the order they came
 * @param body the body, empty when there is none; not copied, so the caller leaves it alone
 * @param sourceIp the address it came from, as the edge saw it; empty when it cannot know
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record ApiRequest(
    String method,
    String rawPath,
    String rawQuery,
    Map<String, List<String>> headers,
    byte[] body,
    String sourceIp) {

  private static final byte[] EMPTY = new byte[0];

  public ApiRequest {
    rawQuery = rawQuery == null ? "" : rawQuery;
    body = body == null ? EMPTY : body;
  }

  /** A request of an unknown address. */
  public ApiRequest(
      String method,
      String rawPath,
      String rawQuery,
      Map<String, List<String>> headers,
      byte[] body) {
    this(method, rawPath, rawQuery, headers, body, "");
  }

  /** The first value of a header, whose name may be in any case. */
  public Optional<String> header(String name) {
    List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
    return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }
}
