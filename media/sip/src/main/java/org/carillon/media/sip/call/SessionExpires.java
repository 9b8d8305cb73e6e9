package org.carillon.media.sip.call;

import java.util.Locale;
import java.util.Optional;

/**
 * A Session-Expires value (RFC 4028 section 4).
 *
 * @param seconds how long the session lives without a refresh
 * @param refresher {@code uac} or {@code uas} of the transaction it stands in, if it says
 */
record SessionExpires(long seconds, Optional<String> refresher) {
  static final String UAC = "uac";
  static final String UAS = "uas";

  private static final String SECONDS = "[0-9]{1,9}";

  /** Reads a value; empty when it is broken. */
  static Optional<SessionExpires> parse(String text) {
    String[] parts = text.toLowerCase(Locale.ROOT).replace(" ", "").split(";", -1);
    if (!parts[0].matches(SECONDS)) {
      return Optional.empty();
    }
    Optional<String> refresher = Optional.empty();
    for (int i = 1; i < parts.length; i++) {
      if (parts[i].startsWith("refresher=")) {
        refresher = Optional.of(parts[i].substring("refresher=".length()));
      }
    }
    return Optional.of(
        new SessionExpires(
            Long.parseLong(parts[0]), refresher.filter(who -> who.equals(UAC) || who.equals(UAS))));
  }

  /** The seconds of a Min-SE value, whose parameters mean nothing; empty when it is broken. */
  static Optional<Long> minimum(String text) {
    return parse(text).map(SessionExpires::seconds);
  }

  @Override
  public String toString() {
    return seconds + refresher.map(who -> ";refresher=" + who).orElse("");
  }
}
