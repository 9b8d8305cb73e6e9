package org.carillon.media.ivr.digits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.carillon.media.ivr.digits.DigitCollection.Rules;
import org.junit.jupiter.api.Test;

/** What a caller hears and what becomes of the keys; time stands still unless a test moves it. */
class DigitCollectionTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<String> said = new ArrayList<>();
  private long now = 7 * SECOND;

  @Test
  void theFirstKeyStopsThePromptAndATerminatorEndsTheInput() {
    DigitCollection collection = collecting("\\d{1,9}", 9, 1);
    press(collection, "12#");
    assertThat(said).containsExactly("prompt", "quiet", "collected 12");
    press(collection, "3");
    assertThat(said).as("keys after the end are not its").hasSize(3);
  }

  @Test
  void theMostDigitsEndTheInput() {
    DigitCollection collection = collecting("\\d{4}", 4, 1);
    collection.promptEnded(now);
    press(collection, "1234");
    assertThat(said).containsExactly("prompt", "collected 1234");
  }

  @Test
  void aPauseAfterAKeyEndsTheInput() {
    DigitCollection collection = collecting("\\d{1,9}", 9, 1);
    press(collection, "1");
    wait(collection, 2.9);
    press(collection, "2");
    wait(collection, 2.9);
    assertThat(said).containsExactly("prompt", "quiet");
    wait(collection, 0.2);
    assertThat(said).endsWith("collected 12");
  }

  @Test
  void aBadAttemptIsFollowedByTheFailurePromptAndThePromptUntilTheLast() {
    DigitCollection collection = collecting("\\d{4}", 4, 2);
    press(collection, "12#");
    assertThat(said).containsExactly("prompt", "quiet", "failure");
    collection.promptEnded(now);
    collection.promptEnded(now);
    wait(collection, 9.9);
    assertThat(said).hasSize(4).endsWith("prompt");
    wait(collection, 0.2);
    assertThat(said).as("nobody pressed a key").endsWith("failure");
    press(collection, "1");
    collection.promptEnded(now);
    assertThat(said).containsExactly("prompt", "quiet", "failure", "prompt", "failure", "failed");
  }

  @Test
  void theTimeOfAnAttemptBeginsAfterThePrompt() {
    DigitCollection collection = collecting("\\d", 1, 1);
    assertThat(collection.deadline()).isEmpty();
    wait(collection, 100);
    assertThat(said).containsExactly("prompt");
    collection.promptEnded(now);
    assertThat(collection.deadline()).hasValue(now + 10 * SECOND);
  }

  @Test
  void aKeyInTheFailurePromptBeginsTheNextAttempt() {
    DigitCollection collection = collecting("\\d{2}", 2, 2);
    press(collection, "1#");
    press(collection, "42");
    assertThat(said).containsExactly("prompt", "quiet", "failure", "quiet", "collected 42");
  }

  @Test
  void anExpressionWithTheTerminatorInItGetsIt() {
    DigitCollection collection = collecting("\\d{2}#", 2, 1);
    press(collection, "12");
    assertThat(said).containsExactly("prompt", "quiet");
    press(collection, "#");
    assertThat(said).endsWith("collected 12");
  }

  @Test
  void nothingAtAllMayBeGood() {
    DigitCollection collection = collecting("\\d*", 4, 1);
    collection.promptEnded(now);
    wait(collection, 10);
    assertThat(said).containsExactly("prompt", "collected ");
  }

  private DigitCollection collecting(String regex, int max, int attempts) {
    DigitCollection collection =
        new DigitCollection(
            new Rules(
                max,
                "#",
                Duration.ofSeconds(3),
                Duration.ofSeconds(10),
                attempts,
                (digits, end) ->
                    digits.matches(regex)
                        || (end.isPresent() && (digits + end.get()).matches(regex))),
            new Said());
    collection.start();
    return collection;
  }

  private void press(DigitCollection collection, String keys) {
    for (int i = 0; i < keys.length(); i++) {
      collection.pressed(now, keys.charAt(i));
    }
  }

  private void wait(DigitCollection collection, double seconds) {
    now += (long) (seconds * SECOND);
    collection.passed(now);
  }

  private final class Said implements DigitCollection.Outlet {
    @Override
    public void prompt() {
      said.add("prompt");
    }

    @Override
    public void failurePrompt() {
      said.add("failure");
    }

    @Override
    public void quiet() {
      said.add("quiet");
    }

    @Override
    public void collected(String digits) {
      said.add("collected " + digits);
    }

    @Override
    public void failed() {
      said.add("failed");
    }
  }
}
