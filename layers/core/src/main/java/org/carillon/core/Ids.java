package org.carillon.core;

import java.util.UUID;
import java.util.regex.Pattern;

/** New identifiers, in the shapes the API's clients expect. */
public final class Ids {

  private static final Pattern GUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private Ids() {}

  /**
   * A random GUID in lower case: orders, SIP media applications, SIP rules, transactions, call legs
   * and requests have such ids.
   */
  public static String guid() {
    return UUID.randomUUID().toString();
  }

  /** Whether this can be an id that {@link #guid()} made; anything else need not be looked up. */
  public static boolean isGuid(String id) {
    return GUID.matcher(id).matches();
  }
}
