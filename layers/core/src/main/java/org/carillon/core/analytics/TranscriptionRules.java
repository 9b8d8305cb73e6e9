package org.carillon.core.analytics;

import static org.carillon.core.analytics.ResourceArns.bad;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.AmazonTranscribeCallAnalyticsProcessorConfiguration;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.AmazonTranscribeProcessorConfiguration;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.CallAnalyticsLanguageCode;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.PostCallAnalyticsSettings;

/** What a transcription may be asked for (A5), as Amazon Transcribe takes it. */
final class TranscriptionRules {

  private final ResourceArns arns;

  TranscriptionRules(ResourceArns arns) {
    this.arns = arns;
  }

  /** Checks transcription with call analytics. */
  void check(String at, AmazonTranscribeCallAnalyticsProcessorConfiguration asked) {
    checkContent(
        at,
        asked.contentIdentificationTypeAsString(),
        asked.contentRedactionTypeAsString(),
        asked.piiEntityTypes());
    checkStability(
        at, asked.enablePartialResultsStabilization(), asked.partialResultsStabilityAsString());
    PostCallAnalyticsSettings after = asked.postCallAnalyticsSettings();
    if (after != null) {
      String settings = at + ".PostCallAnalyticsSettings.";
      if (!after.outputLocation().matches("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?")) {
        throw bad(settings + "OutputLocation", "a place in S3: s3://BUCKET or s3://BUCKET/PREFIX.");
      }
      arns.role(settings + "DataAccessRoleArn", after.dataAccessRoleArn());
    }
  }

  /** Checks plain transcription: in one language, or in one that is identified. */
  void check(String at, AmazonTranscribeProcessorConfiguration asked) {
    checkContent(
        at,
        asked.contentIdentificationTypeAsString(),
        asked.contentRedactionTypeAsString(),
        asked.piiEntityTypes());
    checkStability(
        at, asked.enablePartialResultsStabilization(), asked.partialResultsStabilityAsString());
    boolean one = Boolean.TRUE.equals(asked.identifyLanguage());
    boolean several = Boolean.TRUE.equals(asked.identifyMultipleLanguages());
    if (one && several) {
      throw bad(at, "IdentifyLanguage or IdentifyMultipleLanguages, not both.");
    }
    if (one || several) {
      checkIdentified(at, asked);
    } else {
      checkOneLanguage(at, asked);
    }
  }

  private static void checkOneLanguage(String at, AmazonTranscribeProcessorConfiguration asked) {
    if (asked.languageCodeAsString() == null) {
      throw bad(
          at,
          "LanguageCode, or IdentifyLanguage or IdentifyMultipleLanguages with LanguageOptions.");
    }
    needsIdentification(at + ".LanguageOptions", asked.languageOptions());
    needsIdentification(at + ".PreferredLanguage", asked.preferredLanguageAsString());
    needsIdentification(at + ".VocabularyNames", asked.vocabularyNames());
    needsIdentification(at + ".VocabularyFilterNames", asked.vocabularyFilterNames());
  }

  private static void needsIdentification(String member, String value) {
    if (value != null) {
      throw bad(member, "only with IdentifyLanguage or IdentifyMultipleLanguages.");
    }
  }

  private static void checkIdentified(String at, AmazonTranscribeProcessorConfiguration asked) {
    notIdentified(at + ".LanguageCode", asked.languageCodeAsString());
    notIdentified(at + ".LanguageModelName", asked.languageModelName());
    notIdentified(at + ".ContentIdentificationType", asked.contentIdentificationTypeAsString());
    notIdentified(at + ".ContentRedactionType", asked.contentRedactionTypeAsString());
    notIdentified(at + ".VocabularyName", asked.vocabularyName());
    notIdentified(at + ".VocabularyFilterName", asked.vocabularyFilterName());
    String member = at + ".LanguageOptions";
    if (asked.languageOptions() == null) {
      throw bad(member, "at least two languages, with commas between them, such as en-US,es-US.");
    }
    List<String> options = Arrays.asList(asked.languageOptions().split(",", -1));
    Set<String> known =
        CallAnalyticsLanguageCode.knownValues().stream()
            .map(CallAnalyticsLanguageCode::toString)
            .collect(Collectors.toSet());
    if (options.size() < 2
        || !known.containsAll(options)
        || Set.copyOf(options).size() < options.size()) {
      throw bad(
          member,
          "at least two different languages of "
              + known.stream().sorted().collect(Collectors.joining(", "))
              + ", with commas and no spaces between them.");
    }
    if (asked.preferredLanguageAsString() != null
        && !options.contains(asked.preferredLanguageAsString())) {
      throw bad(at + ".PreferredLanguage", "one of LanguageOptions.");
    }
  }

  private static void notIdentified(String member, String value) {
    if (value != null) {
      throw bad(member, "not with IdentifyLanguage or IdentifyMultipleLanguages.");
    }
  }

  private static void checkContent(
      String at, String identification, String redaction, String piiEntityTypes) {
    if (identification != null && redaction != null) {
      throw bad(at, "ContentIdentificationType or ContentRedactionType, not both.");
    }
    if (piiEntityTypes != null && identification == null && redaction == null) {
      throw bad(
          at + ".PiiEntityTypes", "only with ContentIdentificationType or ContentRedactionType.");
    }
  }

  private static void checkStability(String at, Boolean enabled, String stability) {
    if (stability != null && !Boolean.TRUE.equals(enabled)) {
      throw bad(
          at + ".PartialResultsStability", "only with EnablePartialResultsStabilization true.");
    }
  }
}
