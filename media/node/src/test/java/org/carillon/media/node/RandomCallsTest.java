package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.carillon.contract.Json;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.records.CallFact;
import software.amazon.awssdk.services.chimesdkmeetings.model.Attendee;

/**
 * Random calls with random hang-ups at random steps, through the whole node with real SIP and RTP:
 * when they are over nothing is left, no call, timer, file, socket, recording or meeting (S4). A
 * thousand here; {@code -Dcarillon.random.calls=10000} for more. The report names the seed;
 * {@code @Property(seed = "...")} makes the same calls again.
 */
class RandomCallsTest {
  private static final int CALLS = Integer.getInteger("carillon.random.calls", 1000);
  private static final int AT_ONCE = 60;

  /** Some calls before anything is counted: what is made once is there then. */
  private static final int WARM_UP = 60;

  /** Longer than SIP keeps anything of a call that is over (RFC 3261 timers, 32 s). */
  private static final Duration FORGOTTEN = Duration.ofSeconds(60);

  /** For the facts of all calls to be on the disk and told. */
  private static final Duration TOLD = Duration.ofSeconds(60);

  private static final String NUMBER = "+12065550100";
  private static final String TONE =
      "{\"Type\":\"S3\",\"BucketName\":\"prompts\",\"Key\":\"tone.wav\"}";

  /** What a function may answer with; some of it fails at once. */
  private static final List<String> ACTIONS =
      List.of(
          action("PlayAudio", "\"AudioSource\":" + TONE),
          action(
              "PlayAudio",
              "\"AudioSource\":" + TONE + ",\"Repeat\":5,\"PlaybackTerminators\":[\"#\"]"),
          action(
              "PlayAudioAndGetDigits",
              "\"AudioSource\":%1$s,\"FailureAudioSource\":%1$s,\"MaxNumberOfDigits\":4,\"RepeatDurationInMilliseconds\":300"
                  .formatted(TONE)),
          action("Speak", "\"Text\":\"Hello\""),
          action(
              "SpeakAndGetDigits",
              "\"SpeechParameters\":{\"Text\":\"Pin\"},\"FailureSpeechParameters\":{\"Text\":\"No\"},\"Repeat\":2,\"RepeatDurationInMilliseconds\":300"),
          action(
              "ReceiveDigits",
              "\"InputDigitsRegex\":\"^1\",\"InBetweenDigitsDurationInMilliseconds\":200,\"FlushDigitsDurationInMilliseconds\":300"),
          action("SendDigits", "\"Digits\":\"19,#\",\"ToneDurationInMilliseconds\":60"),
          action(
              "RecordAudio",
              "\"DurationInSeconds\":1,\"RecordingTerminators\":[\"#\"],\"RecordingDestination\":{\"BucketName\":\"voicemail\"}"),
          action("StartCallRecording", "\"Destination\":{\"Type\":\"S3\",\"Location\":\"calls\"}"),
          action("PauseCallRecording", ""),
          action("ResumeCallRecording", ""),
          action("StopCallRecording", ""),
          bridge("81"),
          bridge("82"),
          bridge("83"),
          action("Hangup", ""),
          action("Hangup", "\"ParticipantTag\":\"LEG-B\""),
          action("Pause", "\"DurationInMilliseconds\":200"),
          action("JoinChimeMeeting", "\"JoinToken\":\"TOKEN\""),
          action(
              "ModifyChimeMeetingAttendees",
              "\"Operation\":\"Mute\",\"MeetingId\":\"MEETING\",\"AttendeeList\":[\"ATTENDEE\"]"),
          action(
              "StartBotConversation",
              "\"BotAliasArn\":\"arn:aws:lex:us-east-1:111122223333:bot-alias/PIZZABOT01/TSTALIASID\""),
          action("VoiceFocus", "\"Enable\":true"),
          action("PlayAudio", "\"AudioSource\":" + TONE.replace("tone.wav", "none.wav")));

  private static String action(String type, String parameters) {
    return "{\"Type\":\"" + type + "\",\"Parameters\":{" + parameters + "}}";
  }

  private static String bridge(String end) {
    return action(
        "CallAndBridge",
        "\"CallTimeoutSeconds\":1,\"CallerIdNumber\":\"CALLER\",\"Endpoints\":"
            + "[{\"BridgeEndpointType\":\"PSTN\",\"Uri\":\"+142555501"
            + end
            + "\"}]");
  }

  /**
   * A call: the lists of actions that the function answers with, one after the other, and what the
   * caller does.
   */
  record Plan(List<List<Integer>> lists, boolean update, String keys, int hangUpAfterMillis) {}

  /** So many calls; its text is short, as reports print it. */
  record Plans(List<Plan> calls) {
    @Override
    public String toString() {
      return calls.size() + " calls";
    }
  }

