package org.carillon.core;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.carillon.core.ports.KeyRefusedException;
import org.carillon.core.ports.KeyRefusedException.Reason;
import org.carillon.core.ports.KeyStore;
import org.carillon.core.ports.Keys;

/** Keys in memory for tests of rules; they keep the contract all keys keep, but the secrecy. */
public final class MemoryKeys implements Keys, KeyStore {

  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  private final Map<String, StoredKey> keys = new TreeMap<>();
  private final Map<String, Map<String, StoredGrant>> grants = new TreeMap<>();
  private int made;

  /** Makes a key and gives its ARN. */
  public synchronized String newKey(String spec) {
    String arn = "arn:aws:kms:us-east-1:111122223333:key/" + ++made;
    create(arn, spec, "");
    return arn;
  }

  @Override
  public synchronized Optional<KeyDescription> describe(String keyArn) {
    return find(keyArn)
        .map(key -> new KeyDescription(keyArn, key.enabled(), key.spec().equals(SYMMETRIC)));
  }

  @Override
  public synchronized KeyGrant createGrant(
      String keyArn, Map<String, String> context, String name) {
    usable(keyArn);
    String id = Integer.toHexString((name + new TreeMap<>(context)).hashCode());
    grants.get(keyArn).put(id, new StoredGrant(id, Map.copyOf(context), CREATED));
    return new KeyGrant(id, "");
  }

  @Override
  public synchronized void retireGrant(String keyArn, KeyGrant grant) {
    revoke(keyArn, grant.id());
  }

  @Override
  public synchronized DataKey generateDataKey(
      String keyArn, KeyGrant grant, Map<String, String> context) {
    granted(keyArn, grant, context);
    byte[] plain = new byte[DATA_KEY_BYTES];
    plain[0] = (byte) ++made;
    String text = Base64.getEncoder().encodeToString(plain) + "|" + keyArn + context;
    return new DataKey(plain, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public synchronized byte[] decrypt(
      String keyArn, KeyGrant grant, byte[] sealed, Map<String, String> context) {
    granted(keyArn, grant, context);
    String text = new String(sealed, StandardCharsets.UTF_8);
    if (!text.endsWith("|" + keyArn + context)) {
      throw new IllegalArgumentException("sealed for something else");
    }
    return Base64.getDecoder().decode(text.substring(0, text.indexOf('|')));
  }

  private void granted(String keyArn, KeyGrant grant, Map<String, String> context) {
    usable(keyArn);
    StoredGrant stored = grants.get(keyArn).get(grant.id());
    if (stored == null || !context.entrySet().containsAll(stored.encryptionContext().entrySet())) {
      throw new KeyRefusedException(Reason.DENIED, keyArn);
    }
  }

  private void usable(String keyArn) {
    StoredKey key = keys.get(keyArn);
    if (key == null) {
      throw new KeyRefusedException(Reason.NOT_FOUND, keyArn);
    }
    if (!key.enabled()) {
      throw new KeyRefusedException(Reason.DISABLED, keyArn);
    }
  }

  @Override
  public Optional<KeyStore> store() {
    return Optional.of(this);
  }

  @Override
  public synchronized StoredKey create(String keyArn, String spec, String description) {
    StoredKey key = new StoredKey(keyArn, spec, true, description, CREATED);
    keys.put(keyArn, key);
    grants.put(keyArn, new TreeMap<>());
    return key;
  }

  @Override
  public synchronized Optional<StoredKey> find(String keyArn) {
    return Optional.ofNullable(keys.get(keyArn));
  }

  @Override
  public synchronized List<StoredKey> list() {
    return new ArrayList<>(keys.values());
  }

  @Override
  public synchronized boolean setEnabled(String keyArn, boolean enabled) {
    StoredKey changed =
        keys.computeIfPresent(
            keyArn,
            (arn, key) ->
                new StoredKey(arn, key.spec(), enabled, key.description(), key.created()));
    return changed != null;
  }

  @Override
  public synchronized List<StoredGrant> grants(String keyArn) {
    return List.copyOf(grants.getOrDefault(keyArn, Map.of()).values());
  }

  @Override
  public synchronized boolean revoke(String keyArn, String grantId) {
    return grants.containsKey(keyArn) && grants.get(keyArn).remove(grantId) != null;
  }
}
