package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
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
import net.jqwik.api.Tuple;
import org.carillon.contract.Json;
import org.carillon.core.calls.CallCommands;
import org.carillon.core.calls.CallUpdate;
import org.carillon.core.calls.MediaCommand;
import org.carillon.core.calls.NewCall;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.records.CallFact;
import org.carillon.core.routing.RouteTarget;
import software.amazon.awssdk.services.chimesdkmeetings.model.Attendee;

/**
 * Random calls with random hang-ups at random steps, in, out by the API and into a meeting, many of
 * them updated by the API, through the whole node with real SIP and RTP: when they are over nothing
 * is left, no call, timer, file, socket, recording or meeting (S4, S5, S7). A thousand here; {@code
 * -Dcarillon.random.calls=10000} for more. The report names the seed; {@code @Property(seed =
 * "...")} makes the same calls again.
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

  /** How often the node looks for what the API wants of calls. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  /** What so many calls come by whatever their seed is. */
  private static final List<String> USUAL =
      List.of(
          "NEW_INBOUND_CALL",
          "NEW_OUTBOUND_CALL",
          "RINGING",
          "CALL_ANSWERED",
          "ACTION_SUCCESSFUL",
          "ACTION_FAILED",
          "ACTION_INTERRUPTED",
          "CALL_UPDATE_REQUESTED",
          "DIGITS_RECEIVED",
          "HANGUP");

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

  /** How a call comes about: a phone calls, or the API calls a phone or a meeting. */
  enum Way {
    IN(""),
    OUT_ANSWERED("+14255550181"),
    OUT_BUSY("+14255550182"),
    OUT_RINGING("+14255550183"),
    OUT_MEETING(MediaCommand.JoinMeeting.MEETING_NUMBER);

    private final String called;

    Way(String called) {
      this.called = called;
    }
  }

  /** When the API updates a call, from its first event on; negative for never. */
  private static final int NO_UPDATE = -1;

  /**
   * A call: the lists of actions that the function answers with, one after the other, and what the
   * phone and the API do.
   */
  record Plan(
      Way way,
      List<List<Integer>> lists,
      int updateAfterMillis,
      String keys,
      int hangUpAfterMillis) {}

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
            Tuple.of(1, Arbitraries.integers().between(0, 30)),
            Tuple.of(8, Arbitraries.integers().between(30, 1500)));
    Arbitrary<Way> way =
        Arbitraries.frequency(
            Tuple.of(6, Way.IN),
            Tuple.of(2, Way.OUT_ANSWERED),
            Tuple.of(1, Way.OUT_BUSY),
            Tuple.of(1, Way.OUT_RINGING),
            Tuple.of(1, Way.OUT_MEETING));
    Arbitrary<Integer> updateAfter =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.just(NO_UPDATE)),
            Tuple.of(1, Arbitraries.integers().between(0, 1200)));
    return Combinators.combine(way, lists, updateAfter, keys, hangUpAfter)
        .as(Plan::new)
        .list()
        .ofSize(CALLS + WARM_UP)
        .map(Plans::new);
  }

  private final Map<String, Plan> plans = new ConcurrentHashMap<>();
  private final Map<String, Integer> answered = new ConcurrentHashMap<>();

  /** What the function was told at least once. */
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /** The calls of the API that have not ended, by the number they come from. */
  private final Map<String, CompletableFuture<Void>> placed = new ConcurrentHashMap<>();

  private volatile CallCommands commands;
  private volatile String incarnation;
  private volatile ScheduledExecutorService api;
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
                2 * AT_ONCE);
        ScheduledExecutorService updating = Executors.newSingleThreadScheduledExecutor();
        CallCommandWorker _ = CallCommandWorker.start(commands(node), node.node(), LOOK_EVERY)) {
      commands = commands(node);
      incarnation = node.node().incarnation();
      api = updating;
      meeting = node.meeting();
      attendees = Stream.generate(meeting::attendee).limit(5).toList();

      call(phones, node, all.calls().subList(0, WARM_UP), 0);
      awaitEnd(node, phones, data);
      final Leftovers before = Leftovers.count();
      call(phones, node, all.calls().subList(WARM_UP, all.calls().size()), WARM_UP);
      awaitEnd(node, phones, data);

      assertThat(told).as("what the random calls came by").containsAll(USUAL);
      before.awaitNoMore(CALLS / 20, FORGOTTEN);
    } finally {
      delete(data);
    }
  }

  private static CallCommands commands(TestNode node) {
    return new CallCommands(node.ports().items(), TestNode.account(), InstantSource.system());
  }

  private void call(RandomPhones phones, TestNode node, List<Plan> calls, int first)
      throws Exception {
    Semaphore room = new Semaphore(AT_ONCE);
    List<String> failures = new ArrayList<>();
    List<CompletableFuture<?>> running = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      Plan plan = calls.get(i);
      String from = "+1206%07d".formatted(5_000_000 + first + i);
      plans.put(from, plan);
      room.acquire();
      var _ =
          running.add(
              begin(phones, node, plan, from).whenComplete((end, failure) -> room.release()));
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

  private CompletableFuture<?> begin(RandomPhones phones, TestNode node, Plan plan, String from)
      throws IOException {
    if (plan.way() == Way.IN) {
      return phones.call(
          from, NUMBER, node.sip(), plan.keys(), Duration.ofMillis(plan.hangUpAfterMillis()));
    }
    CompletableFuture<Void> ended = new CompletableFuture<>();
    placed.put(from, ended);
    commands.place(
        new NewCall(
            UUID.randomUUID().toString(),
            new RouteTarget(TestNode.APPLICATION, TestNode.FUNCTION, "us-east-1"),
            from,
            plan.way().called,
            headers(plan, from),
            Map.of(),
            Instant.now()));
    return ended;
  }

  private Map<String, String> headers(Plan plan, String from) {
    if (plan.way() == Way.OUT_MEETING) {
      return Map.of(
          "X-chime-join-token", attendee(from).joinToken(), "X-chime-meeting-id", meeting.id());
    }
    String hangUpAfter = Integer.toString(plan.hangUpAfterMillis());
    return plan.keys().isEmpty()
        ? Map.of(RandomPhones.HANG_UP_AFTER, hangUpAfter)
        : Map.of(RandomPhones.HANG_UP_AFTER, hangUpAfter, RandomPhones.KEYS, plan.keys());
  }

  private void updateLater(String caller, Map<?, ?> details) {
    int after = plans.get(caller).updateAfterMillis();
    if (after != NO_UPDATE) {
      var _ =
          api.schedule(
              () ->
                  commands.update(
                      incarnation,
                      new CallUpdate(
                          (String) details.get("TransactionId"), Map.of(), Instant.now())),
              after,
              TimeUnit.MILLISECONDS);
    }
  }

  // ---- the function

  private FunctionInvoker.Result answer(Map<String, Object> event) {
    if (event.containsKey("bot")) {
      return json(
          "{\"sessionState\":{\"dialogAction\":{\"type\":\"Close\"},\"intent\":{\"name\":\"Order\","
              + "\"slots\":{},\"state\":\"Fulfilled\"}}}");
    }
    Map<?, ?> details = (Map<?, ?>) event.get("CallDetails");
    List<?> legs = (List<?>) details.get("Participants");
    String caller = (String) ((Map<?, ?>) legs.getFirst()).get("From");
    String type = (String) event.get("InvocationEventType");
    told.add(type);
    if (event.get("Sequence").equals(1)) {
      updateLater(caller, details);
    }
    if (type.equals("HANGUP") && event.get("ActionData").toString().contains("LEG-A")) {
      Optional.ofNullable(placed.remove(caller)).ifPresent(call -> call.complete(null));
    }
    return switch (type) {
      case "NEW_INBOUND_CALL",
          "CALL_ANSWERED",
          "CALL_UPDATE_REQUESTED",
          "ACTION_SUCCESSFUL",
          "ACTION_FAILED",
          "DIGITS_RECEIVED" ->
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
    Attendee attendee = attendee(caller);
    return json(
        "{\"SchemaVersion\":\"1.0\",\"Actions\":["
            + actions
                .replace("CALLER", caller)
                .replace("TOKEN", attendee.joinToken())
                .replace("MEETING", meeting.id())
                .replace("ATTENDEE", attendee.attendeeId())
            + "]}");
  }

  private Attendee attendee(String caller) {
    return attendees.get(Math.floorMod(caller.hashCode(), attendees.size()));
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
    Await.until("no recording is left", () -> TestNode.recordingsLeft(data) == 0);
    long end = System.nanoTime() + TOLD.toNanos();
    while (!started(node).equals(ended(node)) && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
    assertThat(ended(node)).as("each leg that began has one record").isEqualTo(started(node));
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
