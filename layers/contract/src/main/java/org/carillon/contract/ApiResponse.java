package org.carillon.contract;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer for the wire.
 *
 * @param status the HTTP status
 * @param headers one value by name, as it is to be sent
 * @param body the body, empty when there is none; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record ApiResponse(int status, Map<String, String> headers, byte[] body) {

  /** The header that carries a request's id in every answer, failures too. */
  public static final String REQUEST_ID = "x-amzn-RequestId";

  /** The header that carries an error's wire name (rest-json protocol). */
  public static final String ERROR_TYPE = "x-amzn-ErrorType";

  /** This answer with one more header, or with another value of it. */
  public ApiResponse withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new ApiResponse(status, more, body);
  }
}
