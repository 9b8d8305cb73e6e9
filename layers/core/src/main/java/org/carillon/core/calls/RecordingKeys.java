package org.carillon.core.calls;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Names of recordings (protocol facts 1.5): {@code
 * PREFIX/YYYY/MM/DD/YYYY-MM-DD-HH-mm-ss-SSS_TRANSACTION_CALL.wav}, in UTC. So a recording is found
 * by the day and the call's ids. The service documents it for call recordings; RecordAudio, of
 * which it shows no pattern, has the same here.
 */
final class RecordingKeys {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private RecordingKeys() {}

  /**
   * A new name.
   *
   * @param prefix may be empty, and may end with slashes
   */
  static String key(String prefix, Instant at, String transactionId, String callId) {
    String folder = prefix.replaceAll("/+$", "");
    return (folder.isEmpty() ? "" : folder + "/")
        + DAY.format(at)
        + "/"
        + TIME.format(at)
        + "_"
        + transactionId
        + "_"
        + callId
        + ".wav";
  }
}
