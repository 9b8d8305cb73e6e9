package org.carillon.core.calls;

import java.time.InstantSource;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.ports.Ports;

/**
 * What an installation lets applications do, and what turns need of the world (S6).
 *
 * @param ownsNumber whether an E.164 number is one of the account's inventory, not in the deletion
 *     queue; may read a store
 * @param dialSipUris whether CallAndBridge and CreateSipMediaApplicationCall may call SIP URIs
 * @param callIds makes ids of new legs, UUIDs
 * @param clock tells the time for names of recordings
 */
public record CallRules(
    Predicate<String> ownsNumber,
    boolean dialSipUris,
    Supplier<String> callIds,
    InstantSource clock) {

  /** The environment variable that lets applications call SIP URIs: {@code allowed}. */
  public static final String SIP_URIS = "CARILLON_SIP_URIS";

  private static final String ALLOWED = "allowed";
  private static final String REFUSED = "refused";

  private static final Pattern SIP_URI =
      Pattern.compile(
          "sips?:[a-zA-Z0-9&=+$,;?/%\\-_!~*'().]{1,64}@[a-zA-Z0-9.\\-:\\[\\]]{1,128}"
              + "(;[a-zA-Z0-9=.\\-_]{1,64}){0,4}");

  /**
   * The rules of an account over its inventory.
   *
   * @param dialSipUris from {@link #dialSipUris(Map)}
   */
  public static CallRules of(
      Account account, Ports ports, boolean dialSipUris, InstantSource clock) {
    PhoneNumbers numbers = new PhoneNumbers(ports.items(), account, clock);
    return new CallRules(
        number -> numbers.find(number).filter(it -> it.deletionTimestamp() == null).isPresent(),
        dialSipUris,
        Ids::guid,
        clock);
  }

  /** The rules of an account without numbers, which may call no SIP URIs. */
  public static CallRules withoutNumbers(InstantSource clock) {
    return new CallRules(number -> false, false, Ids::guid, clock);
  }

  /**
   * Whether the environment lets applications call SIP URIs; they may not unless it says so.
   *
   * @throws IllegalArgumentException when {@link #SIP_URIS} is neither {@code allowed} nor {@code
   *     refused}
   */
  public static boolean dialSipUris(Map<String, String> environment) {
    String value = environment.getOrDefault(SIP_URIS, REFUSED);
    if (!value.equals(ALLOWED) && !value.equals(REFUSED)) {
      throw new IllegalArgumentException(SIP_URIS + " must be " + ALLOWED + " or " + REFUSED + ".");
    }
    return value.equals(ALLOWED);
  }

  /** Whether this is a SIP URI with a user that a call may go to, where {@link #dialSipUris}. */
  static boolean isSipUri(String text) {
    return SIP_URI.matcher(text).matches();
  }
}
