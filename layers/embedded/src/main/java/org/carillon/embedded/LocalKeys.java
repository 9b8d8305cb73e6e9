package org.carillon.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.KeyRefusedException;
import org.carillon.core.ports.KeyRefusedException.Reason;
import org.carillon.core.ports.KeyStore;
import org.carillon.core.ports.Keys;
import org.carillon.core.ports.Sealer;

/**
 * Customers' keys in the item store, each sealed by the installation's own. They are refused for
 * the same reasons as keys of KMS, so that what works here works there.
 */
final class LocalKeys implements Keys {

  private final Items items;
  private final Sealer sealer;
  private final LocalKeyStore store;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  LocalKeys(Items items, Sealer sealer, InstantSource clock) {
    this.items = items;
    this.sealer = sealer;
    this.clock = clock;
    this.store = new LocalKeyStore(items, sealer, clock);
  }

  @Override
  public Optional<KeyDescription> describe(String keyArn) {
    return store
        .find(keyArn)
        .map(key -> new KeyDescription(keyArn, key.enabled(), isSymmetric(key)));
  }

  @Override
  public KeyGrant createGrant(String keyArn, Map<String, String> encryptionContext, String name) {
    usable(keyArn);
    String id = grantId(keyArn, encryptionContext, name);
    Map<String, Object> body = new HashMap<>();
    body.put(LocalKeyStore.CONTEXT, encryptionContext);
    body.put(LocalKeyStore.CREATED, clock.instant().toString());
    try {
      items.write(ItemWrite.create(LocalKeyStore.grant(keyArn, id), body));
    } catch (ItemConflictException sameAskedBefore) {
      return new KeyGrant(id, "");
    }
    return new KeyGrant(id, "");
  }

  @Override
  public void retireGrant(String keyArn, KeyGrant grant) {
    items.write(
        new ItemWrite.Delete(
            LocalKeyStore.grant(keyArn, grant.id()), new ItemWrite.Condition.Always()));
  }

  @Override
  public DataKey generateDataKey(
      String keyArn, KeyGrant grant, Map<String, String> encryptionContext) {
    AesGcm key = granted(keyArn, grant, encryptionContext);
    byte[] plaintext = new byte[DATA_KEY_BYTES];
    random.nextBytes(plaintext);
    return new DataKey(plaintext, key.seal(plaintext, additional(keyArn, encryptionContext)));
  }

  @Override
  public byte[] decrypt(
      String keyArn, KeyGrant grant, byte[] sealed, Map<String, String> encryptionContext) {
    return granted(keyArn, grant, encryptionContext)
        .open(sealed, additional(keyArn, encryptionContext));
  }

  @Override
  public Optional<KeyStore> store() {
    return Optional.of(store);
  }

  private AesGcm granted(String keyArn, KeyGrant grant, Map<String, String> context) {
    Item key = usable(keyArn);
    Map<?, ?> constraint =
        items
            .get(LocalKeyStore.grant(keyArn, grant.id()))
            .map(item -> (Map<?, ?>) item.body().get(LocalKeyStore.CONTEXT))
            .orElseThrow(() -> denied(keyArn, "the grant was revoked"));
    if (!context.entrySet().containsAll(constraint.entrySet())) {
      throw denied(keyArn, "the grant is for another encryption context");
    }
    byte[] material =
        sealer.open(
            Base64.getDecoder().decode((String) key.body().get(LocalKeyStore.MATERIAL)),
            LocalKeyStore.sealedFor(keyArn));
    try {
      return new AesGcm(material);
    } finally {
      Arrays.fill(material, (byte) 0);
    }
  }

  private Item usable(String keyArn) {
    Item item =
        store
            .item(keyArn)
            .orElseThrow(() -> new KeyRefusedException(Reason.NOT_FOUND, "no such key: " + keyArn));
    KeyStore.StoredKey key = LocalKeyStore.key(item);
    if (!isSymmetric(key)) {
      throw new KeyRefusedException(Reason.WRONG_KIND, "the key is asymmetric: " + keyArn);
    }
    if (!key.enabled()) {
      throw new KeyRefusedException(Reason.DISABLED, "the key is disabled: " + keyArn);
    }
    return item;
  }

  private static boolean isSymmetric(KeyStore.StoredKey key) {
    return key.spec().equals(KeyStore.SYMMETRIC);
  }

  private static KeyRefusedException denied(String keyArn, String why) {
    return new KeyRefusedException(Reason.DENIED, why + ": " + keyArn);
  }

  private static String grantId(String keyArn, Map<String, String> context, String name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(additional(keyArn, context));
      digest.update(name.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }

  /** Each part with its length, so that no two contexts read the same. */
  private static byte[] additional(String keyArn, Map<String, String> context) {
    StringBuilder text = new StringBuilder().append(keyArn.length()).append(keyArn);
    new TreeMap<>(context)
        .forEach(
            (name, value) ->
                text.append(';')
                    .append(name.length())
                    .append(name)
                    .append(value.length())
                    .append(value));
    return text.toString().getBytes(UTF_8);
  }
}
