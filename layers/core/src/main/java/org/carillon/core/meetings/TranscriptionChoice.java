package org.carillon.core.meetings;

import java.util.List;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import software.amazon.awssdk.services.chimesdkmeetings.model.EngineTranscribeSettings;
import software.amazon.awssdk.services.chimesdkmeetings.model.TranscriptionConfiguration;

/** What a meeting's transcription may be asked for. */
final class TranscriptionChoice {

  private static final String AT = "TranscriptionConfiguration";

  private TranscriptionChoice() {}

  /**
   * Checks it.
   *
   * @throws ApiException {@link ErrorType#BAD_REQUEST} that names the member and the rule
   */
  static void check(TranscriptionConfiguration asked) {
    EngineTranscribeSettings settings = asked.engineTranscribeSettings();
    if ((settings == null) == (asked.engineTranscribeMedicalSettings() == null)) {
      throw bad(AT, "exactly one of EngineTranscribeSettings and EngineTranscribeMedicalSettings.");
    }
    if (settings != null) {
      check(settings, AT + ".EngineTranscribeSettings");
    }
  }

  private static void check(EngineTranscribeSettings asked, String at) {
    boolean identify = Boolean.TRUE.equals(asked.identifyLanguage());
    if (identify == (asked.languageCodeAsString() != null)) {
      throw bad(at, "LanguageCode, or IdentifyLanguage with LanguageOptions; not both.");
    }
    if (identify) {
      List<String> options =
          asked.languageOptions() == null
              ? List.of()
              : List.of(asked.languageOptions().split(",", -1));
      if (options.size() < 2) {
        throw bad(at + ".LanguageOptions", "at least two languages, such as en-US,es-US.");
      }
      if (asked.preferredLanguageAsString() != null
          && !options.contains(asked.preferredLanguageAsString())) {
        throw bad(at + ".PreferredLanguage", "one of LanguageOptions.");
      }
    } else if (asked.languageOptions() != null || asked.preferredLanguageAsString() != null) {
      throw bad(at + ".LanguageOptions", "only with IdentifyLanguage.");
    }
    boolean identified = asked.contentIdentificationTypeAsString() != null;
    boolean redacted = asked.contentRedactionTypeAsString() != null;
    if (identified && redacted) {
      throw bad(at, "ContentIdentificationType or ContentRedactionType, not both.");
    }
    if (asked.piiEntityTypes() != null && !identified && !redacted) {
      throw bad(
          at + ".PiiEntityTypes", "only with ContentIdentificationType or ContentRedactionType.");
    }
  }

  private static ApiException bad(String member, String rule) {
    return new ApiException(ErrorType.BAD_REQUEST, member + ": " + rule);
  }
}
