package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.access.Principal;
import org.carillon.core.calls.CallCommands;
import org.carillon.core.calls.NewCall;
import org.carillon.core.calls.UpdateSipMediaApplicationCall;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.ports.Ports;
import org.carillon.core.quotas.Quotas;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallHistory;
import org.carillon.core.records.CallRecords;
import org.carillon.core.routing.CallRates;
import org.carillon.core.routing.RouteTarget;
import org.carillon.core.routing.RoutingQuestion;
import org.carillon.core.settings.Settings;
import org.carillon.media.sip.CallEnd.Cause;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateSipMediaApplicationCallRequest;

/**
 * Calls that the API makes and updates where two nodes share the stores: whichever node has the
 * call is reached, and no other (S5).
 */
@Timeout(60)
class CallOnAnyNodeTest {
  private static final String NUMBER = "+12065550100";
  private static final Duration LOOK_EVERY = Duration.ofMillis(10);
  private static final String LONG_PROMPT =
      """
      [{"Type":"PlayAudio","Parameters":{"AudioSource":{"Type":"S3","BucketName":"prompts","Key":"tone.wav"},"Repeat":1000}}]
      """;

  @TempDir Path data;

  private final ScriptedFunction atFirst = function();
  private final ScriptedFunction atSecond = function();

  private Callee callee;
  private TestNode first;
  private TestNode second;
  private List<CallCommandWorker> workers;
  private CallHistory history;
  private CallCommands commands;
  private UpdateSipMediaApplicationCall update;

  /** Plays until it is told to stop. */
  private static ScriptedFunction function() {
    return ScriptedFunction.onEach(
        Map.of(
            "NEW_INBOUND_CALL",
            LONG_PROMPT,
            "CALL_ANSWERED",
            LONG_PROMPT,
            "CALL_UPDATE_REQUESTED",
            "[{\"Type\":\"Hangup\",\"Parameters\":{}}]"));
  }

  @BeforeEach
  void twoNodesAndAnApi() throws Exception {
    callee = Callee.answering();
    RoutingQuestion routing = Trunks.applicationCalling(callee.target());
    first = TestNode.with(data.resolve("first"), atFirst, routing);
    second = first.beside(data.resolve("second"), atSecond, routing);
    Ports stores = first.ports();
    Account account = TestNode.account();
    InstantSource clock = InstantSource.system();
    first.tellFacts(
        new CallRecords(
            account,
            stores.items(),
            stores.objects(),
            stores.callFacts(),
            new Settings(stores.items(), account),
            new PhoneNumbers(stores.items(), account)));
    history = new CallHistory(stores.items(), account);
    commands = new CallCommands(stores.items(), account, clock);
    update =
        new UpdateSipMediaApplicationCall(
            history,
            commands,
            new CallRates(stores.items(), account, clock),
            new Quotas(stores.items(), account),
            clock);
    workers =
        Stream.of(first, second)
            .map(
                it ->
                    CallCommandWorker.start(
                        new CallCommands(stores.items(), account, clock), it.node(), LOOK_EVERY))
            .toList();
  }

  @AfterEach
  void close() {
    workers.forEach(CallCommandWorker::close);
    second.close();
    first.close();
    callee.close();
  }

  @Test
  void anUpdateReachesACallOnEitherNodeAndNoOtherNode() throws Exception {
    try (Caller one = Caller.onLoopback();
        Caller other = Caller.onLoopback()) {
      one.dial(NUMBER, first.sip()).awaitAnswer();
      other.dial(NUMBER, second.sip()).awaitAnswer();

      update(atSecond);

      assertThat(other.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      assertThat(atSecond.actionData("CALL_UPDATE_REQUESTED"))
          .isEqualTo(
              Map.of(
                  "Type",
                  "CallUpdateRequest",
                  "Parameters",
                  Map.of("Arguments", Map.of("k", "v"))));
      assertThat(atFirst.eventTypes()).containsExactly("NEW_INBOUND_CALL");

      update(atFirst);

      assertThat(one.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      assertThat(atFirst.eventTypes()).containsOnlyOnce("CALL_UPDATE_REQUESTED");
      assertThat(atSecond.eventTypes()).containsOnlyOnce("CALL_UPDATE_REQUESTED");
    }
  }

  @Test
  void aCallThatNoNodeHasAnyMoreIsNotFound() throws Exception {
    try (Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, second.sip()).awaitAnswer();
      update(atSecond);
      caller.awaitEnd();
      Await.until("its end is known", () -> !isInProgress(transaction(atSecond)));

      assertThatThrownBy(() -> update(atSecond))
          .isInstanceOfSatisfying(
              ApiException.class, e -> assertThat(e.type()).isEqualTo(ErrorType.NOT_FOUND));
    }
  }

  @Test
  void callsOfANodeThatStopsAreNotFound() throws Exception {
    try (Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, second.sip()).awaitAnswer();
      Await.until("it is known", () -> isInProgress(transaction(atSecond)));

      second.node().close();
      Await.until("its end is known", () -> !isInProgress(transaction(atSecond)));

      assertThatThrownBy(() -> update(atSecond))
          .isInstanceOfSatisfying(
              ApiException.class, e -> assertThat(e.type()).isEqualTo(ErrorType.NOT_FOUND));
    }
  }

  @Test
  void aNewCallIsPlacedByTheNodeThatTakesCallsAndIsReachedThere() throws Exception {
    first.node().refuseCalls();
    NewCall call = call();
    commands.place(call);
    Await.until("the prompt", () -> callee.framesOf(TestNode.PROMPT_HZ) > 3);

    update(atSecond);

    assertThat(callee.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
    assertThat(transaction(atSecond)).isEqualTo(call.transactionId());
    assertThat(atFirst.events()).isEmpty();
  }

  @Test
  void newCallsArePlacedOnceEachByNodesThatBothLookForThem() {
    int calls = 20;
    for (int i = 0; i < calls; i++) {
      commands.place(call());
    }

    Await.until("all ring", () -> started().count() >= calls);
    Await.until("all were answered", () -> answered(atFirst) + answered(atSecond) >= calls);

    assertThat(started()).hasSize(calls).doesNotHaveDuplicates();
    assertThat(callee.invites()).hasSize(calls);
  }

  private Stream<String> started() {
    return first.facts().stream()
        .filter(CallFact.CallStarted.class::isInstance)
        .map(CallFact::transactionId);
  }

  private static long answered(ScriptedFunction function) {
    return function.eventTypes().stream().filter("CALL_ANSWERED"::equals).count();
  }

  /** Asks the API for an update of the call that this function has. */
  private void update(ScriptedFunction function) {
    Account account = TestNode.account();
    update.handle(
        UpdateSipMediaApplicationCallRequest.builder()
            .sipMediaApplicationId(TestNode.APPLICATION)
            .transactionId(transaction(function))
            .arguments(Map.of("k", "v"))
            .build(),
        new org.carillon.core.Caller(
            account, new Principal(account.id(), account.rootArn(), "AKIA"), Ids.guid()));
  }

  private boolean isInProgress(String transaction) {
    return history.isInProgress(transaction, TestNode.APPLICATION);
  }

  private static String transaction(ScriptedFunction function) {
    Map<?, ?> details = (Map<?, ?>) function.events().getFirst().get("CallDetails");
    return (String) details.get("TransactionId");
  }

  private static NewCall call() {
    return new NewCall(
        UUID.randomUUID().toString(),
        new RouteTarget(TestNode.APPLICATION, TestNode.FUNCTION, "us-east-1"),
        NUMBER,
        "+14255550181",
        Map.of(),
        Map.of(),
        Instant.now());
  }
}
