package org.carillon.core.ports;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Has Amazon Polly, or what answers as it does, say a text. Blocks its caller, which is a virtual
 * thread.
 */
@FunctionalInterface
public interface SpeechRuntime {

  /** Longest speech that is taken, in bytes of {@link Result.Spoken}: ten minutes. */
  int MOST_BYTES = 10 * 60 * 8000 * 2;

  /**
   * Says a text.
   *
   * @param timeout how long to wait for all of the speech
   * @return never throws for anything the service did
   */
  Result speak(Utterance utterance, Duration timeout);

  /** Who has voices, found by {@link java.util.ServiceLoader}, for operators who ask for it. */
  interface Provider {
    /**
     * The voices that the process's environment asks for.
     *
     * @param environment its environment variables
     * @return empty when it asks for none of this provider's
     * @throws IllegalStateException when it asks for something that cannot be; it names the
     *     variable
     */
    Optional<SpeechRuntime> from(Map<String, String> environment);
  }

  /**
   * What is to be said.
   *
   * @param text 1 to 1,000 characters
   * @param ssml whether the text is SSML
   * @param engine {@code standard} or {@code neural}
   * @param languageCode such as {@code en-US}; none for the voice's own
   * @param voiceId such as {@code Joanna}
   */
  record Utterance(
      String text, boolean ssml, String engine, Optional<String> languageCode, String voiceId) {}

  /** What came of it. */
  sealed interface Result {
    /**
     * It is said.
     *
     * @param pcm linear 16-bit samples, little-endian, one channel, 8 kHz; at most {@link
     *     #MOST_BYTES}
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Spoken(byte[] pcm) implements Result {}

    /**
     * The text, the voice, the engine or the language is not one that can be said.
     *
     * @param why in words for the author of the function
     */
    record Refused(String why) implements Result {}

    /**
     * The service may not be asked.
     *
     * @param advice names the missing permission
     */
    record AccessDenied(String advice) implements Result {}

    /** The service is asked too much. */
    record Throttled() implements Result {}

    /**
     * The service was not reached, was too slow, or failed.
     *
     * @param advice what happened, and what helps
     */
    record Unavailable(String advice) implements Result {}
  }
}
