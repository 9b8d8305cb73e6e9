package org.carillon.core.routing;

import java.util.Map;

/** What a call is that comes from no carrier's address and for no connector's host name. */
public enum UnknownSources {
  /** A call of the simulated carrier: on one machine, for trials (D6, design section 6). */
  SIMULATED_CARRIER,
  /** Refused: where strangers can reach the nodes, only the operator's carriers bring calls in. */
  REFUSED;

  /**
   * From {@code CARILLON_UNKNOWN_SOURCES}: {@code refused} (the default) or {@code
   * simulated-carrier}.
   *
   * @throws IllegalStateException for anything else
   */
  public static UnknownSources fromEnvironment(Map<String, String> environment) {
    String asked = environment.getOrDefault("CARILLON_UNKNOWN_SOURCES", "refused");
    return switch (asked) {
      case "refused" -> REFUSED;
      case "simulated-carrier" -> SIMULATED_CARRIER;
      default ->
          throw new IllegalStateException(
              "CARILLON_UNKNOWN_SOURCES is refused or simulated-carrier: " + asked);
    };
  }
}
