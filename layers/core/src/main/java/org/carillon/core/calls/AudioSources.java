package org.carillon.core.calls;

import java.util.List;

/** WAV objects in buckets, as actions name them: {@code {"Type":"S3","BucketName","Key"}}. */
final class AudioSources {

  /** S3's own limits. */
  static final int MAX_BUCKET_NAME = 63;

  static final int MAX_KEY = 1024;

  private AudioSources() {}

  /**
   * Reads one that must be there.
   *
   * @param error what the function is told when it is wrong
   */
  static MediaCommand.PlayAudio read(
      ActionParameters parameters, String name, String leg, ActionError error)
      throws InvalidActionException {
    ActionParameters source = parameters.object(name, error);
    source.word("Type", List.of("S3"), error);
    return new MediaCommand.PlayAudio(
        leg,
        source.requiredText("BucketName", MAX_BUCKET_NAME, error),
        source.requiredText("Key", MAX_KEY, error),
        1,
        "");
  }
}
