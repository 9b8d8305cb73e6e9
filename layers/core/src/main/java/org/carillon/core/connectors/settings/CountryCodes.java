package org.carillon.core.connectors.settings;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Country codes that a client may name: ISO 3166-1 alpha-2, and Kosovo's XK. */
public final class CountryCodes {

  private static final Set<String> KNOWN = known();

  private CountryCodes() {}

  /** Whether it is one, in capital letters. */
  public static boolean isKnown(String code) {
    return code != null && KNOWN.contains(code);
  }

  private static Set<String> known() {
    Set<String> codes = new TreeSet<>(Set.of(Locale.getISOCountries()));
    codes.add("XK"); // it has a country code of telephony, 383, and no place in ISO 3166 yet
    return codes;
  }
}
