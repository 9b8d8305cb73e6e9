package org.carillon.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.ports.BotRuntime;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.lexruntimev2.LexRuntimeV2Client;
import software.amazon.awssdk.services.lexruntimev2.LexRuntimeV2ClientBuilder;

/**
 * Bots of Amazon Lex V2, when {@code CARILLON_BOTS} is {@code lex}; else functions stand for bots.
 * Credentials and region come from the SDK's default chains. The client lives as long as the
 * process.
 */
public final class LexRuntimeProvider implements BotRuntime.Provider {

  private static final String VARIABLE = "CARILLON_BOTS";
  private static final String LEX = "lex";

  /** For the service loader. */
  public LexRuntimeProvider() {}

  @Override
  public Optional<BotRuntime> from(Map<String, String> environment) {
    String wanted = environment.getOrDefault(VARIABLE, "");
    if (!List.of("", "functions", LEX).contains(wanted)) {
      throw new IllegalStateException(VARIABLE + " is functions or " + LEX + ", not: " + wanted);
    }
    if (!wanted.equals(LEX)) {
      return Optional.empty();
    }
    try {
      LexRuntimeV2Client client = client(LexRuntimeV2Client.builder());
      return Optional.of(new LexRuntime(client, client.serviceClientConfiguration().region().id()));
    } catch (SdkClientException e) {
      throw new IllegalStateException(
          "The client of Amazon Lex cannot be made (" + e.getMessage() + "). Set AWS_REGION.", e);
    }
  }

  /** Without retries: a turn of a conversation is taken once. */
  static LexRuntimeV2Client client(LexRuntimeV2ClientBuilder builder) {
    return builder
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(o -> o.retryStrategy(s -> s.maxAttempts(1)))
        .build();
  }
}
