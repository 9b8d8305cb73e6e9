package org.carillon.media.ivr;

/**
 * What a Speak action wants said.
 *
 * @param text plain text or an SSML document, 1 to 1,000 characters
 * @param textType how to read {@code text}
 * @param languageCode a BCP 47 tag such as {@code en-US}, or null for the voice's own
 * @param voiceId a voice of Amazon Polly such as {@code Joanna}, or null; a synthesiser without
 *     that voice uses its own
 */
public record SpeechRequest(String text, TextType textType, String languageCode, String voiceId) {

  /** Longest text of a Speak action. */
  public static final int MAX_CHARACTERS = 1000;

  /** How to read the text. */
  public enum TextType {
    /** As it is. */
    TEXT,
    /** As SSML: an XML document whose root is {@code speak}. */
    SSML
  }

  /** Plain text in English. */
  public static SpeechRequest text(String text) {
    return new SpeechRequest(text, TextType.TEXT, null, null);
  }
}
