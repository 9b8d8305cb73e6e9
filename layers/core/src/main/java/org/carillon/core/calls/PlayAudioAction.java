package org.carillon.core.calls;

import java.util.List;

/** {@code PlayAudio}: plays a WAV object of the account's buckets. */
final class PlayAudioAction implements Action {

  private static final int MAX_BUCKET_NAME = 63; // S3's own limits
  private static final int MAX_KEY = 1024;
  private static final int MAX_TERMINATORS = 12;

  private static final ActionError REPEAT =
      ActionError.invalidParameter("The Repeat parameter is invalid.");
  private static final ActionError TERMINATORS =
      ActionError.invalidParameter("The PlaybackTerminators parameter is invalid.");

  @Override
  public String type() {
    return "PlayAudio";
  }

  @Override
  public MediaCommand command(ActionParameters parameters, String leg)
      throws InvalidActionException {
    ActionParameters source = parameters.object("AudioSource", ActionError.AUDIO_INVALID);
    source.word("Type", List.of("S3"), ActionError.AUDIO_INVALID);
    String bucket = source.requiredText("BucketName", ActionError.AUDIO_INVALID);
    String key = source.requiredText("Key", ActionError.AUDIO_INVALID);
    if (bucket.length() > MAX_BUCKET_NAME || key.length() > MAX_KEY) {
      throw new InvalidActionException(ActionError.AUDIO_INVALID);
    }
    int repeat = parameters.integer("Repeat", 1, Integer.MAX_VALUE, 1, REPEAT);
    return new MediaCommand.PlayAudio(leg, bucket, key, repeat, terminators(parameters));
  }

  private static String terminators(ActionParameters parameters) throws InvalidActionException {
    String digits =
        String.join("", parameters.texts("PlaybackTerminators", MAX_TERMINATORS, TERMINATORS));
    if (digits.length() > MAX_TERMINATORS || !digits.matches("[0-9#*]*")) {
      throw new InvalidActionException(TERMINATORS);
    }
    return digits;
  }
}
