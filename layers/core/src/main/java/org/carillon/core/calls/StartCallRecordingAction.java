package org.carillon.core.calls;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code StartCallRecording}: records a leg while other actions run. */
final class StartCallRecordingAction implements Action {

  private static final String DEFAULT_PREFIX = "Amazon-Chime-SMA-Call-Recordings";
  private static final int MAX_PREFIX_BYTES = 900; // leaves room for the rest of a key
  private static final List<String> TRACKS = List.of("BOTH", "INCOMING", "OUTGOING");

  private static final ActionError TRACK = DigitParameters.invalid("Track");
  private static final ActionError DESTINATION = DigitParameters.invalid("Destination");

  @Override
  public String type() {
    return "StartCallRecording";
  }

  @Override
  public MediaCommand command(ActionParameters parameters, ActionTarget on)
      throws InvalidActionException {
    String track = parameters.word("Track", TRACKS, TRACK);
    ActionParameters destination = parameters.object("Destination", DESTINATION);
    destination.word("Type", List.of("S3"), DESTINATION);
    String location = destination.requiredText("Location", DESTINATION);
    int slash = location.indexOf('/');
    String bucket = slash < 0 ? location : location.substring(0, slash);
    String prefix = slash < 0 ? "" : location.substring(slash + 1).replaceAll("/+$", "");
    if (bucket.isEmpty()
        || bucket.length() > AudioSources.MAX_BUCKET_NAME
        || prefix.getBytes(StandardCharsets.UTF_8).length > MAX_PREFIX_BYTES) {
      throw destination.wrong(
          "Location", "a bucket, or a bucket, a slash and a prefix", DESTINATION);
    }
    return new MediaCommand.StartCallRecording(
        on.leg(),
        MediaCommand.Track.valueOf(track),
        bucket,
        RecordingKeys.key(
            prefix.isEmpty() ? DEFAULT_PREFIX : prefix,
            on.at(),
            on.session().transactionId(),
            on.leg()));
  }
}
