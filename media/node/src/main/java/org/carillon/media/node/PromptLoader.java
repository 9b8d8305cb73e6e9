package org.carillon.media.node;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.carillon.core.calls.ActionError;
import org.carillon.core.calls.MediaCommand;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.ivr.PromptException;
import org.carillon.media.ivr.Prompts;
import org.carillon.media.ivr.SpeechException;
import org.carillon.media.ivr.SpeechRequest;
import org.carillon.media.ivr.SpeechRequest.TextType;
import org.carillon.media.ivr.SpeechSynthesizer;

/**
 * Fetches what Speak and PlayAudio need, each on a virtual thread, before their turn comes, so that
 * no gap is heard between two prompts. Safe from any thread.
 */
final class PromptLoader {

  /** Why a prompt is not there, in the words the function is told. */
  static final class PromptFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ActionError error;

    PromptFailure(ActionError error, Throwable cause) {
      super(cause.getMessage(), cause);
      this.error = error;
    }

    ActionError error() {
      return error;
    }
  }

  private final Prompts prompts;
  private final SpeechSynthesizer speech;

  PromptLoader(Prompts prompts, SpeechSynthesizer speech) {
    this.prompts = prompts;
    this.speech = speech;
  }

  /** The sound of a PlayAudio; completes with {@link PromptFailure} when there is none. */
  CompletableFuture<PcmAudio> load(MediaCommand.PlayAudio play) {
    return onVirtualThread(
        () -> {
          try {
            return prompts.load(play.bucket(), play.key());
          } catch (PromptException e) {
            throw new PromptFailure(errorOf(e), e);
          }
        });
  }

  /** The sound of a Speak; completes with {@link PromptFailure} when there is none. */
  CompletableFuture<PcmAudio> load(MediaCommand.Speak speak) {
    SpeechRequest request =
        new SpeechRequest(
            speak.text(),
            speak.ssml() ? TextType.SSML : TextType.TEXT,
            speak.engine(),
            speak.languageCode().orElse(null),
            speak.voiceId());
    return onVirtualThread(
        () -> {
          try {
            return speech.synthesize(request);
          } catch (SpeechException e) {
            throw new PromptFailure(errorOf(e), e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PromptFailure(ActionError.SYSTEM, e);
          }
        });
  }

  /** What the function is told of a failed load. */
  static ActionError errorOf(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof PromptFailure prompt ? prompt.error() : ActionError.SYSTEM;
  }

  private static ActionError errorOf(PromptException e) {
    return switch (e.reason()) {
      case NOT_FOUND, DENIED -> ActionError.AUDIO_INACCESSIBLE;
      case TOO_LARGE, NOT_AUDIO -> ActionError.AUDIO_INVALID;
      case STORE_UNAVAILABLE -> ActionError.SYSTEM;
    };
  }

  private static ActionError errorOf(SpeechException e) {
    return switch (e.reason()) {
      case INVALID_TEXT, UNSUPPORTED_LANGUAGE -> ActionError.invalidParameter(e.getMessage());
      case ACCESS_DENIED -> ActionError.SPEECH_DENIED;
      case THROTTLED -> ActionError.SPEECH_THROTTLED;
      case UNAVAILABLE -> ActionError.SYSTEM;
    };
  }

  private static CompletableFuture<PcmAudio> onVirtualThread(Supplier<PcmAudio> load) {
    return CompletableFuture.supplyAsync(load, Thread::startVirtualThread);
  }
}
