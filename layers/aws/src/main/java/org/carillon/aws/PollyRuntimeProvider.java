package org.carillon.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.ports.SpeechRuntime;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.polly.PollyClient;
import software.amazon.awssdk.services.polly.PollyClientBuilder;

/**
 * Voices of Amazon Polly, when {@code CARILLON_SPEECH} is {@code polly}; else the embedded voice
 * speaks. Credentials and region come from the SDK's default chains. The client lives as long as
 * the process.
 */
public final class PollyRuntimeProvider implements SpeechRuntime.Provider {

  private static final String VARIABLE = "CARILLON_SPEECH";
  private static final String POLLY = "polly";

  /** For the service loader. */
  public PollyRuntimeProvider() {}

  @Override
  public Optional<SpeechRuntime> from(Map<String, String> environment) {
    String wanted = environment.getOrDefault(VARIABLE, "");
    if (!List.of("", "embedded", POLLY).contains(wanted)) {
      throw new IllegalStateException(VARIABLE + " is embedded or " + POLLY + ", not: " + wanted);
    }
    if (!wanted.equals(POLLY)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new PollyRuntime(client(PollyClient.builder())));
    } catch (SdkClientException e) {
      throw new IllegalStateException(
          "The client of Amazon Polly cannot be made (" + e.getMessage() + "). Set AWS_REGION.", e);
    }
  }

  /** One more attempt after the first: a caller listens to silence meanwhile. */
  static PollyClient client(PollyClientBuilder builder) {
    return builder
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(o -> o.retryStrategy(s -> s.maxAttempts(2)))
        .build();
  }
}
