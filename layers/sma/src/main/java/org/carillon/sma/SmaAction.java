package org.carillon.sma;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An action of a response. Each checks its parameters when it is made, so that a mistake is an
 * {@link IllegalArgumentException} with the rule in it, and not a failed call. Actions of a bridged
 * call and those of meetings and bots are in {@link CallActions}.
 */
public sealed interface SmaAction
    permits SmaAction.PlayAudio,
        SmaAction.PlayAudioAndGetDigits,
        SmaAction.Speak,
        SmaAction.SpeakAndGetDigits,
        SmaAction.ReceiveDigits,
        SmaAction.SendDigits,
        SmaAction.Pause,
        SmaAction.Hangup,
        SmaAction.Custom,
        CallActions {

  /** The action's name. */
  default String type() {
    return getClass().getSimpleName();
  }

  /** The leg it is about. */
  Target target();

  /** Its own parameters, without the leg. */
  Map<String, Object> ownParameters();

  /** All parameters as they are sent. */
  default Map<String, Object> parameters() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    target().put(parameters);
    parameters.putAll(ownParameters());
    return parameters;
  }

  /** As it stands in a response. */
  default Map<String, Object> toDocument() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("Type", type());
    document.put("Parameters", parameters());
    return document;
  }

  /**
   * Plays a file.
   *
   * @param repeat how often, at least once
   * @param terminators keys that end it early
   */
  record PlayAudio(Target target, Prompt.Audio audio, int repeat, List<String> terminators)
      implements SmaAction {
    public PlayAudio {
      terminators = List.copyOf(terminators);
      Checks.that(repeat >= 1, "PlayAudio", "Repeat is at least 1");
      Checks.keys(terminators, "PlayAudio", "PlaybackTerminators");
    }

    @Override
    public Map<String, Object> ownParameters() {
      Map<String, Object> own = new LinkedHashMap<>();
      own.put("AudioSource", audio.toDocument());
      if (repeat > 1) {
        own.put("Repeat", repeat);
      }
      if (!terminators.isEmpty()) {
        own.put("PlaybackTerminators", terminators);
      }
      return own;
    }
  }

  /**
   * Plays a file and takes digits. Calls back as soon as it is done.
   *
   * @param failure what is played after a wrong input
   */
  record PlayAudioAndGetDigits(
      Target target, Prompt.Audio audio, Prompt.Audio failure, DigitRules digits)
      implements SmaAction {
    @Override
    public Map<String, Object> ownParameters() {
      Map<String, Object> own = new LinkedHashMap<>();
      own.put("AudioSource", audio.toDocument());
      own.put("FailureAudioSource", failure.toDocument());
      digits.put(own);
      return own;
    }
  }

  /** Speaks. */
  record Speak(Target target, Prompt.Speech speech) implements SmaAction {
    @Override
    public Map<String, Object> ownParameters() {
      return speech.toDocument();
    }
  }

  /**
   * Speaks and takes digits. Calls back as soon as it is done.
   *
   * @param failure what is spoken after a wrong input
   */
  record SpeakAndGetDigits(
      Target target, Prompt.Speech speech, Prompt.Speech failure, DigitRules digits)
      implements SmaAction {
    @Override
    public Map<String, Object> ownParameters() {
      Map<String, Object> own = new LinkedHashMap<>();
      own.put("SpeechParameters", speech.toDocument());
      own.put("FailureSpeechParameters", failure.toDocument());
      digits.put(own);
      return own;
    }
  }

  /**
   * Waits for digits beside all else; {@link SmaEvent.DigitsReceived} tells of each match.
   *
   * @param regex what they must match
   * @param betweenDigits the longest pause between two keys
   * @param flushAfter how long after the first key all are forgotten
   */
  record ReceiveDigits(Target target, String regex, Duration betweenDigits, Duration flushAfter)
      implements SmaAction {
    public ReceiveDigits {
      Checks.given(regex, "ReceiveDigits", "InputDigitsRegex");
      Checks.regex(regex, "ReceiveDigits");
      Checks.that(
          betweenDigits.isPositive(),
          "ReceiveDigits",
          "InBetweenDigitsDurationInMilliseconds is more than 0");
      Checks.that(
          flushAfter.isPositive(),
          "ReceiveDigits",
          "FlushDigitsDurationInMilliseconds is more than 0");
    }

    @Override
    public Map<String, Object> ownParameters() {
      Map<String, Object> own = new LinkedHashMap<>();
      own.put("InputDigitsRegex", regex);
      own.put("InBetweenDigitsDurationInMilliseconds", betweenDigits.toMillis());
      own.put("FlushDigitsDurationInMilliseconds", flushAfter.toMillis());
      return own;
    }
  }

  /**
   * Sends digits.
   *
   * @param digits at most 50 of {@code 0-9 * # A-D}; a comma is half a second of silence
   * @param tone how long each sounds, 50 ms to 24 s
   */
  record SendDigits(Target target, String digits, Duration tone) implements SmaAction {
    public SendDigits {
      Checks.that(
          digits.matches("[0-9*#A-D,]{1,50}"),
          "SendDigits",
          "Digits are 1 to 50 of 0-9 * # A-D and comma");
      Checks.within(tone.toMillis(), 50, 24_000, "SendDigits", "ToneDurationInMilliseconds");
    }

    @Override
    public Map<String, Object> ownParameters() {
      Map<String, Object> own = new LinkedHashMap<>();
      own.put("Digits", digits);
      own.put("ToneDurationInMilliseconds", tone.toMillis());
      return own;
    }
  }

  /** Waits: 100 ms to 30 s. */
  record Pause(Target target, Duration duration) implements SmaAction {
    public Pause {
      Checks.within(duration.toMillis(), 100, 30_000, "Pause", "DurationInMilliseconds");
    }

    @Override
    public Map<String, Object> ownParameters() {
      return Map.of("DurationInMilliseconds", duration.toMillis());
    }
  }

  /**
   * Ends the leg.
   *
   * @param sipResponseCode 0, or for a call that is not answered 480 or 486
   */
  record Hangup(Target target, int sipResponseCode) implements SmaAction {
    public Hangup {
      Checks.that(
          List.of(0, 480, 486).contains(sipResponseCode),
          "Hangup",
          "SipResponseCode is 0, 480 or 486, not " + sipResponseCode);
    }

    @Override
    public Map<String, Object> ownParameters() {
      return Map.of("SipResponseCode", sipResponseCode);
    }
  }

  /** Any action, as it stands: for what this library does not have. Nothing of it is checked. */
  record Custom(String type, Map<String, Object> ownParameters) implements SmaAction {
    public Custom {
      Checks.given(type, "Custom", "Type");
      ownParameters = Map.copyOf(ownParameters);
    }

    @Override
    public Target target() {
      return Target.DEFAULT;
    }
  }

  /** Speaks plain text to the first leg. */
  static Speak speak(String text) {
    return new Speak(Target.DEFAULT, Prompt.say(text));
  }

  /** Plays a file to the first leg, once. */
  static PlayAudio play(String bucket, String key) {
    return new PlayAudio(Target.DEFAULT, Prompt.audio(bucket, key), 1, List.of());
  }

  /** Asks the first leg for digits. */
  static SpeakAndGetDigits ask(String text, String failure, DigitRules digits) {
    return new SpeakAndGetDigits(Target.DEFAULT, Prompt.say(text), Prompt.say(failure), digits);
  }

  /** Waits. */
  static Pause pause(Duration duration) {
    return new Pause(Target.DEFAULT, duration);
  }

  /** Ends the first leg. */
  static Hangup hangup() {
    return new Hangup(Target.DEFAULT, 0);
  }

  /** Ends this leg. */
  static Hangup hangup(Target target) {
    return new Hangup(target, 0);
  }
}
