package org.carillon.sma;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a caller hears: an audio file in a bucket, or a text that is spoken. */
public sealed interface Prompt {

  /**
   * A WAV file.
   *
   * @param bucket in the account of the application
   * @param key the object's key
   */
  record Audio(String bucket, String key) implements Prompt {
    public Audio {
      Checks.given(bucket, "AudioSource", "BucketName");
      Checks.given(key, "AudioSource", "Key");
    }

    @Override
    public Map<String, Object> toDocument() {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("Type", "S3");
      document.put("BucketName", bucket);
      document.put("Key", key);
      return document;
    }
  }

  /**
   * Speech.
   *
   * @param text at most 1,000 characters
   * @param ssml whether the text is SSML
   * @param voiceId a voice of Amazon Polly; empty: Joanna
   * @param languageCode such as {@code en-US}; empty: the voice's own
   * @param engine {@code standard} or {@code neural}; empty: standard
   */
  record Speech(String text, boolean ssml, String voiceId, String languageCode, String engine)
      implements Prompt {

    /** Most characters of a text. */
    public static final int MAX_TEXT = 1000;

    public Speech {
      Checks.given(text, "Speak", "Text");
      Checks.that(text.length() <= MAX_TEXT, "Speak", "Text is limited to 1,000 characters");
      Checks.that(
          engine.isEmpty() || engine.equals("standard") || engine.equals("neural"),
          "Speak",
          "Engine is standard or neural, not '" + engine + "'");
    }

    @Override
    public Map<String, Object> toDocument() {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("Text", text);
      if (ssml) {
        document.put("TextType", "ssml");
      }
      optional(document, "VoiceId", voiceId);
      optional(document, "LanguageCode", languageCode);
      optional(document, "Engine", engine);
      return document;
    }

    private static void optional(Map<String, Object> document, String name, String value) {
      if (!value.isEmpty()) {
        document.put(name, value);
      }
    }
  }

  /** Speech of plain text with the default voice. */
  static Speech say(String text) {
    return new Speech(text, false, "", "", "");
  }

  /** Speech of SSML with the default voice. */
  static Speech ssml(String text) {
    return new Speech(text, true, "", "", "");
  }

  /** An audio file. */
  static Audio audio(String bucket, String key) {
    return new Audio(bucket, key);
  }

  /** As it stands in an action. */
  Map<String, Object> toDocument();
}
