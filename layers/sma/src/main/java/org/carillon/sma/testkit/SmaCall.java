package org.carillon.sma.testkit;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.carillon.sma.SmaEvent;
import org.carillon.sma.SmaHandler;

/**
 * A call that is played against a function, without a telephone and without a service. Each {@code
 * expect} takes the next action that the function asked for and has it succeed; a list calls back
 * once, and so do the actions that always call back, as with the service. For one thread.
 *
 * <pre>{@code
 * SmaCall.inbound(new PinMenu()).from("+12065550199").to("+12065550100").start()
 *     .expectSpeak("PIN").press("1234#")
 *     .expectSpeak("Thank you")
 *     .expectHangup();
 * }</pre>
 */
public final class SmaCall {
  /** Actions that call back at once, in mid-list too. */
  private static final List<String> ALWAYS_CALL_BACK =
      List.of(
          "PlayAudioAndGetDigits",
          "SpeakAndGetDigits",
          "RecordAudio",
          "CallAndBridge",
          "JoinChimeMeeting",
          "ModifyChimeMeetingAttendees",
          "StartBotConversation");

  /** Actions whose failures are told in one more field. */
  private static final List<String> WITH_ERROR = List.of("JoinChimeMeeting", "StartCallRecording");

  /** What a meeting's leg is called at. */
  private static final String MEETING = "+17035550122";

  private final UnaryOperator<byte[]> function;
  private final boolean inbound;
  private final Map<String, Object> arguments = new LinkedHashMap<>();
  private String from = "+12065550199";
  private String to = "+12065550100";
  private Map<String, String> headers = Map.of();

  private CallEvents events;
  private final List<Map<String, Object>> sent = new ArrayList<>();
  private final Deque<Map<String, Object>> waiting = new ArrayDeque<>();
  private Optional<Map<String, Object>> running = Optional.empty();
  private Optional<DigitCollector> collector = Optional.empty();
  private Optional<Map<String, Object>> receiving = Optional.empty();
  private final StringBuilder received = new StringBuilder();
  private boolean over;

  private SmaCall(UnaryOperator<byte[]> function, boolean inbound) {
    this.function = function;
    this.inbound = inbound;
  }

  /** A call to a number of the application. */
  public static SmaCall inbound(SmaHandler handler) {
    return new SmaCall(json(handler), true);
  }

  /** A call to a number of the application, of a function in any form: JSON in, JSON out. */
  public static SmaCall inboundJson(UnaryOperator<byte[]> function) {
    return new SmaCall(function, true);
  }

  /** A call by CreateSipMediaApplicationCall. */
  public static SmaCall outbound(SmaHandler handler) {
    return new SmaCall(json(handler), false);
  }

  /** A call by CreateSipMediaApplicationCall, of a function in any form: JSON in, JSON out. */
  public static SmaCall outboundJson(UnaryOperator<byte[]> function) {
    return new SmaCall(function, false);
  }

  private static UnaryOperator<byte[]> json(SmaHandler handler) {
    return event -> handler.handle(SmaEvent.of(event)).toJson();
  }

  /** Who calls. */
  public SmaCall from(String number) {
    from = number;
    return this;
  }

  /** Which number is called. */
  public SmaCall to(String number) {
    to = number;
    return this;
  }

  /** Custom header fields that the call comes with. */
  public SmaCall sipHeaders(Map<String, String> fields) {
    headers = Map.copyOf(fields);
    return this;
  }

  /** An argument of CreateSipMediaApplicationCall. */
  public SmaCall argument(String name, String value) {
    arguments.put(name, value);
    return this;
  }

  /** The call begins: the function gets its first event. */
  public SmaCall start() {
    events = new CallEvents(inbound, from, to);
    if (!headers.isEmpty() && inbound) {
      events.headers(headers);
    }
    if (inbound) {
      send("NEW_INBOUND_CALL", Map.of());
      check(!waiting.isEmpty(), "NEW_INBOUND_CALL was answered without an action");
    } else {
      send("NEW_OUTBOUND_CALL", arguments.isEmpty() ? Map.of() : request("CallCreateRequest"));
      waiting.clear(); // its actions are ignored
    }
    return this;
  }

