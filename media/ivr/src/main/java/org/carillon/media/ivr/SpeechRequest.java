package org.carillon.media.ivr;

/**
 * What a Speak action wants said.
 *
 * @param text plain text or an SSML document, 1 to 1,000 characters
 * @param textType how to read {@code text}
 * @param engine of Amazon Polly: {@code standard} or {@code neural}
 * @param languageCode a BCP 47 tag such as {@code en-US}, or null for the voice's own
 * @param voiceId a voice of Amazon Polly such as {@code Joanna}, or null; a synthesiser without
 *     that voice uses its own
 */
public record SpeechRequest(
    String text, TextType textType, String engine, String languageCode, String voiceId) {

  /** Longest text of a Speak action. */
  public static final int MAX_CHARACTERS = 1000;

  /** The engine when an action names none. */
  public static final String STANDARD = "standard";

  /** The voice when an action names none. */
  public static final String DEFAULT_VOICE = "Joanna";

  /** How to read the text. */
  public enum TextType {
    /** As it is. */
    TEXT,
    /** As SSML: an XML document whose root is {@code speak}. */
    SSML
  }

  /** A request of the standard engine. */
  public SpeechRequest(String text, TextType textType, String languageCode, String voiceId) {
    this(text, textType, STANDARD, languageCode, voiceId);
  }

  /** Plain text in English. */
  public static SpeechRequest text(String text) {
    return new SpeechRequest(text, TextType.TEXT, null, null);
  }

  /**
   * The same, its text without control characters.
   *
   * @throws SpeechException when there is no text, or too much of it
   */
  SpeechRequest checked() throws SpeechException {
    if (text == null || text.isBlank()) {
      throw EmbeddedSpeech.invalid("there is no text to speak", null);
    }
    if (text.codePointCount(0, text.length()) > MAX_CHARACTERS) {
      throw EmbeddedSpeech.invalid("the text is longer than 1,000 characters", null);
    }
    return new SpeechRequest(
        text.replaceAll("\\p{Cntrl}", " "), textType, engine, languageCode, voiceId);
  }
}
