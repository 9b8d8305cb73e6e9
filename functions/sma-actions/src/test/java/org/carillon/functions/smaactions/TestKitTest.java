package org.carillon.functions.smaactions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.contract.Json;
import org.carillon.core.calls.CallRules;
import org.carillon.core.calls.CallTurns;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.sma.DigitRules;
import org.carillon.sma.SmaAction;
import org.carillon.sma.SmaEvent;
import org.carillon.sma.SmaHandler;
import org.carillon.sma.SmaResponse;
import org.carillon.sma.testkit.SmaCall;
import org.junit.jupiter.api.Test;

/**
 * The authors' test kit behaves as a call does: one handler, played by the kit and by this
 * function, gets the same events (S4).
 */
class TestKitTest {

  /** Goes through a list, a second one, and keeps count. */
  private static final SmaHandler HANDLER =
      event ->
          switch (event) {
            case SmaEvent.NewInboundCall call ->
                SmaResponse.of(SmaAction.speak("Hello"), SmaAction.play("b", "chime.wav"))
                    .attributes(Map.of("step", 1));
            case SmaEvent.ActionSuccessful done when done.call().attribute("step", 0) == 1 ->
                SmaResponse.of(SmaAction.speak("Goodbye")).attributes(Map.of("step", 2));
            case SmaEvent.ActionSuccessful done when done.call().attribute("step", 0) == 2 ->
                SmaResponse.of(
                        SmaAction.ask("PIN", "again", DigitRules.exactly(4)),
                        SmaAction.speak("never"))
                    .attributes(Map.of("step", 3));
            case SmaEvent.ActionSuccessful done -> SmaResponse.of(SmaAction.hangup());
            case SmaEvent.ActionFailed failed -> SmaResponse.of(SmaAction.hangup());
            default -> SmaResponse.none();
          };

  private static byte[] function(byte[] event) {
    return HANDLER.handle(SmaEvent.of(event)).toJson();
  }

  private final List<Map<String, Object>> events = new ArrayList<>();
  private final SmaActionsHandler core =
      new SmaActionsHandler(
          new CallTurns(
              (arn, payload, timeout) -> {
                events.add(Json.readObject(payload));
                return new FunctionInvoker.Result.Answer(function(payload));
              },
              CallRules.withoutNumbers(InstantSource.system())));

  @Test
  void aCallToItsEndGetsTheSameEvents() throws IOException {
    List<Map<String, Object>> kit =
        SmaCall.inboundJson(TestKitTest::function)
            .start()
            .expectSpeak("Hello")
            .expectPlay("chime.wav")
            .expectSpeak("Goodbye")
            .expectSpeak("PIN")
            .press("1234")
            .expectHangup()
            .events();

    Map<String, Object> session = newCall();
    session = turn(session, event(session, "ActionsFinished"));
    session = turn(session, event(session, "ActionsFinished"));
    Map<String, Object> digits = event(session, "ActionSucceeded");
    digits.put("CommandIndex", 0);
    digits.put("Result", Map.of("Result", "Digits", "Received", "1234"));
    session = turn(session, digits);
    hungUp(session);

    assertThat(plain(events)).isEqualTo(plain(kit));
  }

  @Test
  void aFailedActionGetsTheSameEvents() throws IOException {
    List<Map<String, Object>> kit =
        SmaCall.inboundJson(TestKitTest::function)
            .start()
            .expectSpeak("Hello")
            .expectAndFail("PlayAudio", "InvalidAudioSource", "no such file")
            .expectHangup()
            .events();

    Map<String, Object> session = newCall();
    Map<String, Object> failed = event(session, "ActionFailed");
    failed.put("CommandIndex", 2); // the first one answers the call
    failed.put("ErrorType", "InvalidAudioSource");
    failed.put("ErrorMessage", "no such file");
    session = turn(session, failed);
    hungUp(session);

    assertThat(plain(events)).isEqualTo(plain(kit));
  }

  @Test
  void aCallerWhoHangsUpIsToldAlike() throws IOException {
    List<Map<String, Object>> kit =
        SmaCall.inboundJson(TestKitTest::function).start().expectSpeak("Hello").hangUp().events();

    hungUp(newCall());

    assertThat(plain(events)).isEqualTo(plain(kit));
  }

  private Map<String, Object> newCall() throws IOException {
    Path sample =
        Path.of(
            System.getProperty("carillon.home", "../.."),
            "events",
            "sma-actions-new-inbound-call.json");
    return session(handle(Files.readAllBytes(sample)));
  }

  private Map<String, Object> turn(Map<String, Object> session, Map<String, Object> event)
      throws IOException {
    return session(handle(Json.write(Map.of("Session", session, "Event", event))));
  }

  /** An event of the list that the session has in hand. */
  private static Map<String, Object> event(Map<String, Object> session, String name) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("Event", name);
    event.put("List", ((Map<?, ?>) session.get("Running")).get("Number"));
    return event;
  }

  private void hungUp(Map<String, Object> session) throws IOException {
    Map<?, ?> leg = (Map<?, ?>) ((List<?>) session.get("Participants")).getFirst();
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("Event", "HungUp");
    event.put("CallId", leg.get("CallId"));
    event.put("SipResponseCode", 0);
    event.put("Cause", "CALLER");
    turn(session, event);
  }

  private byte[] handle(byte[] question) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    core.handleRequest(new ByteArrayInputStream(question), output, null);
    return output.toByteArray();
  }

  @SuppressWarnings("unchecked") // a turn's session is an object
  private static Map<String, Object> session(byte[] turn) {
    return (Map<String, Object>) Json.readObject(turn).get("Session");
  }

  /** An event without what differs from call to call: ids, numbers and times. */
  private Object plain(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<Object, Object> copy = new LinkedHashMap<>();
        map.forEach(
            (name, member) ->
                copy.put(
                    name,
                    String.valueOf(name)
                            .matches(".*Id|From|To|StartTimeInMilliseconds|SipHeaders|AwsRegion")
                        ? "*"
                        : plain(member)));
        yield copy;
      }
      case List<?> list -> list.stream().map(this::plain).toList();
      case Number number -> number.longValue();
      case null, default -> String.valueOf(value);
    };
  }
}
