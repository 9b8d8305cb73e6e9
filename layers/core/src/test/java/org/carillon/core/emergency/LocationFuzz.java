package org.carillon.core.emergency;

import java.nio.charset.StandardCharsets;

/** Any text as a location object (PIDF-LO): nothing may be thrown. A target of bench/fuzz.sh. */
public final class LocationFuzz {

  private LocationFuzz() {}

  /** The fuzzer's entry. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    PidfLo.parse(new String(bytes, StandardCharsets.UTF_8));
  }
}
