package org.carillon.core;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.regex.Pattern;

/** New identifiers, in the shapes the API's clients expect. */
public final class Ids {

  private static final Pattern GUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private static final Pattern CONNECTOR = Pattern.compile("[a-z0-9]{21,22}");
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int CONNECTOR_LENGTH = 22;
  private static final SecureRandom RANDOM = new SecureRandom();

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

  /**
   * A random id of 22 lower-case letters and digits: Voice Connectors and their groups have such
   * ids. It starts with a letter, so it is a good first label of a host name everywhere.
   */
  public static String connector() {
    StringBuilder id = new StringBuilder(CONNECTOR_LENGTH);
    id.append(LETTERS.charAt(RANDOM.nextInt(26)));
    while (id.length() < CONNECTOR_LENGTH) {
      id.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return id.toString();
  }

  /** Whether this can be an id that {@link #connector()} made. */
  public static boolean isConnector(String id) {
    return CONNECTOR.matcher(id).matches();
  }
}
