package org.carillon.core.analytics;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.carillon.contract.ApiException;
import org.carillon.contract.Documents;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.KinesisVideoStreamPoolConfiguration;

/** The account's pools of Kinesis video streams, as stored, by name. Safe for many threads. */
final class StreamPools {

  private static final String POOL = "KinesisVideoStreamPoolConfiguration";
  private static final String REQUEST_TOKEN = "RequestToken";
  private static final String RESOURCE = "media-pipeline-kinesis-video-stream-pool/";
  private static final Pattern NAME = Pattern.compile("[0-9a-zA-Z._-]{1,128}");

  private final Items items;
  private final Account account;
  private final String partition;

  StreamPools(Items items, Account account) {
    this.items = items;
    this.account = account;
    this.partition = "account/" + account.id() + "/kinesis-video-stream-pools";
  }

  /**
   * The pool a client means.
   *
   * @param identifier its name or its ARN
   * @throws ApiException {@link ErrorType#NOT_FOUND} when the account does not have it
   */
  Item require(String identifier) {
    String prefix = arn("");
    String name =
        identifier.startsWith(prefix) ? identifier.substring(prefix.length()) : identifier;
    return find(name)
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorType.NOT_FOUND,
                    "Identifier: the account has no such pool. Pass its name or its ARN."));
  }

  Optional<Item> find(String name) {
    return NAME.matcher(name).matches() ? items.get(key(name)) : Optional.empty();
  }

  ItemWrite create(KinesisVideoStreamPoolConfiguration pool, Optional<String> requestToken) {
    Map<String, Object> body = new HashMap<>();
    body.put(POOL, Documents.toDocument(pool));
    requestToken.ifPresent(token -> body.put(REQUEST_TOKEN, token));
    return ItemWrite.create(key(pool.poolName()), body);
  }

  void replace(Item read, KinesisVideoStreamPoolConfiguration pool) {
    Map<String, Object> body = new HashMap<>(read.body());
    body.put(POOL, Documents.toDocument(pool));
    items.write(ItemWrite.replace(read, body));
  }

  String arn(String name) {
    return account.arn(RESOURCE + name);
  }

  String partition() {
    return partition;
  }

  static Optional<String> requestToken(Item item) {
    return Optional.ofNullable((String) item.body().get(REQUEST_TOKEN));
  }

  @SuppressWarnings("unchecked") // written by this class
  static KinesisVideoStreamPoolConfiguration pool(Item item) {
    Map<String, Object> document = (Map<String, Object>) item.body().get(POOL);
    return Documents.fromDocument(document, KinesisVideoStreamPoolConfiguration.class);
  }

  private ItemKey key(String name) {
    return new ItemKey(partition, name);
  }
}
