package org.carillon.core.siprec;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.carillon.core.documents.DocumentException;

/**
 * Any text as recording metadata (SIPREC): nothing may be thrown but what is said. A target of
 * bench/fuzz.sh.
 */
public final class RecordingFuzz {

  private RecordingFuzz() {}

  /** The fuzzer's entry. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    takes(bytes);
  }

  /** Whether it is metadata. */
  static boolean takes(byte[] bytes) {
    try {
      RecordingMetadata.parse(new String(bytes, StandardCharsets.UTF_8))
          .objection(List.of("1", "2"));
      return true;
    } catch (DocumentException stated) {
      if (stated.getMessage().isBlank()) {
        throw new AssertionError("a reason", stated);
      }
      return false;
    }
  }
}
