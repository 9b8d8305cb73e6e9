package org.carillon.media.node;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.carillon.contract.Json;
import org.carillon.core.ports.FunctionInvoker;

/** A customer's function for tests: answers by event type and keeps what it was told. */
final class ScriptedFunction implements FunctionInvoker {
  private final List<Map<String, Object>> events = new CopyOnWriteArrayList<>();
  private final Function<String, Result> answers;

  ScriptedFunction(Function<String, Result> answers) {
    this.answers = answers;
  }

  /** Answers NEW_INBOUND_CALL with these actions and everything else with none. */
  static ScriptedFunction onInbound(String actionsJson) {
    return new ScriptedFunction(
        type -> actions(type.equals("NEW_INBOUND_CALL") ? actionsJson : "[]"));
  }

  static Result actions(String json) {
    String answer = "{\"SchemaVersion\":\"1.0\",\"Actions\":" + json + "}";
    return new Result.Answer(answer.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Result invoke(String functionArn, byte[] payload, Duration timeout) {
    Map<String, Object> event = Json.readObject(payload);
    events.add(event);
    return answers.apply((String) event.get("InvocationEventType"));
  }

  List<String> eventTypes() {
    return events.stream().map(event -> (String) event.get("InvocationEventType")).toList();
  }

  Map<String, Object> event(String type) {
    return events.stream()
        .filter(event -> type.equals(event.get("InvocationEventType")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + type + " among " + eventTypes()));
  }
}
