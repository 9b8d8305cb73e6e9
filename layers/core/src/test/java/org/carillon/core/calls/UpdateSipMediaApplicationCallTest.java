package org.carillon.core.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.CoreFixture;
import org.carillon.core.Ids;
import org.carillon.core.MemoryObjects;
import org.carillon.core.ports.EventStream;
import org.carillon.core.ports.StreamRecord;
import org.carillon.core.quotas.Quotas;
import org.carillon.core.records.CallDirection;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallHistory;
import org.carillon.core.records.CallRecords;
import org.carillon.core.records.CallStatus;
import org.carillon.core.routing.CallRates;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateSipMediaApplicationCallRequest;

/** Updates of calls that the store hears of late, or never (S5). */
class UpdateSipMediaApplicationCallTest {
  private static final String APPLICATION = "0b1d9b1c-4f7b-4a5e-9a57-0d5d0f6d9a01";

  private final CoreFixture core = new CoreFixture();
  private final CallCommands commands = new CallCommands(core.items, core.account, core.clock);
  private final CallRecords records =
      new CallRecords(
          core.account,
          core.items,
          new MemoryObjects(),
          new NoStream(),
          core.settings,
          core.numbers);
  private final String transaction = Ids.guid();
  private Duration waited = Duration.ZERO;

  @Test
  void aCallThatTheStoreHearsOfLaterIsUpdatedThen() {
    update(
        APPLICATION,
        transaction,
        time -> {
          waited = waited.plus(time);
          if (waited.compareTo(Duration.ofSeconds(3)) >= 0) {
            records.accept(started());
          }
        });

    assertThat(waited).isEqualTo(Duration.ofSeconds(3));
    assertThat(commands.takeUpdates("node"))
        .extracting(CallUpdate::transactionId)
        .containsExactly(transaction);
  }

  @Test
  void aCallThatIsThereIsNotWaitedFor() {
    records.accept(started());

    update(APPLICATION, transaction, this::goBy);

    assertThat(waited).isZero();
    assertThat(commands.takeUpdates("node")).hasSize(1);
  }

  /** The default of docs/quotas.md. */
  @Test
  void fiftyUpdatesASecondAreTaken() {
    records.accept(started());
    UpdateSipMediaApplicationCall operation = operation(this::goBy);
    var request = request(APPLICATION, transaction);

    for (int second = 0; second < 2; second++) {
      for (int i = 0; i < 50; i++) {
        operation.handle(request, core.caller);
      }
      assertThatThrownBy(() -> operation.handle(request, core.caller))
          .isInstanceOfSatisfying(
              ApiException.class,
              e -> {
                assertThat(e.type()).isEqualTo(ErrorType.THROTTLED_CLIENT);
                assertThat(e.getMessage()).contains("more than 50.");
              });
      core.pass(Duration.ofSeconds(1));
    }
  }

  @Test
  void aCallThatNobodyHearsOfIsNotFoundAfterFiveSeconds() {
    assertNotFound(APPLICATION, transaction);

    assertThat(waited).hasSeconds(5);
  }

  @Test
  void aCallThatEndedOrIsAnothersIsNotFoundAtOnce() {
    records.accept(started());
    assertNotFound(Ids.guid(), transaction);

    records.accept(
        new CallFact.CallEnded(
            transaction,
            "node",
            core.clock.instant(),
            CallStatus.COMPLETED,
            0,
            "OK",
            Optional.empty(),
            Optional.of(APPLICATION),
            Optional.empty(),
            0));
    assertNotFound(APPLICATION, transaction);
    assertNotFound(APPLICATION, "no transaction id");

    assertThat(waited).isZero();
  }

  /** While one waits the next comes, and so on, until one is not let wait. */
  @Test
  void soManyWaitAtOnceAndNoMore() {
    var operation = new AtomicReference<UpdateSipMediaApplicationCall>();
    var waiting = new AtomicInteger();
    var refused = new AtomicBoolean();
    operation.set(
        operation(
            time -> {
              if (!refused.get()) {
                waiting.incrementAndGet();
                assertThatThrownBy(
                        () ->
                            operation.get().handle(request(APPLICATION, transaction), core.caller))
                    .isInstanceOf(ApiException.class);
                refused.set(true);
              }
            }));

    assertThatThrownBy(() -> operation.get().handle(request(APPLICATION, transaction), core.caller))
        .isInstanceOf(ApiException.class);

    assertThat(waiting).hasValue(UpdateSipMediaApplicationCall.MOST_LOOKING);
  }

  private void goBy(Duration time) {
    waited = waited.plus(time);
  }

  private void assertNotFound(String application, String call) {
    assertThatThrownBy(() -> update(application, call, this::goBy))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.type()).isEqualTo(ErrorType.NOT_FOUND));
    assertThat(commands.takeUpdates("node")).isEmpty();
  }

  private void update(String application, String call, Consumer<Duration> pause) {
    operation(pause).handle(request(application, call), core.caller);
  }

  private UpdateSipMediaApplicationCall operation(Consumer<Duration> pause) {
    return new UpdateSipMediaApplicationCall(
        new CallHistory(core.items, core.account),
        commands,
        new CallRates(core.items, core.account, core.clock),
        new Quotas(core.items, core.account),
        core.clock,
        pause);
  }

  private static UpdateSipMediaApplicationCallRequest request(String application, String call) {
    return UpdateSipMediaApplicationCallRequest.builder()
        .sipMediaApplicationId(application)
        .transactionId(call)
        .arguments(Map.of("k", "v"))
        .build();
  }

  private CallFact started() {
    return new CallFact.CallStarted(
        transaction,
        "node",
        core.clock.instant(),
        Ids.guid(),
        "sip-call-id",
        CallDirection.INBOUND,
        "+12065550199",
        "+12065550100",
        Optional.empty(),
        Optional.of(APPLICATION),
        CallFact.TrunkUse.NONE);
  }

  /** Nothing here tells the ends of dead nodes' calls. */
  private static final class NoStream implements EventStream {
    @Override
    public CompletableFuture<Void> append(StreamRecord entry) {
      throw new AssertionError(entry);
    }

    @Override
    public Subscription subscribe(EventStream.Consumer consumer) {
      throw new AssertionError(consumer);
    }
  }
}
