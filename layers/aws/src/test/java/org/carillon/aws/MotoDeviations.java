package org.carillon.aws;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips, where the endpoint is moto, what moto is known to do otherwise than AWS's API reference
 * says; each with the reason, so that a report shows it. Seen with moto 5.2.
 */
final class MotoDeviations implements ExecutionCondition {

  private static final String AT_ONCE =
      "its threads take no locks: transactions at once overwrite each other";

  private static final String GROUPS =
      "receives of a FIFO queue that wait at once are given one group's messages twice";

  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("concurrentCountersLoseNothing", AT_ONCE),
          Map.entry("ofManyWhoCreateTheSameItemAtOnceOneWins", AT_ONCE),
          Map.entry("recordsOfOneKeyKeepTheirOrderThoughNobodyWaitsForTheFirst", GROUPS),
          Map.entry("aConsumerSeesEveryRecordOfManyKeys", GROUPS),
          Map.entry(
              "aBatchWhoseConsumerThrowsComesAgainInOrderWhileOtherKeysGoOn",
              "a message that was given back does not hold up those of its group behind it"),
          Map.entry("aBatchHoldsOneKeyAndNoKeyIsHandedOverTwiceAtOnce", GROUPS),
          Map.entry(
              "whatWasChangedOrNeverSealedDoesNotOpen",
              "a ciphertext that names no key is answered with AccessDeniedException"),
          Map.entry(
              "theSameGrantIsNotGivenTwice",
              "a grant with the name of another is made all the same"),
          Map.entry("anUnknownKeyIsRefused", "a grant on a key that is not there fails with 500"),
          Map.entry("aDisabledKeyIsRefusedUntilItIsEnabled", "a disabled key opens"),
          Map.entry("onlyTheVeryDimensionsAreRead", "metrics with more dimensions are counted too"),
          Map.entry("anEventNamesItsAccount", "the event names no account"));

  private static final boolean IS_MOTO = isMoto();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return context
        .getTestMethod()
        .filter(it -> IS_MOTO)
        .flatMap(it -> Optional.ofNullable(REASONS.get(it.getName())))
        .map(it -> ConditionEvaluationResult.disabled("skipped on moto: " + it))
        .orElseGet(() -> ConditionEvaluationResult.enabled("as AWS does it"));
  }

  /** moto alone has a page of its own state. */
  private static boolean isMoto() {
    if (!Endpoint.isGiven()) {
      return false;
    }
    HttpRequest page =
        HttpRequest.newBuilder(Endpoint.uri().orElseThrow().resolve("/moto-api/data.json"))
            .timeout(Duration.ofSeconds(10))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(page, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false; // the tests will say that nobody answers
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