  private Map<String, Object> request(String type) {
    return data(type, Map.of("Arguments", new LinkedHashMap<>(arguments)));
  }

  /** The called telephone rings. */
  public SmaCall rings() {
    send("RINGING", Map.of());
    waiting.clear();
    return this;
  }

  /** The called telephone is answered. */
  public SmaCall answers() {
    send("CALL_ANSWERED", Map.of());
    return this;
  }

  // ---- what the caller hears and does

  /** Next the caller hears a text that contains these words; of Speak or SpeakAndGetDigits. */
  public SmaCall expectSpeak(String words) {
    Map<String, Object> action = next("Speak", "SpeakAndGetDigits");
    Map<?, ?> speech = parameters(action);
    if (action.get("Type").equals("SpeakAndGetDigits")) {
      speech = (Map<?, ?>) speech.get("SpeechParameters");
    }
    String text = String.valueOf(speech.get("Text"));
    check(text.contains(words), "spoken is \"" + text + "\", not \"" + words + "\"");
    return begun(action);
  }

  /** Next the caller hears this file; of PlayAudio or PlayAudioAndGetDigits. */
  public SmaCall expectPlay(String key) {
    Map<String, Object> action = next("PlayAudio", "PlayAudioAndGetDigits");
    Object played = ((Map<?, ?>) parameters(action).get("AudioSource")).get("Key");
    check(key.equals(played), "played is " + played + ", not " + key);
    return begun(action);
  }

  /** Next is an action of this type, whatever it says; it succeeds. */
  public SmaCall expect(String type) {
    return begun(next(type));
  }

  /** Next is an action of this type with this parameter; it succeeds. */
  public SmaCall expect(String type, String parameter, Object value) {
    Map<String, Object> action = next(type);
    Object found = parameters(action).get(parameter);
    check(
        String.valueOf(value).equals(String.valueOf(found)),
        type + " has " + parameter + "=" + found + ", not " + value);
    return begun(action);
  }

  /** Next a leg is hung up; with the last leg the call is over. */
  public SmaCall expectHangup() {
    Map<String, Object> action = next("Hangup");
    Object code = parameters(action).get("SipResponseCode");
    String tag = events.tagOf(parameters(action));
    waiting.clear();
    running = Optional.empty();
    boolean meeting = tag.equals("LEG-B") && MEETING.equals(events.number(tag, "To"));
    // a meeting leg's end by an action is that action's success
    legEnds(
        meeting ? "ACTION_SUCCESSFUL" : "HANGUP",
        tag,
        code == null ? 0 : Integer.parseInt(code.toString()));
    return this;
  }

  /** The caller presses keys, for the action that takes digits or for ReceiveDigits. */
  public SmaCall press(String keys) {
    alive();
    for (int i = 0; i < keys.length(); i++) {
      char key = keys.charAt(i);
      if (collector.isPresent()) {
        verdict(collector.get().press(key));
      } else if (receiving.isPresent()) {
        receive(key);
      }
    }
    return this;
  }

  /** The caller presses no key, or no further one, until the attempt is over. */
  public SmaCall pressNothing() {
    verdict(
        collector.orElseThrow(() -> new AssertionError("no action waits for digits")).timeout());
    return this;
  }

  /**
   * Next a recording is made.
   *
   * @param terminator the key that ends it; empty: time or silence does
   */
  public SmaCall expectRecord(String terminator) {
    Map<String, Object> action = next("RecordAudio");
    Map<?, ?> to = (Map<?, ?>) parameters(action).get("RecordingDestination");
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("Type", "S3");
    result.put("BucketName", to.get("BucketName"));
    result.put("Key", prefix(to) + events.callId("LEG-A") + ".wav");
    Map<String, Object> extras = new LinkedHashMap<>();
    extras.put("RecordingDestination", result);
    if (!terminator.isEmpty()) {
      extras.put("RecordingTerminatorUsed", terminator);
    }
    succeed(action, extras);
    return this;
  }

  private static String prefix(Map<?, ?> destination) {
    Object prefix = destination.get("Prefix");
    return prefix == null || prefix.equals("") ? "" : prefix + "/";
  }

