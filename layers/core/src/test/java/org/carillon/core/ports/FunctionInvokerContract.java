package org.carillon.core.ports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.carillon.core.ports.FunctionInvoker.Result;
import org.junit.jupiter.api.Test;

/**
 * What every way to invoke a customer's function does. An adapter's test extends it and brings the
 * four functions.
 */
public abstract class FunctionInvokerContract {

  private static final Duration PLENTY = Duration.ofSeconds(30);

  /** The invoker under test. */
  protected abstract FunctionInvoker invoker();

  /** The ARN of a function that answers with its own event. */
  protected abstract String echo();

  /** The ARN of a function that raises an error with the text {@code out of bananas}. */
  protected abstract String failing();

  /** The ARN of a function that does not answer within a second. */
  protected abstract String slow();

  /** An ARN that no function has. */
  protected abstract String missing();

  @Test
  void aFunctionsAnswerIsHandedBackAsItCame() {
    byte[] event = "{\"text\":\"Zürich 😀\",\"n\":1}".getBytes(UTF_8);

    Result result = invoker().invoke(echo(), event, PLENTY);

    assertThat(result).isInstanceOf(Result.Answer.class);
    assertThat(new String(((Result.Answer) result).payload(), UTF_8).replace(" ", ""))
        .contains("\"n\":1");
  }

  @Test
  void invocationsOneAfterAnotherAreAnsweredEachForItself() {
    for (int i = 0; i < 5; i++) {
      Result result = invoker().invoke(echo(), ("{\"n\":" + i + "}").getBytes(UTF_8), PLENTY);

      assertThat(result).isInstanceOf(Result.Answer.class);
      assertThat(new String(((Result.Answer) result).payload(), UTF_8).replace(" ", ""))
          .isEqualTo("{\"n\":" + i + "}");
    }
  }

  @Test
  void anErrorOfTheFunctionIsToldWithItsTypeAndText() {
    Result result = invoker().invoke(failing(), "{}".getBytes(UTF_8), PLENTY);

    assertThat(result).isInstanceOf(Result.FunctionError.class);
    Result.FunctionError error = (Result.FunctionError) result;
    assertThat(error.errorType()).isNotBlank();
    assertThat(error.errorMessage()).contains("out of bananas");
  }

  @Test
  void aFunctionThatIsTooSlowTimesOutAndTheNextInvocationIsNotHeldUp() {
    long start = System.nanoTime();
    Result result = invoker().invoke(slow(), "{}".getBytes(UTF_8), Duration.ofMillis(500));

    assertThat(result).isEqualTo(new Result.TimedOut());
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(invoker().invoke(echo(), "{}".getBytes(UTF_8), PLENTY))
        .isInstanceOf(Result.Answer.class);
  }

  @Test
  void aFunctionThatIsNotThereIsNotFoundWithAdvice() {
    Result result = invoker().invoke(missing(), "{}".getBytes(UTF_8), PLENTY);

    assertThat(result).isInstanceOf(Result.NotFound.class);
    assertThat(((Result.NotFound) result).advice()).isNotBlank();
  }
}
