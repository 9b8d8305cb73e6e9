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

  /** Answers each type of event with these actions; {@code "CALL"} stands for the leg's id. */
  static ScriptedFunction onEach(Map<String, String> actionsByType) {
    return new ScriptedFunction(type -> actions(actionsByType.getOrDefault(type, "[]")));
  }

  static Result actions(String json) {
    String answer = "{\"SchemaVersion\":\"1.0\",\"Actions\":" + json + "}";
    return new Result.Answer(answer.getBytes(StandardCharsets.UTF_8));
  }

  /** Leaves what runs as it is. */
  static Result keepGoing() {
    return new Result.Answer("{\"SchemaVersion\":\"1.0\"}".getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Result invoke(String functionArn, byte[] payload, Duration timeout) {
    Map<String, Object> event = Json.readObject(payload);
    events.add(event);
    return withCallId(answers.apply((String) event.get("InvocationEventType")), event);
  }

  private static Result withCallId(Result result, Map<String, Object> event) {
    if (!(result instanceof Result.Answer answer)) {
      return result;
    }
    Map<?, ?> details = (Map<?, ?>) event.get("CallDetails");
    Map<?, ?> leg = (Map<?, ?>) ((List<?>) details.get("Participants")).getFirst();
    String text = new String(answer.payload(), StandardCharsets.UTF_8);
    return new Result.Answer(
        text.replace("\"CALL\"", "\"" + leg.get("CallId") + "\"").getBytes(StandardCharsets.UTF_8));
  }

  /** {@code ActionData} of the first event of a type. */
  Map<String, Object> actionData(String type) {
    @SuppressWarnings("unchecked")
    Map<String, Object> data = (Map<String, Object>) event(type).get("ActionData");
    return data;
  }

  /** What it was told, in order. */
  List<Map<String, Object>> events() {
    return events;
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
