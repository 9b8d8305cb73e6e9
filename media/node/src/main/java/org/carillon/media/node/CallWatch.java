package org.carillon.media.node;

import java.time.InstantSource;
import java.util.OptionalLong;
import org.carillon.core.Account;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.ports.Items;
import org.carillon.core.timeline.CallTimelines;
import org.carillon.core.timeline.Invocation;
import org.carillon.core.timeline.Invocation.DigitsShown;
import org.carillon.core.timeline.ObservedFunctions;
import org.carillon.core.timeline.TimelineEntry;
import org.carillon.core.timeline.TimelineKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The developer's view of calls: keeps their timelines, and writes a log line for each invocation
 * of a function. Safe from any thread; never waits.
 */
public final class CallWatch implements CallObserver, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("call");

  private final TimelineKeeper keeper;
  private final InstantSource clock;
  private final DigitsShown digits;
  private final CallObserver also;

  /**
   * @param digits what is shown of digits that callers press
   * @param also is told of each moment as well
   */
  public CallWatch(
      Items items, Account account, InstantSource clock, DigitsShown digits, CallObserver also) {
    this.keeper = new TimelineKeeper(new CallTimelines(items, account), clock);
    this.clock = clock;
    this.digits = digits;
    this.also = also;
  }

  /** These functions, watched. */
  public FunctionInvoker watching(FunctionInvoker functions) {
    return new ObservedFunctions(functions, clock, digits, this::onInvocation);
  }

  @Override
  public void onMoment(CallMoment moment) {
    keeper.note(moment.transactionId(), entry(moment));
    also.onMoment(moment);
  }

  @Override
  public boolean follows(String transactionId) {
    return keeper.follows(transactionId) || also.follows(transactionId);
  }

  @Override
  public void onEnded(String transactionId) {
    keeper.ended(transactionId);
    also.onEnded(transactionId);
  }

  private void onInvocation(Invocation done) {
    long millis = done.took().toMillis();
    String line = "{} {} -> {} in {} ms, call {}";
    if (done.failed()) {
      log.warn(line, done.function(), done.event(), done.answer(), millis, done.transactionId());
    } else {
      log.info(line, done.function(), done.event(), done.answer(), millis, done.transactionId());
    }
    CallMoment asked =
        new CallMoment(
            done.startedAt(),
            done.transactionId(),
            CallMoment.Part.FUNCTION,
            "",
            CallMoment.Flow.OUT,
            done.function() + ": " + done.event());
    CallMoment said =
        new CallMoment(
            done.startedAt().plus(done.took()),
            done.transactionId(),
            CallMoment.Part.FUNCTION,
            "",
            CallMoment.Flow.IN,
            done.function() + ": " + done.answer());
    TimelineEntry answered = entry(said);
    keeper.invoked(
        done.transactionId(),
        entry(asked),
        new TimelineEntry(
            answered.at(),
            answered.part(),
            answered.leg(),
            answered.flow(),
            answered.text(),
            OptionalLong.of(millis)));
    also.onMoment(asked);
    also.onMoment(said);
  }

  private static TimelineEntry entry(CallMoment moment) {
    return new TimelineEntry(
        moment.at(),
        TimelineEntry.Part.valueOf(moment.part().name()),
        moment.leg(),
        TimelineEntry.Flow.valueOf(moment.flow().name()),
        moment.text(),
        OptionalLong.empty());
  }

  /** Stores what waits. */
  @Override
  public void close() {
    keeper.close();
  }
}
