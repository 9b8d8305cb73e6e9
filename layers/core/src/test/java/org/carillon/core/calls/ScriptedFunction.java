package org.carillon.core.calls;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.carillon.contract.Json;
import org.carillon.core.ports.FunctionInvoker;

/**
 * A function that does what its script says, and the clock it lives by: a time-out costs the time
 * that was waited. When the script is over it answers with an empty list.
 */
final class ScriptedFunction implements FunctionInvoker {

  /** What time it is in these tests. */
  static final InstantSource CLOCK = () -> Instant.parse("2025-01-31T12:34:56.789Z");

  private final Deque<Result> script = new ArrayDeque<>();
  private final List<Invocation> invocations = new ArrayList<>();
  private long nanos;

  record Invocation(String arn, Map<String, Object> event, Duration timeout) {
    String type() {
      return (String) event.get("InvocationEventType");
    }

    Object sequence() {
      return event.get("Sequence");
    }
  }

  /** A turn taker with this function behind it. */
  CallTurns turns() {
    return turns(CallRules.withoutNumbers(CLOCK));
  }

  /** A turn taker with this function behind it, by these rules. */
  CallTurns turns(CallRules rules) {
    return new CallTurns(this, rules, () -> nanos);
  }

  ScriptedFunction then(Result result) {
    script.add(result);
    return this;
  }

  ScriptedFunction thenAnswer(String json) {
    return then(new Result.Answer(json.getBytes(StandardCharsets.UTF_8)));
  }

  /** Answers with a right envelope around these actions. */
  ScriptedFunction thenActions(String... actions) {
    return thenAnswer(
        "{\"SchemaVersion\":\"1.0\",\"Actions\":[" + String.join(",", actions) + "]}");
  }

  @Override
  public Result invoke(String functionArn, byte[] payload, Duration timeout) {
    invocations.add(new Invocation(functionArn, Json.readObject(payload), timeout));
    Result result =
        script.isEmpty()
            ? new Result.Answer(
                "{\"SchemaVersion\":\"1.0\",\"Actions\":[]}".getBytes(StandardCharsets.UTF_8))
            : script.remove();
    if (result instanceof Result.TimedOut) {
      nanos += timeout.toNanos();
    }
    return result;
  }

  List<Invocation> invocations() {
    return invocations;
  }

  Invocation last() {
    return invocations.getLast();
  }

  List<String> types() {
    return invocations.stream().map(Invocation::type).toList();
  }
}
