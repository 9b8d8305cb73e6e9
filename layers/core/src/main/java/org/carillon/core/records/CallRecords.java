package org.carillon.core.records;

import java.util.List;
import java.util.Set;
import org.carillon.core.Account;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.ports.EventStream;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.Objects;
import org.carillon.core.ports.StreamRecord;
import org.carillon.core.settings.Settings;

/**
 * Folds facts of calls and writes exactly one call detail record for each call that ended (O1).
 * Safe for use by many threads and processes at once.
 */
public final class CallRecords implements EventStream.Consumer {

  /**
   * @param account whose calls they are
   * @param items where facts wait for the call's end
   * @param objects where records go
   * @param callFacts where the end of a dead node's call is told
   * @param settings says which bucket
   * @param numbers gives numbers their names
   */
  public CallRecords(
      Account account,
      Items items,
      Objects objects,
      EventStream callFacts,
      Settings settings,
      PhoneNumbers numbers) {}

  /**
   * Takes facts in any order, each any number of times.
   *
   * @throws org.carillon.core.ports.PortUnavailableException when a store cannot be reached; the
   *     facts must come again then
   */
  public void accept(CallFact... facts) {}

  /** Takes a batch of the event stream; a record that holds no fact is logged and left out. */
  @Override
  public void accept(List<StreamRecord> batch) {}

  /**
   * Closes the calls of media nodes that are gone: each gets its one record, with the facts known
   * and a status message that says so. The ends are told through the stream, so that an end which
   * the node itself told, and which still waits there, comes first and counts. To be run at start
   * and every minute.
   *
   * @param aliveNodeIds the incarnations that still run; all others are taken for dead
   * @return how many calls were found
   */
  public int closeCallsOfDeadNodes(Set<String> aliveNodeIds) {
    return 0;
  }
}