  /** Next a second leg is called, at this number, and answers. */
  public SmaCall expectBridge(String uri) {
    Map<String, Object> action = bridge(uri);
    String callerId = String.valueOf(parameters(action).get("CallerIdNumber"));
    events.addLeg(callerId, uri, "Outbound", Map.of());
    succeed(action, Map.of("CallId", events.callId("LEG-B")));
    return this;
  }

  /** Next a second leg is called, at this number, and nobody answers. */
  public SmaCall expectBridgeUnanswered(String uri) {
    Map<String, Object> action = bridge(uri);
    fails(action, "CallNotAnswered", "Call not answered");
    return this;
  }

  private Map<String, Object> bridge(String uri) {
    Map<String, Object> action = next("CallAndBridge");
    List<?> endpoints = (List<?>) parameters(action).get("Endpoints");
    Object called = ((Map<?, ?>) endpoints.getFirst()).get("Uri");
    check(uri.equals(called), "called is " + called + ", not " + uri);
    return action;
  }

  /** Next the first leg joins this meeting. */
  public SmaCall expectJoinMeeting(String meetingId) {
    Map<String, Object> action = next("JoinChimeMeeting");
    Object joined = parameters(action).get("MeetingId");
    check(meetingId.equals(joined), "joined is " + joined + ", not " + meetingId);
    events.addLeg("SMA", MEETING, "Outbound", Map.of());
    succeed(action, Map.of());
    return this;
  }

  /** Next is an action of this type, and it fails like this. */
  public SmaCall expectAndFail(String type, String errorType, String errorMessage) {
    fails(next(type), errorType, errorMessage);
    return this;
  }

  /** The application is told something by UpdateSipMediaApplicationCall. */
  public SmaCall update(Map<String, String> told) {
    alive();
    send(
        "CALL_UPDATE_REQUESTED",
        data("CallUpdateRequest", Map.of("Arguments", new LinkedHashMap<>(told))));
    return this;
  }

  /** The caller hangs up. */
  public SmaCall hangUp() {
    return hangUp("LEG-A");
  }

  /** A leg hangs up: {@code LEG-A} or {@code LEG-B}. */
  public SmaCall hangUp(String tag) {
    alive();
    collector = Optional.empty();
    running = Optional.empty();
    waiting.clear();
    legEnds("HANGUP", tag, 0);
    return this;
  }

  /** The call is over, and nothing was left to do. */
  public SmaCall expectOver() {
    check(over, "the call goes on");
    return this;
  }

  /** No action is left to do; the call goes on. */
  public SmaCall expectNothing() {
    alive();
    check(waiting.isEmpty(), "next is " + waiting.peek());
    return this;
  }

  /** All events that were sent, in their order, as JSON objects. */
  public List<Map<String, Object>> events() {
    return List.copyOf(sent);
  }

  // ---- how it goes on

  private Map<String, Object> next(String... types) {
    alive();
    check(
        collector.isEmpty(),
        "the caller was asked for digits: press() or pressNothing() comes first");
    Map<String, Object> action = waiting.peek();
    check(action != null, "the function asked for nothing more; expected " + List.of(types));
    check(
        List.of(types).contains(action.get("Type")),
        "next is " + action.get("Type") + ", not " + String.join(" or ", types));
    running = Optional.of(waiting.poll());
    return action;
  }

  /** An action that waits for digits is not done yet. */
  private SmaCall begun(Map<String, Object> action) {
    String type = (String) action.get("Type");
    if (type.endsWith("GetDigits")) {
      collector = Optional.of(new DigitCollector(parameters(action)));
      return this;
    }
    if (type.equals("ReceiveDigits")) {
      receiving = Optional.of(action);
      received.setLength(0);
      succeed(action, Map.of("ReceivedDigits", ""));
      return this;
    }
    succeed(action, Map.of());
    return this;
  }

  private void verdict(DigitCollector.Verdict verdict) {
    Map<String, Object> action = running.orElseThrow();
    switch (verdict) {
      case WAITING, ASKED_AGAIN -> {}
      case TAKEN -> {
        String digits = collector.orElseThrow().digits();
        collector = Optional.empty();
        succeed(action, Map.of("ReceivedDigits", digits));
      }
      case GIVEN_UP -> {
        collector = Optional.empty();
        fails(action, "InvalidDigitsReceived", "The digits received were not valid.");
      }
    }
  }

