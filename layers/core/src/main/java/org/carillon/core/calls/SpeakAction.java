package org.carillon.core.calls;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code Speak}: says a text with a voice. */
final class SpeakAction implements Action {

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

  @Override
  public String type() {
    return "Speak";
  }

  @Override
  public MediaCommand command(ActionParameters parameters, String leg)
      throws InvalidActionException {
    String text = parameters.requiredText("Text", TEXT_MISSING);
    if (text.codePointCount(0, text.length()) > MAX_CHARACTERS) {
      throw new InvalidActionException(TEXT_TOO_LONG);
    }
    String engine = parameters.word("Engine", List.of("standard", "neural"), ENGINE);
    String textType = parameters.word("TextType", List.of("text", "ssml"), TEXT_TYPE);
    Optional<String> language = parameters.text("LanguageCode", LANGUAGE_CODE);
    if (language.isPresent() && !LANGUAGE.matcher(language.get()).matches()) {
      throw new InvalidActionException(LANGUAGE_CODE);
    }
    String voice = parameters.text("VoiceId", VOICE_ID).orElse("Joanna");
    if (!VOICE.matcher(voice).matches()) {
      throw new InvalidActionException(VOICE_ID);
    }
    return new MediaCommand.Speak(leg, text, textType.equals("ssml"), engine, language, voice);
  }

  private static ActionError invalid(String parameter) {
    return ActionError.invalidParameter("The " + parameter + " parameter is invalid.");
  }
}
