package org.carillon.core.access;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.carillon.core.Account;
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
    AccessKey made =
        new AccessKey(
            id,
            new Principal(principal.accountId(), principal.arn(), id),
            new Secret(randomText(SECRET_ALPHABET, 40)),
            Optional.of(new Secret(randomText(SECRET_ALPHABET, 200))),
            Optional.of(clock.instant().plus(lifetime)));
    items.write(store(made));
    return made;
  }

  private AccessKey newRootKey(Account account) {
    return rootKey(account, "AKIA" + randomText(ID_ALPHABET, 16), randomText(SECRET_ALPHABET, 40));
  }

  private static AccessKey rootKey(Account account, String id, String secret) {
    Principal root = new Principal(account.id(), account.rootArn(), id);
    return new AccessKey(id, root, new Secret(secret), Optional.empty(), Optional.empty());
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
    body.put("Account", made.principal().accountId());
    body.put("Arn", made.principal().arn());
    body.put("CreatedTimestamp", clock.instant().toString());
    body.put("Secret", seal(made.secret(), made.id()));
    made.sessionToken().ifPresent(token -> body.put("SessionToken", seal(token, made.id())));
    made.expiresAt().ifPresent(end -> body.put("ExpiresAt", end.toString()));
    return ItemWrite.create(key(made.id()), body);
  }

  private AccessKey open(Item item) {
    String id = item.key().sort();
    Map<String, Object> body = item.body();
    return new AccessKey(
        id,
        new Principal((String) body.get("Account"), (String) body.get("Arn"), id),
        unseal((String) body.get("Secret"), id),
        Optional.ofNullable((String) body.get("SessionToken")).map(text -> unseal(text, id)),
        Optional.ofNullable((String) body.get("ExpiresAt")).map(Instant::parse));
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
