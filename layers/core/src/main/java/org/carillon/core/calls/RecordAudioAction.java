package org.carillon.core.calls;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code RecordAudio}: records what a leg says to a WAV object. */
final class RecordAudioAction implements Action {

  private static final int MAX_PREFIX_BYTES = 979;
  private static final int MOST = 1000;
  private static final int DEFAULT_THRESHOLD = 200;

  private static final ActionError DESTINATION = DigitParameters.invalid("RecordingDestination");
  private static final ActionError DURATION = DigitParameters.invalid("DurationInSeconds");
  private static final ActionError THRESHOLD = DigitParameters.invalid("SilenceThreshold");
  private static final ActionError SILENCE = DigitParameters.invalid("SilenceDurationInSeconds");
  private static final ActionError TERMINATORS = DigitParameters.invalid("RecordingTerminators");

  @Override
  public String type() {
    return "RecordAudio";
  }

  @Override
  public MediaCommand command(ActionParameters parameters, ActionTarget on)
      throws InvalidActionException {
    int seconds = parameters.requiredInteger("DurationInSeconds", 1, Integer.MAX_VALUE, DURATION);
    String terminators = parameters.keys("RecordingTerminators", TERMINATORS);
    ActionParameters destination = parameters.object("RecordingDestination", DESTINATION);
    destination.word("Type", List.of("S3"), DESTINATION);
    String bucket =
        destination.requiredText("BucketName", AudioSources.MAX_BUCKET_NAME, DESTINATION);
    String prefix = destination.text("Prefix", DESTINATION).orElse("");
    if (prefix.getBytes(StandardCharsets.UTF_8).length > MAX_PREFIX_BYTES) {
      throw destination.wrong("Prefix", "of at most " + MAX_PREFIX_BYTES + " bytes", DESTINATION);
    }
    return new MediaCommand.RecordAudio(
        on.leg(),
        Duration.ofSeconds(seconds),
        silence(parameters),
        terminators,
        bucket,
        RecordingKeys.key(prefix, on.at(), on.session().transactionId(), on.leg()));
  }

  private static Optional<MediaCommand.Silence> silence(ActionParameters parameters)
      throws InvalidActionException {
    int threshold = parameters.integer("SilenceThreshold", 1, MOST, DEFAULT_THRESHOLD, THRESHOLD);
    OptionalInt seconds = parameters.integer("SilenceDurationInSeconds", SILENCE);
    if (seconds.isEmpty()) {
      return Optional.empty();
    }
    int checked = parameters.requiredInteger("SilenceDurationInSeconds", 1, MOST, SILENCE);
    return Optional.of(new MediaCommand.Silence(Duration.ofSeconds(checked), threshold));
  }
}
