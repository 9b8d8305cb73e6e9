package org.carillon.media.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The methods with an RFC. */
public final class Methods {
  public static final String INVITE = "INVITE";
  public static final String ACK = "ACK";
  public static final String CANCEL = "CANCEL";
  public static final String BYE = "BYE";
  public static final String OPTIONS = "OPTIONS";
  public static final String INFO = "INFO";
  public static final String UPDATE = "UPDATE";
  public static final String PRACK = "PRACK";
  public static final String REFER = "REFER";
  public static final String NOTIFY = "NOTIFY";

  private static final String[] COMMON = {
    INVITE,
    ACK,
    BYE,
    CANCEL,
    OPTIONS,
    INFO,
    UPDATE,
    PRACK,
    "REGISTER",
    "MESSAGE",
    NOTIFY,
    "SUBSCRIBE",
    "PUBLISH",
    REFER
  };
  private static final Set<String> KNOWN = Set.of(COMMON);

  private Methods() {}

  /** Whether an RFC defines the method, so that refusing it is 405 and not 501. */
  public static boolean isKnown(String method) {
    return KNOWN.contains(method);
  }

  static String intern(byte[] data, int end) {
    for (String method : COMMON) {
      if (matches(method, data, end)) {
        return method;
      }
    }
    return new String(data, 0, end, StandardCharsets.US_ASCII);
  }

  private static boolean matches(String method, byte[] data, int end) {
    if (method.length() != end) {
      return false;
    }
    for (int i = 0; i < end; i++) {
      if (method.charAt(i) != data[i]) {
        return false;
      }
    }
    return true;
  }
}
