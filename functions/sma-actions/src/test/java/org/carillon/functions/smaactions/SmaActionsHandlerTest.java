package org.carillon.functions.smaactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.carillon.contract.Json;
import org.carillon.contract.JsonException;
import org.carillon.core.calls.CallDocuments;
import org.carillon.core.calls.CallEnd;
import org.carillon.core.calls.CallRules;
import org.carillon.core.calls.CallTurns;
import org.carillon.core.calls.MediaCommand;
import org.carillon.core.calls.Turn;
import org.carillon.core.documents.DocumentException;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.records.CallStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sample events of {@code events/} through the handler (D4, S4). */
class SmaActionsHandlerTest {

  private final List<Map<String, Object>> events = new ArrayList<>();
  private final SmaActionsHandler handler =
      new SmaActionsHandler(
          new CallTurns(this::function, CallRules.withoutNumbers(InstantSource.system())));

  /** The customer's function. */
  private FunctionInvoker.Result function(String arn, byte[] payload, Duration timeout) {
    events.add(Json.readObject(payload));
    return new FunctionInvoker.Result.Answer(
        """
        {"SchemaVersion":"1.0","Actions":[
         {"Type":"Speak","Parameters":{"Text":"Hello"}},{"Type":"Hangup","Parameters":{}}]}
        """
            .getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aNewCallIsAnsweredWithTheFunctionsActions() throws IOException {
    Turn turn = ask(sample("sma-actions-new-inbound-call.json"));

    assertThat(turn.commands())
        .hasExactlyElementsOfTypes(
            MediaCommand.Answer.class, MediaCommand.Speak.class, MediaCommand.Hangup.class);
    assertThat(events).hasSize(1);
    assertThat(events.getFirst()).containsEntry("InvocationEventType", "NEW_INBOUND_CALL");
  }

  @Test
  void theTurnsSessionGoesOnWithTheNextEvent() throws IOException {
    Map<String, Object> first =
        Json.readObject(handle(sample("sma-actions-new-inbound-call.json")));

    ask(
        Json.write(
            Map.of(
                "Session",
                first.get("Session"),
                "Event",
                Map.of("Event", "ActionsFinished", "List", 1))));

    assertThat(events.getLast())
        .containsEntry("InvocationEventType", "ACTION_SUCCESSFUL")
        .containsEntry("Sequence", 2);
  }

  @Test
  void aFinishedListIsToldWithItsLastAction() throws IOException {
    ask(sample("sma-actions-actions-finished.json"));

    assertThat(events.getFirst().get("ActionData"))
        .isEqualTo(Map.of("Type", "Pause", "Parameters", Map.of("DurationInMilliseconds", 1000)));
  }

  @ParameterizedTest
  @CsvSource({
    "new-outbound-call, NEW_OUTBOUND_CALL",
    "ringing, RINGING",
    "call-answered, CALL_ANSWERED",
    "recording-done, ACTION_SUCCESSFUL",
    "action-failed, ACTION_FAILED",
    "action-interrupted, ACTION_INTERRUPTED",
    "digits-received, DIGITS_RECEIVED",
    "call-update-requested, CALL_UPDATE_REQUESTED"
  })
  void eachSampleIsToldAsItsEvent(String name, String type) throws IOException {
    Turn turn = ask(sample("sma-actions-" + name + ".json"));

    assertThat(events).hasSize(1);
    assertThat(events.getFirst()).containsEntry("InvocationEventType", type);
    assertThat(turn.end()).isEmpty();
  }

  @Test
  void aHangUpEndsTheCall() throws IOException {
    Turn turn = ask(sample("sma-actions-caller-hung-up.json"));

    assertThat(turn.end()).contains(new CallEnd(CallStatus.COMPLETED, 0, "OK"));
    assertThat(events.getFirst()).containsEntry("InvocationEventType", "HANGUP");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{}|Question.Session must be an object.",
        "{\"Session\":7,\"Event\":{}}|Question.Session must be an object.",
        "{\"Session\":{},\"Event\":{}}|Session.TransactionId must be a text."
      })
  void aBrokenQuestionNamesTheField(String question, String message) {
    assertThatThrownBy(() -> ask(question.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(DocumentException.class)
        .hasMessage(message);
    assertThat(events).isEmpty();
  }

  @Test
  void whatIsNotJsonIsRefused() {
    assertThatThrownBy(() -> ask("hello".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(JsonException.class);
  }

  private Turn ask(byte[] question) throws IOException {
    return CallDocuments.turn(Json.readObject(handle(question)));
  }

  private byte[] handle(byte[] question) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    handler.handleRequest(new ByteArrayInputStream(question), output, null);
    return output.toByteArray();
  }

  private static byte[] sample(String name) throws IOException {
    return Files.readAllBytes(Path.of(System.getProperty("carillon.home"), "events", name));
  }
}
