package org.carillon.core.records;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.records.CallFact.CallEnded;
import org.carillon.core.records.CallFact.CallStarted;
import org.carillon.core.reputation.OutboundCall;
import org.carillon.core.reputation.OutboundReputation;

/** Which calls count for the reputation of their caller ids (N12). Safe for use by many threads. */
public final class Reputations {

  private static final Reputations NONE = new Reputations(Optional.empty(), ended -> true);

  private final Optional<OutboundReputation> reputation;
  private final Predicate<CallEnded> nobodyCalled;

  private Reputations(Optional<OutboundReputation> reputation, Predicate<CallEnded> nobodyCalled) {
    this.reputation = reputation;
    this.nobodyCalled = nobodyCalled;
  }

  /**
   * Counts calls that went out.
   *
   * @param nobodyCalled whether a call's end says that we refused it ourselves
   */
  public static Reputations of(OutboundReputation reputation, Predicate<CallEnded> nobodyCalled) {
    return new Reputations(Optional.of(reputation), nobodyCalled);
  }

  /** Counts nothing. */
  public static Reputations none() {
    return NONE;
  }

  List<ItemWrite> count(KnownCall call) {
    CallStarted started = call.started().orElseThrow();
    CallEnded ended = call.ended().orElseThrow();
    if (reputation.isEmpty()
        || started.direction() != CallDirection.OUTBOUND
        || nobodyCalled.test(ended)) {
      return List.of();
    }
    Optional<Instant> answered = call.answeredAt();
    return reputation
        .get()
        .count(
            new OutboundCall(
                started.transactionId(),
                started.from(),
                started.to(),
                started.at(),
                Duration.between(started.at(), answered.orElse(ended.at())),
                answered.map(at -> Duration.between(at, ended.at()))));
  }
}
