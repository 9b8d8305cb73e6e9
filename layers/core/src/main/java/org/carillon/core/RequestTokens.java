package org.carillon.core;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.Documents;
import org.carillon.contract.ErrorType;
import org.carillon.contract.Json;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Request tokens of clients ({@code ClientRequestToken}): the same request with the same token
 * makes one resource, however often it is sent. Safe for use by many threads.
 */
public final class RequestTokens {

  /** How long a token is remembered, unless its resource goes first. */
  public static final Duration LIFETIME = Duration.ofHours(24);

  private static final String REQUEST = "Request";
  private static final String RESOURCE = "ResourceId";
  private static final String CREATED = "Created";

  private final Items items;
  private final String accountId;
  private final String partition;
  private final InstantSource clock;

  /** The tokens of this account, by this clock. */
  public RequestTokens(Items items, Account account, InstantSource clock) {
    this.items = items;
    this.accountId = account.id();
    this.partition = "account/" + account.id() + "/request-tokens";
    this.clock = clock;
  }

  /**
   * What is known of a token.
   *
   * @param resource the id of what an earlier request with it made; empty for a new token
   */
  public record Known(
      Optional<String> resource, ItemKey key, String request, Optional<Item> item) {}

  /**
   * Looks a token up.
   *
   * @param operation whose token it is, such as {@code CreateMeeting}
   * @param token the client's, 2 to 64 of its class
   * @param conflict the error for a token that was used with another request: one that the model
   *     declares for the operation
   * @throws ApiException that error
   */
  public Known find(String operation, String token, SdkPojo request, ErrorType conflict) {
    ItemKey key = key(operation, token);
    String digest = digest(request);
    Optional<Item> item = items.get(key);
    Optional<Item> fresh = item.filter(it -> isFresh(it, clock.instant()));
    if (fresh.isPresent() && !digest.equals(fresh.get().body().get(REQUEST))) {
      throw new ApiException(
          conflict,
          "ClientRequestToken: used before with another request. Send a new token, or the same"
              + " request again.");
    }
    return new Known(fresh.map(it -> (String) it.body().get(RESOURCE)), key, digest, item);
  }

  /** The write that remembers a token, for the transaction that makes the resource. */
  public ItemWrite remember(Known token, String resourceId) {
    Map<String, Object> body =
        Map.of(REQUEST, token.request(), RESOURCE, resourceId, CREATED, clock.instant().toString());
    return new ItemWrite.Put(
        token.key(),
        body,
        Optional.of(
            new ItemKey(
                ending(),
                SortableTime.of(clock.instant().plus(LIFETIME)) + "/" + token.key().sort())),
        Optional.empty(),
        token
            .item()
            .<ItemWrite.Condition>map(read -> new ItemWrite.Condition.AtVersion(read.version()))
            .orElseGet(ItemWrite.Condition.Absent::new));
  }

  /**
   * The write that forgets a token, for the transaction that removes the resource it made; none
   * when the token stands for another resource by now.
   */
  public List<ItemWrite> forget(String operation, String token, String resourceId) {
    return items.get(key(operation, token)).stream()
        .filter(item -> resourceId.equals(item.body().get(RESOURCE)))
        .<ItemWrite>map(ItemWrite::delete)
        .toList();
  }

  /**
   * Removes tokens whose time is over. To be called from time to time.
   *
   * @param most how many to look at
   */
  public DueItems.Work removeExpired(int most) {
    Instant now = clock.instant();
    return new DueItems(items)
        .remove(
            accountId,
            ending(),
            now,
            now,
            most,
            item -> !isFresh(item, now),
            "RemoveExpiredRequestTokens");
  }

  private static boolean isFresh(Item token, Instant now) {
    return now.isBefore(Instant.parse((String) token.body().get(CREATED)).plus(LIFETIME));
  }

  /** The partition of index 1 that has the tokens by the end of their time. */
  private String ending() {
    return partition + "/ending";
  }

  private ItemKey key(String operation, String token) {
    return new ItemKey(partition, operation + "/" + token);
  }

  private static String digest(SdkPojo request) {
    try {
      byte[] text = Json.write(Documents.toDocument(request));
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }
}
