package org.carillon.core.access;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.carillon.core.Account;
import org.carillon.core.DueItems;
import org.carillon.core.Retries;
import org.carillon.core.SortableTime;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.Sealer;

/**
 * The access keys this installation knows. Secrets are stored sealed. Safe for use by many threads.
 *
 * <p>A key is read from the store for every request, so one that was removed stops working at once;
 * only the opening of its seal, which may be a call to KMS, is remembered.
 */
public final class AccessKeys {

  private static final String PARTITION = "access-keys";
  private static final ItemKey FIRST = new ItemKey("access-keys/first", "made");
  private static final Pattern ID = Pattern.compile("\\w{4,128}");
  private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e]{1,256}");
  private static final String CREATED = "CreatedTimestamp";
  private static final String EXPIRES = "ExpiresAt";
  private static final String STATUS = "Status";
  private static final int SWEPT_AT_ONCE = 10;

  /** An ended key says for a day that it ended, then it is not known any more. */
  private static final Duration KEPT_AFTER_END = Duration.ofDays(1);

  private static final int MAX_REMEMBERED = 1000;
  private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String SECRET_ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private final Items items;
  private final Sealer sealer;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Secret> opened = new ConcurrentHashMap<>(); // by sealed text

  /** The keys in this store, sealed by this sealer. */
  public AccessKeys(Items items, Sealer sealer, InstantSource clock) {
    this.items = items;
    this.sealer = sealer;
    this.clock = clock;
  }

  /** The key with this id; a temporary one also after its end. */
  public Optional<AccessKey> find(String accessKeyId) {
    return ID.matcher(accessKeyId).matches()
        ? items.get(key(accessKeyId)).map(this::open)
        : Optional.empty();
  }

  /** Makes a key of the account's root user. */
  public AccessKey create(Account account) {
    AccessKey made = newRootKey(account);
    items.write(store(made));
    return made;
  }

  /**
   * Makes the first key of an installation.
   *
   * @return empty when there was a first key already; nothing is made then
   */
  public Optional<AccessKey> createFirst(Account account) {
    return writeFirst(newRootKey(account));
  }

  /**
   * Takes a key of the operator's as the first key of an installation, for the account's root user.
   *
   * @return empty when there was a first key already; nothing is taken then
   * @throws IllegalArgumentException when id or secret cannot be of a key; says which
   */
  public Optional<AccessKey> importFirst(Account account, String accessKeyId, String secret) {
    if (!ID.matcher(accessKeyId).matches()) {
      throw new IllegalArgumentException(
          "AWS_ACCESS_KEY_ID must be 4 to 128 letters, digits or underscores. Unset it to have a"
              + " key made.");
    }
    if (!SECRET.matcher(secret).matches()) {
      throw new IllegalArgumentException(
          "AWS_SECRET_ACCESS_KEY must be 1 to 256 printable ASCII characters without spaces. Unset"
              + " it to have a key made.");
    }
    return writeFirst(rootKey(account, accessKeyId, secret));
  }

  /**
   * Makes a temporary key: requests signed with it carry its session token.
   *
   * @param principal whose it is; the key id in it is replaced by the new one
   * @param lifetime until when it works
   */
  public AccessKey createTemporary(Principal principal, Duration lifetime) {
    String id = "ASIA" + randomText(ID_ALPHABET, 16);
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    AccessKey made =
        new AccessKey(
            id,
            withKey(principal, id),
            new Secret(randomText(SECRET_ALPHABET, 40)),
            Optional.of(new Secret(randomText(SECRET_ALPHABET, 200))),
            Optional.of(now.plus(lifetime)),
            true);
    items.write(store(made));
    removeEnded(principal.accountId(), SWEPT_AT_ONCE);
    return made;
  }

  /**
   * A new key of a user, and the write that stores it: it goes into the transaction that enters the
   * key with its user.
   */
  NewKey createFor(Principal user) {
    String id = "AKIA" + randomText(ID_ALPHABET, 16);
    AccessKey made =
        new AccessKey(
            id,
            withKey(user, id),
            new Secret(randomText(SECRET_ALPHABET, 40)),
            Optional.empty(),
            Optional.empty(),
            true);
    return new NewKey(made, store(made));
  }

  /** A key that is not stored yet. */
  record NewKey(AccessKey key, ItemWrite write) {}

  /** The write that removes a key together with its entry at its user. */
  static ItemWrite delete(String id) {
    return new ItemWrite.Delete(key(id), new ItemWrite.Condition.Always());
  }

  /** What is known of a user's key, without its secret. */
  Optional<Described> describe(String accessKeyId) {
    return items
        .get(key(accessKeyId))
        .map(
            item ->
                new Described(
                    accessKeyId,
                    isActive(item.body()),
                    Instant.parse((String) item.body().get(CREATED))));
  }

  /** A key without its secret. */
  record Described(String id, boolean active, Instant created) {}

  /** Switches a key on or off; nothing happens when it is gone. */
  void setActive(String accessKeyId, boolean active) {
    Retries.onConflict(
        () -> {
          items
              .get(key(accessKeyId))
              .ifPresent(
                  item -> {
                    Map<String, Object> body = new HashMap<>(item.body());
                    body.put(STATUS, active ? "Active" : "Inactive");
                    items.write(ItemWrite.replace(item, body));
                  });
          return active;
        });
  }

  private static boolean isActive(Map<String, Object> body) {
    return !"Inactive".equals(body.get(STATUS));
  }

  private static Principal withKey(Principal principal, String id) {
    return new Principal(
        principal.accountId(),
        principal.arn(),
        id,
        principal.userName(),
        principal.userId(),
        principal.session());
  }

  /**
   * Removes temporary keys that ended a day ago. Each new session removes a few, so that they never
   * pile up; a sweep removes the others.
   *
   * @param most how many to look at
   */
  public DueItems.Work removeEnded(String accountId, int most) {
    Instant now = clock.instant();
    Instant until = now.minus(KEPT_AFTER_END);
    return new DueItems(items)
        .remove(
            accountId,
            sessions(accountId),
            until,
            now,
            most,
            item -> Instant.parse((String) item.body().get(EXPIRES)).isBefore(until),
            "RemoveEndedSessions");
  }

  private static String sessions(String accountId) {
    return "account/" + accountId + "/sessions";
  }

  private AccessKey newRootKey(Account account) {
    return rootKey(account, "AKIA" + randomText(ID_ALPHABET, 16), randomText(SECRET_ALPHABET, 40));
  }

  private static AccessKey rootKey(Account account, String id, String secret) {
    Principal root = new Principal(account.id(), account.rootArn(), id);
    return new AccessKey(id, root, new Secret(secret), Optional.empty(), Optional.empty(), true);
  }

  private Optional<AccessKey> writeFirst(AccessKey made) {
    if (items.get(FIRST).isPresent()) {
      return Optional.empty();
    }
    List<ItemWrite> writes = new ArrayList<>();
    writes.add(ItemWrite.create(FIRST, Map.of("AccessKeyId", made.id())));
    writes.add(store(made));
    try {
      items.write(writes);
      return Optional.of(made);
    } catch (ItemConflictException anotherWasFirst) {
      return Optional.empty();
    }
  }

  private ItemWrite store(AccessKey made) {
    Map<String, Object> body = new HashMap<>();
    Principal principal = made.principal();
    body.put("Account", principal.accountId());
    body.put("Arn", principal.arn());
    if (!principal.userName().isEmpty()) {
      body.put("UserName", principal.userName());
      body.put("UserId", principal.userId());
    }
    body.put(CREATED, clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    body.put("Secret", seal(made.secret(), made.id()));
    principal.session().ifPresent(session -> body.put("SessionName", session.name()));
    principal
        .session()
        .flatMap(Principal.Session::policy)
        .ifPresent(policy -> body.put("SessionPolicy", policy));
    made.sessionToken().ifPresent(token -> body.put("SessionToken", seal(token, made.id())));
    if (made.expiresAt().isEmpty()) {
      return ItemWrite.create(key(made.id()), body);
    }
    String end = made.expiresAt().get().toString();
    body.put(EXPIRES, end);
    return new ItemWrite.Put(
        key(made.id()),
        body,
        Optional.of(
            new ItemKey(
                sessions(principal.accountId()),
                SortableTime.of(made.expiresAt().get()) + "/" + made.id())),
        Optional.empty(),
        new ItemWrite.Condition.Absent());
  }

  private AccessKey open(Item item) {
    String id = item.key().sort();
    Map<String, Object> body = item.body();
    return new AccessKey(
        id,
        principal(body, id),
        unseal((String) body.get("Secret"), id),
        Optional.ofNullable((String) body.get("SessionToken")).map(text -> unseal(text, id)),
        Optional.ofNullable((String) body.get(EXPIRES)).map(Instant::parse),
        isActive(body));
  }

  private static Principal principal(Map<String, Object> body, String keyId) {
    String account = (String) body.get("Account");
    return new Principal(
        account,
        (String) body.get("Arn"),
        keyId,
        (String) body.getOrDefault("UserName", ""),
        (String) body.getOrDefault("UserId", account),
        Optional.ofNullable((String) body.get("SessionName"))
            .map(
                name ->
                    new Principal.Session(
                        name,
                        Instant.parse((String) body.get(CREATED)),
                        Optional.ofNullable((String) body.get("SessionPolicy")))));
  }

  private String seal(Secret secret, String id) {
    byte[] plaintext = secret.reveal().getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(sealer.seal(plaintext, context(id)));
  }

  private Secret unseal(String sealedText, String id) {
    Secret known = opened.get(sealedText);
    if (known == null) {
      byte[] plaintext = sealer.open(Base64.getDecoder().decode(sealedText), context(id));
      known = new Secret(new String(plaintext, StandardCharsets.UTF_8));
      if (opened.size() >= MAX_REMEMBERED) {
        opened.clear();
      }
      opened.put(sealedText, known);
    }
    return known;
  }

  private String randomText(String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private static String context(String id) {
    return "carillon access key: " + id;
  }

  private static ItemKey key(String id) {
    return new ItemKey(PARTITION, id);
  }
}
