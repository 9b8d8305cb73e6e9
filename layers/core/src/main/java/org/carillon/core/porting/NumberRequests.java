package org.carillon.core.porting;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.Listing;
import org.carillon.core.Page;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.Items;

/**
 * The account's number requests as stored (N4, N5, N6): each is kept in the form in which it is
 * answered, with its secrets sealed in members that no answer has. Safe for use by many threads.
 */
public final class NumberRequests {

  static final String REQUEST_ID = "RequestId";
  static final String STATUS = "Status";
  static final String STATUS_MESSAGE = "StatusMessage";
  static final String PHONE_NUMBERS = "PhoneNumbers";
  static final String UPDATED = "UpdatedTimestamp";

  private final Items items;
  private final Account account;
  private final InstantSource clock;

  /** The requests of this account. */
  public NumberRequests(Items items, Account account, InstantSource clock) {
    this.items = items;
    this.account = account;
    this.clock = clock;
  }

  /** What a request is about. */
  enum Kind {
    INTERNATIONAL("InternationalNumberRequest"),
    PORT_IN("PortInRequest"),
    PORT_OUT("PortOutRequest");

    private final String shape;

    Kind(String shape) {
      this.shape = shape;
    }
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  Account account() {
    return account;
  }

  private String partition(Kind kind) {
    return "account/" + account.id() + "/requests/" + kind.shape;
  }

  ItemKey key(Kind kind, String requestId) {
    return new ItemKey(partition(kind), requestId);
  }

  Optional<Item> find(Kind kind, String requestId) {
    return Ids.isGuid(requestId) ? items.get(key(kind, requestId)) : Optional.empty();
  }

  /**
   * The request a client means.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} when the account has none
   */
  Item require(Kind kind, String requestId) {
    return find(kind, requestId)
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorType.NOT_FOUND,
                    REQUEST_ID + ": the account has no such " + kind.shape + "."));
  }

  /** A new request: what was asked, with an id, its first state and its times. */
  Map<String, Object> fresh(Map<String, Object> asked, String requestId, Enum<?> status) {
    Map<String, Object> body = new LinkedHashMap<>(asked);
    body.put(REQUEST_ID, requestId);
    body.put(STATUS, status.name());
    body.put("CreatedTimestamp", now().toString());
    body.put(UPDATED, now().toString());
    return body;
  }

  static OperatorDocument answer(Kind kind, Map<String, Object> body) {
    return new OperatorDocument(Map.of(kind.shape, body));
  }

  OperatorDocument list(Listing listing, Kind kind, OperatorDocument request) {
    Page<Map<String, Object>> page =
        listing.page(
            ItemQuery.Index.TABLE,
            partition(kind),
            "",
            "",
            (Integer) request.members().get("MaxResults"),
            (String) request.members().get("NextToken"),
            item -> Optional.of(item.body()));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(kind.shape + "s", page.entries());
    if (page.nextToken() != null) {
      answer.put("NextToken", page.nextToken());
    }
    return new OperatorDocument(answer);
  }

  /** The refusal of a change of state that the rules do not have. */
  static ApiException illegal(Enum<?> from, Enum<?> to, Iterable<? extends Enum<?>> legal) {
    StringBuilder next = new StringBuilder();
    legal.forEach(state -> next.append(next.isEmpty() ? "" : ", ").append(state.name()));
    return new ApiException(
        ErrorType.CONFLICT,
        "Status: a request in "
            + from.name()
            + " cannot become "
            + to.name()
            + ". It can become "
            + (next.isEmpty() ? "nothing else: it has ended" : next)
            + ".");
  }

  static ApiException bad(String member, String rule) {
    return new ApiException(ErrorType.BAD_REQUEST, member + ": " + rule);
  }
}
