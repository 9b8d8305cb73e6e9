package org.carillon.core.records;

import java.util.Optional;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.Items;

/** What is kept of calls, by their transaction ids. Safe for use by many threads. */
public final class CallHistory {

  private final Items items;
  private final Account account;

  /** The calls of this account. */
  public CallHistory(Items items, Account account) {
    this.items = items;
    this.account = account;
  }

  /**
   * Whether a call is known to have started under an application and not to have ended. A call is
   * known a moment after its INVITE.
   */
  public boolean isInProgress(String transactionId, String applicationId) {
    return ownerOf(transactionId, applicationId).isPresent();
  }

  /**
   * The incarnation of the media node that has a call, when it is in progress under an application;
   * see {@link #isInProgress}.
   */
  public Optional<String> ownerOf(String transactionId, String applicationId) {
    if (!Ids.isGuid(transactionId)) {
      return Optional.empty();
    }
    return find(transactionId)
        .map(StoredCall::call)
        .filter(call -> call.ended().isEmpty())
        .filter(call -> call.applicationId().filter(applicationId::equals).isPresent())
        .flatMap(KnownCall::started)
        .filter(started -> started.ofTransaction().isEmpty())
        .map(CallFact.CallStarted::nodeId);
  }

  /** A call at a glance; empty when no call of this id is known to have started. */
  public Optional<CallOverview> overview(String transactionId) {
    return find(transactionId).map(StoredCall::call).flatMap(CallOverview::of);
  }

  Optional<StoredCall> find(String transactionId) {
    return item(transactionId).map(item -> StoredCall.fromDocument(item.body()));
  }

  Optional<Item> item(String transactionId) {
    return items.get(key(transactionId));
  }

  ItemKey key(String transactionId) {
    return new ItemKey("account/" + account.id() + "/calls/" + transactionId, "facts");
  }
}
