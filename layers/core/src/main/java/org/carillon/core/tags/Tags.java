package org.carillon.core.tags;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;

/**
 * The tags of the account's resources (V8), by ARN. Safe for use by many threads.
 *
 * <p>A taggable resource has its item here from its creation to its end, with tags or without:
 * {@link #create} and {@link #delete} belong into the transactions that make and remove the
 * resource. So tags never outlive a resource, and tagging one that is gone is refused.
 */
public final class Tags {

  /** Most tags of one resource, as the guide has it. */
  public static final int MAX_TAGS = 50;

  /** Most characters of a tag's key, and of its value. */
  private static final int MAX_KEY = 128;

  private static final int MAX_VALUE = 256;

  private static final String TAGS = "Tags";
  private static final String ARN = "Arn";

  private final Items items;
  private final String partition;

  /** The tags of this account's resources. */
  public Tags(Items items, Account account) {
    this.items = items;
    this.partition = "account/" + account.id() + "/tags";
  }

  /**
   * The write that gives a new resource its tags.
   *
   * @param tags by key; see {@link #checked} for tags of a request
   */
  public ItemWrite create(String arn, Map<String, String> tags) {
    return ItemWrite.create(key(arn), body(arn, tags));
  }

  /** The write that removes a resource's tags together with it. */
  public ItemWrite delete(String arn) {
    return new ItemWrite.Delete(key(arn), new ItemWrite.Condition.Always());
  }

  /** A resource's tags by key, in the order of the keys; empty when there is no such resource. */
  public Optional<SortedMap<String, String>> find(String arn) {
    return item(arn).map(Tags::of);
  }

  /**
   * The tags of a resource that a client names.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} when the account does not have it
   */
  public SortedMap<String, String> require(String arn) {
    return find(arn).orElseThrow(Tags::noSuchResource);
  }

  /**
   * Adds tags, or gives new values to keys that are there.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} for no such resource, {@link
   *     ErrorType#RESOURCE_LIMIT_EXCEEDED} when it would have more than {@value #MAX_TAGS}
   */
  public void add(String arn, Map<String, String> tags) {
    change(
        arn,
        kept -> {
          kept.putAll(tags);
          checkCount(kept.size());
        });
  }

  /**
   * Removes tags; keys that are not there are no error.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} for no such resource
   */
  public void remove(String arn, Set<String> keys) {
    change(arn, kept -> kept.keySet().removeAll(keys));
  }

  private interface Change {
    void apply(SortedMap<String, String> tags);
  }

  private void change(String arn, Change change) {
    Retries.onConflict(
        () -> {
          Item read = item(arn).orElseThrow(Tags::noSuchResource);
          SortedMap<String, String> tags = of(read);
          change.apply(tags);
          items.write(ItemWrite.replace(read, body(arn, tags)));
          return tags;
        });
  }

  /**
   * Tags of a request as they are to be kept.
   *
   * @param tags keys and values, in the request's order
   * @param member the request's member, for the message of an error
   * @throws ApiException {@link ErrorType#BAD_REQUEST} for a key that comes twice, starts with
   *     {@code aws:}, or is too long, or a value that is too long or no valid Unicode; {@link
   *     ErrorType#RESOURCE_LIMIT_EXCEEDED} for more than {@value #MAX_TAGS}
   */
  public static Map<String, String> checked(List<Map.Entry<String, String>> tags, String member) {
    Map<String, String> checked = new HashMap<>();
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < tags.size(); i++) {
      String key = tags.get(i).getKey();
      String value = tags.get(i).getValue();
      String at = member + "[" + i + "]";
      checkKey(key, at + ".Key");
      if (!isText(value) || value.codePointCount(0, value.length()) > MAX_VALUE) {
        throw bad(at + ".Value: text of at most " + MAX_VALUE + " characters.");
      }
      if (!keys.add(key)) {
        throw bad(at + ".Key: another tag has the same key.");
      }
      checked.put(key, value);
    }
    checkCount(checked.size());
    return checked;
  }

  /**
   * Checks a tag's key.
   *
   * @throws ApiException {@link ErrorType#BAD_REQUEST} that names the member
   */
  public static void checkKey(String key, String member) {
    if (!isText(key) || key.isEmpty() || key.codePointCount(0, key.length()) > MAX_KEY) {
      throw bad(member + ": text of 1 to " + MAX_KEY + " characters.");
    }
    if (key.regionMatches(true, 0, "aws:", 0, 4)) {
      throw bad(member + ": keys that start with aws: are reserved.");
    }
  }

  private static void checkCount(int count) {
    if (count > MAX_TAGS) {
      throw new ApiException(
          ErrorType.RESOURCE_LIMIT_EXCEEDED,
          "Tags: a resource has at most " + MAX_TAGS + " tags. Remove some first (UntagResource).");
    }
  }

  /** A lone half of a surrogate pair can be written in JSON, but no store keeps it. */
  private static boolean isText(String value) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(value);
  }

  private static ApiException bad(String message) {
    return new ApiException(ErrorType.BAD_REQUEST, message);
  }

  private static ApiException noSuchResource() {
    return new ApiException(
        ErrorType.NOT_FOUND, "ResourceARN: the account has no resource with this ARN.");
  }

  /**
   * A resource with its tags.
   *
   * @param arn its whole ARN, with the region it is in
   */
  public record Tagged(String arn, SortedMap<String, String> tags) {}

  /**
   * A resource by the last part of its ARN, such as {@code vc/abc}, whatever its region; empty when
   * there is none.
   */
  public Optional<Tagged> ofResource(String resource) {
    return read(resource).map(item -> new Tagged((String) item.body().get(ARN), of(item)));
  }

  private Optional<Item> item(String arn) {
    return read(resource(arn)).filter(item -> arn.equals(item.body().get(ARN)));
  }

  private Optional<Item> read(String resource) {
    boolean possible =
        !resource.isEmpty()
            && resource.length() <= ItemKey.MAX_BYTES
            && resource.chars().allMatch(c -> c < 0x80);
    return possible ? items.get(new ItemKey(partition, resource)) : Optional.empty();
  }

  private ItemKey key(String arn) {
    return new ItemKey(partition, resource(arn));
  }

  /** Ids are unique whatever the region, and most requests name an id and no region. */
  private static String resource(String arn) {
    String[] parts = arn.split(":", 6);
    return parts.length == 6 ? parts[5] : arn;
  }

  private static Map<String, Object> body(String arn, Map<String, String> tags) {
    return Map.of(ARN, arn, TAGS, tags);
  }

  private static SortedMap<String, String> of(Item item) {
    SortedMap<String, String> tags = new TreeMap<>();
    ((Map<?, ?>) item.body().get(TAGS))
        .forEach((key, value) -> tags.put((String) key, (String) value));
    return tags;
  }
}