  private void receive(char key) {
    received.append(key);
    Map<String, Object> action = receiving.orElseThrow();
    String regex = String.valueOf(parameters(action).get("InputDigitsRegex"));
    DigitCollector.match(regex, received.toString())
        .ifPresent(
            digits -> {
              received.setLength(0);
              Map<String, Object> data = new LinkedHashMap<>();
              data.put("ReceivedDigits", digits);
              data.putAll(data("ReceiveDigits", parameters(action)));
              send("DIGITS_RECEIVED", data);
            });
  }

  private void succeed(Map<String, Object> action, Map<String, Object> extras) {
    running = Optional.empty();
    boolean callsBack = ALWAYS_CALL_BACK.contains((String) action.get("Type"));
    if (waiting.isEmpty() || callsBack) {
      Map<String, Object> data = data((String) action.get("Type"), parameters(action));
      data.putAll(extras);
      send("ACTION_SUCCESSFUL", data);
    }
  }

  private void fails(Map<String, Object> action, String errorType, String errorMessage) {
    running = Optional.empty();
    waiting.clear();
    Map<String, Object> data = data((String) action.get("Type"), parameters(action));
    data.put("ErrorType", errorType);
    data.put("ErrorMessage", errorMessage);
    if (WITH_ERROR.contains((String) action.get("Type"))) {
      data.put("Error", errorType + ": " + errorMessage);
    }
    send("ACTION_FAILED", data);
  }

  private void legEnds(String event, String tag, int code) {
    events.disconnected(tag);
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("SipResponseCode", code);
    parameters.put("CallId", events.callId(tag));
    parameters.put("ParticipantTag", tag);
    over = !events.connected("LEG-A") && !events.connected("LEG-B");
    send(event, data("Hangup", parameters));
    if (over) {
      waiting.clear(); // nobody is left to do it with
    }
  }

  private void send(String type, Map<String, Object> actionData) {
    Map<String, Object> event = events.event(type, actionData);
    sent.add(event);
    Map<?, ?> answer;
    try {
      byte[] bytes = function.apply(JSON.std.asBytes(event));
      answer = JSON.std.anyFrom(bytes) instanceof Map<?, ?> map ? map : Map.of();
    } catch (IOException broken) {
      throw new UncheckedIOException("the function's answer to " + type + " is not JSON", broken);
    }
    boolean ignored = type.equals("RINGING") || type.equals("NEW_OUTBOUND_CALL") || over;
    if (!ignored || answer.containsKey("SchemaVersion")) {
      check(
          "1.0".equals(answer.get("SchemaVersion")),
          "the answer to " + type + " has no SchemaVersion \"1.0\"");
    }
    if (answer.get("TransactionAttributes") instanceof Map<?, ?> given) {
      Map<String, Object> attributes = new LinkedHashMap<>();
      given.forEach((name, value) -> attributes.put((String) name, value));
      events.attributes(Optional.of(attributes));
    }
    if (answer.get("Actions") instanceof List<?> actions) {
      check(actions.size() <= 10, "the answer to " + type + " has more than ten actions");
      waiting.clear();
      actions.forEach(action -> waiting.add(copy((Map<?, ?>) action)));
    }
  }

  private static Map<String, Object> copy(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((name, value) -> copy.put((String) name, value));
    return copy;
  }

  private static Map<String, Object> parameters(Map<String, Object> action) {
    return action.get("Parameters") instanceof Map<?, ?> map ? copy(map) : Map.of();
  }

  private static Map<String, Object> data(String type, Map<String, Object> parameters) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("Type", type);
    data.put("Parameters", parameters);
    return data;
  }

  private void alive() {
    check(events != null, "start() the call first");
    check(!over, "the call is over");
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise + "; events so far: " + told());
    }
  }

  private List<Object> told() {
    return sent.stream().map(event -> event.get("InvocationEventType")).toList();
  }
}
