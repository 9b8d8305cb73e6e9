package org.carillon.core.calls;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is said, by which voice: the parameters of Speak and of SpeakAndGetDigits. */
final class SpeechParameters {

  private static final int MAX_CHARACTERS = 1000;
  private static final Pattern LANGUAGE = Pattern.compile("[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,2}");
  private static final Pattern VOICE = Pattern.compile("[A-Za-z]{1,32}");

  private static final ActionError TEXT_MISSING =
      ActionError.missingParameter("Text is a required parameter");
  private static final ActionError TEXT_TOO_LONG =
      ActionError.missingParameter("Text is limited to 1,000 characters");
  private static final ActionError ENGINE = invalid("Engine");
  private static final ActionError LANGUAGE_CODE = invalid("LanguageCode");
  private static final ActionError TEXT_TYPE = invalid("TextType");
  private static final ActionError VOICE_ID = invalid("VoiceId");

  private SpeechParameters() {}

  /** Reads what is to be said, with the contract's defaults. */
  static MediaCommand.Speak read(ActionParameters parameters, String leg)
      throws InvalidActionException {
    return read(
        parameters, new MediaCommand.Speak(leg, "", false, "standard", Optional.empty(), "Joanna"));
  }

  /** Reads what is to be said; what is not there, beside the text, is as in {@code inherited}. */
  static MediaCommand.Speak read(ActionParameters parameters, MediaCommand.Speak inherited)
      throws InvalidActionException {
    String text = parameters.requiredText("Text", TEXT_MISSING);
    if (text.codePointCount(0, text.length()) > MAX_CHARACTERS) {
      throw parameters.wrong("Text", "of at most 1,000 characters", TEXT_TOO_LONG);
    }
    String engine =
        parameters.has("Engine")
            ? parameters.word("Engine", List.of("standard", "neural"), ENGINE)
            : inherited.engine();
    boolean ssml =
        parameters.has("TextType")
            ? parameters.word("TextType", List.of("text", "ssml"), TEXT_TYPE).equals("ssml")
            : inherited.ssml();
    Optional<String> language =
        parameters.text("LanguageCode", LANGUAGE_CODE).or(inherited::languageCode);
    if (language.isPresent() && !LANGUAGE.matcher(language.get()).matches()) {
      throw parameters.wrong("LanguageCode", "a language as en-US", LANGUAGE_CODE);
    }
    String voice = parameters.text("VoiceId", VOICE_ID).orElse(inherited.voiceId());
    if (!VOICE.matcher(voice).matches()) {
      throw parameters.wrong("VoiceId", "the name of a voice", VOICE_ID);
    }
    return new MediaCommand.Speak(inherited.callId(), text, ssml, engine, language, voice);
  }

  private static ActionError invalid(String parameter) {
    return ActionError.invalidParameter("The " + parameter + " parameter is invalid.");
  }
}
