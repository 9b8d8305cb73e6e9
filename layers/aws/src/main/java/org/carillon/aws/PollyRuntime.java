package org.carillon.aws;

import java.time.Duration;
import org.carillon.core.ports.SpeechRuntime;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.polly.PollyClient;
import software.amazon.awssdk.services.polly.model.OutputFormat;
import software.amazon.awssdk.services.polly.model.SynthesizeSpeechRequest;
import software.amazon.awssdk.services.polly.model.TextType;

/** Voices of Amazon Polly, asked with {@code SynthesizeSpeech} for PCM of 8 kHz. */
final class PollyRuntime implements SpeechRuntime {
  private static final String SAMPLE_RATE = "8000";
  private static final int BAD_REQUEST = 400;
  private static final int MOST_OF_A_REASON = 200;

  private final PollyClient polly;

  PollyRuntime(PollyClient polly) {
    this.polly = polly;
  }

  @Override
  public Result speak(Utterance utterance, Duration timeout) {
    try {
      // one byte more than may be there tells what is too long without reading all of it
      byte[] pcm =
          polly.synthesizeSpeech(
              request(utterance, timeout),
              (response, stream) -> {
                byte[] read = stream.readNBytes(MOST_BYTES + 1);
                if (read.length > MOST_BYTES) {
                  stream.abort();
                }
                return read;
              });
      return pcm.length > MOST_BYTES
          ? new Result.Refused("The text takes longer than ten minutes to say.")
          : new Result.Spoken(pcm);
    } catch (ApiCallTimeoutException e) {
      return new Result.Unavailable("Polly did not answer in " + timeout.toSeconds() + " s.");
    } catch (AwsServiceException e) {
      return refusal(e);
    } catch (SdkException e) {
      return new Result.Unavailable(AwsErrors.advice(e));
    }
  }

  private static Result refusal(AwsServiceException e) {
    if (e.isThrottlingException()) {
      return new Result.Throttled();
    }
    if (AwsErrors.isDenied(e)) {
      return new Result.AccessDenied(
          "Asking Amazon Polly is not allowed. Allow polly:SynthesizeSpeech to Carillon's role.");
    }
    // InvalidSsml, TextLengthExceeded, LanguageNotSupported, EngineNotSupported, and the voices,
    // which Polly checks as parameters: each says what is wrong
    return e.statusCode() == BAD_REQUEST && e.awsErrorDetails() != null
        ? new Result.Refused(
            excerpt(
                e.awsErrorDetails().errorCode().replace("Exception", "")
                    + ": "
                    + e.awsErrorDetails().errorMessage()))
        : new Result.Unavailable(AwsErrors.advice(e));
  }

  /** Of a voice that is none Polly lists all that there are, which no event needs. */
  private static String excerpt(String why) {
    return why.length() <= MOST_OF_A_REASON ? why : why.substring(0, MOST_OF_A_REASON) + "...";
  }

  private static SynthesizeSpeechRequest request(Utterance utterance, Duration timeout) {
    return SynthesizeSpeechRequest.builder()
        .text(utterance.text())
        .textType(utterance.ssml() ? TextType.SSML : TextType.TEXT)
        .engine(utterance.engine())
        .languageCode(utterance.languageCode().orElse(null))
        .voiceId(utterance.voiceId())
        .outputFormat(OutputFormat.PCM)
        .sampleRate(SAMPLE_RATE)
        .overrideConfiguration(o -> o.apiCallTimeout(timeout))
        .build();
  }
}