  @Provide
  Arbitrary<Plans> plans() {
    Arbitrary<List<Integer>> list =
        Arbitraries.integers().between(0, ACTIONS.size() - 1).list().ofMinSize(1).ofMaxSize(4);
    Arbitrary<List<List<Integer>>> lists = list.list().ofMinSize(1).ofMaxSize(3);
    Arbitrary<String> keys = Arbitraries.of("", "", "1", "12#", "9*42#");
    Arbitrary<Integer> hangUpAfter =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(0, 30)),
            net.jqwik.api.Tuple.of(8, Arbitraries.integers().between(30, 1500)));
    return Combinators.combine(lists, Arbitraries.of(true, false), keys, hangUpAfter)
        .as(Plan::new)
        .list()
        .ofSize(CALLS + WARM_UP)
        .map(Plans::new);
  }

  private final Map<String, Plan> plans = new ConcurrentHashMap<>();
  private final Map<String, Integer> answered = new ConcurrentHashMap<>();
  private volatile TestMeeting meeting;
  private volatile List<Attendee> attendees;

  @Property(
      tries = 1,
      generation = net.jqwik.api.GenerationMode.RANDOMIZED,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.OFF)
  void nothingIsLeftOfAnyCall(@ForAll("plans") Plans all) throws Exception {
    Path data = Files.createTempDirectory("random-calls");
    try (RandomPhones phones = new RandomPhones();
        TestNode node =
            TestNode.with(
                data,
                (arn, event, timeout) -> answer(Json.readObject(event)),
                Trunks.applicationCalling(phones.target()),
                2 * AT_ONCE)) {
      meeting = node.meeting();
      attendees = Stream.generate(meeting::attendee).limit(5).toList();

      call(phones, node, all.calls().subList(0, WARM_UP), 0);
      awaitEnd(node, phones, data);
      final Leftovers before = Leftovers.count();
      call(phones, node, all.calls().subList(WARM_UP, all.calls().size()), WARM_UP);
      awaitEnd(node, phones, data);

      before.awaitNoMore(CALLS / 20, FORGOTTEN);
    } finally {
      delete(data);
    }
  }

  private void call(RandomPhones phones, TestNode node, List<Plan> calls, int first)
      throws Exception {
    Semaphore room = new Semaphore(AT_ONCE);
    List<String> failures = new ArrayList<>();
    List<java.util.concurrent.CompletableFuture<?>> running = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      Plan plan = calls.get(i);
      String from = "+1206%07d".formatted(5_000_000 + first + i);
      plans.put(from, plan);
      room.acquire();
      var _ =
          running.add(
              phones
                  .call(
                      from,
                      NUMBER,
                      node.sip(),
                      plan.keys(),
                      Duration.ofMillis(plan.hangUpAfterMillis()))
                  .whenComplete((end, failure) -> room.release()));
    }
    for (var call : running) {
      try {
        call.get(60, TimeUnit.SECONDS);
      } catch (TimeoutException | ExecutionException e) {
        failures.add(e.toString());
      }
    }
    assertThat(failures).as("calls that did not end").isEmpty();
  }

  // ---- the function

  private FunctionInvoker.Result answer(Map<String, Object> event) {
    if (event.containsKey("bot")) {
      return json(
          "{\"sessionState\":{\"dialogAction\":{\"type\":\"Close\"},\"intent\":{\"name\":\"Order\","
              + "\"slots\":{},\"state\":\"Fulfilled\"}}}");
    }
    List<?> legs = (List<?>) ((Map<?, ?>) event.get("CallDetails")).get("Participants");
    String caller = (String) ((Map<?, ?>) legs.getFirst()).get("From");
    String type = (String) event.get("InvocationEventType");
    return switch (type) {
      case "NEW_INBOUND_CALL", "ACTION_SUCCESSFUL", "ACTION_FAILED", "DIGITS_RECEIVED" ->
          actions(next(caller), caller);
      case "HANGUP" ->
          actions(
              legs.stream()
                  .map(leg -> (Map<?, ?>) leg)
                  .filter(leg -> "Connected".equals(leg.get("Status")))
                  .map(leg -> action("Hangup", "\"CallId\":\"" + leg.get("CallId") + "\""))
                  .collect(Collectors.joining(",")),
              caller);
      default -> json("{\"SchemaVersion\":\"1.0\"}");
    };
  }

  /** The next list of a call; after the last it is hung up. */
  private String next(String caller) {
    Plan plan = plans.get(caller);
    int list = answered.merge(caller, 1, Integer::sum) - 1;
    return list < plan.lists().size()
        ? plan.lists().get(list).stream().map(ACTIONS::get).collect(Collectors.joining(","))
        : action("Hangup", "");
  }

  private FunctionInvoker.Result actions(String actions, String caller) {
    Attendee attendee = attendees.get(Math.floorMod(caller.hashCode(), attendees.size()));
    return json(
        "{\"SchemaVersion\":\"1.0\",\"Actions\":["
            + actions
                .replace("CALLER", caller)
                .replace("TOKEN", attendee.joinToken())
                .replace("MEETING", meeting.id())
                .replace("ATTENDEE", attendee.attendeeId())
            + "]}");
  }

  private static FunctionInvoker.Result json(String text) {
    return new FunctionInvoker.Result.Answer(text.getBytes(StandardCharsets.UTF_8));
  }

  // ---- what is left

  private static void awaitEnd(TestNode node, RandomPhones phones, Path data) {
    Await.until("no call is left", () -> node.node().activeCalls() == 0);
    Await.until("no port is left", () -> node.node().openStreams() == 0);
    Await.until("no line is left", () -> phones.lines() == 0);
    Await.until("no meeting is left", () -> node.node().meetings() == 0);
    Await.until("no recording is left", () -> files(data.resolve("recordings")) == 0);
    long end = System.nanoTime() + TOLD.toNanos();
    while (!started(node).equals(ended(node)) && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
    assertThat(ended(node)).as("each leg that began has one record").isEqualTo(started(node));
  }

  private static int files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return (int) files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> started(TestNode node) {
    return node.facts().stream()
        .filter(CallFact.CallStarted.class::isInstance)
        .map(fact -> ((CallFact.CallStarted) fact).transactionId())
        .collect(Collectors.toSet());
  }

  private static Set<String> ended(TestNode node) {
    return node.facts().stream()
        .filter(CallFact.CallEnded.class::isInstance)
        .map(fact -> ((CallFact.CallEnded) fact).transactionId())
        .collect(Collectors.toSet());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
