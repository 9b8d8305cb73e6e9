package org.carillon.embedded;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemPage;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.KeyStore;
import org.carillon.core.ports.Sealer;

/** The kept keys and grants as items: one a key, one a grant. */
final class LocalKeyStore implements KeyStore {

  /** A grant's encryption context. */
  static final String CONTEXT = "Context";

  /** When a key or grant was made. */
  static final String CREATED = "Created";

  /** A symmetric key's secret, sealed. */
  static final String MATERIAL = "Material";

  private static final String PARTITION = "kms/keys";
  private static final String SPEC = "Spec";
  private static final String ENABLED = "Enabled";
  private static final String DESCRIPTION = "Description";

  private final Items items;
  private final Sealer sealer;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  LocalKeyStore(Items items, Sealer sealer, InstantSource clock) {
    this.items = items;
    this.sealer = sealer;
    this.clock = clock;
  }

  @Override
  public StoredKey create(String keyArn, String spec, String description) {
    StoredKey key = new StoredKey(keyArn, spec, true, description, clock.instant());
    Map<String, Object> body = new HashMap<>();
    body.put(SPEC, spec);
    body.put(ENABLED, true);
    body.put(DESCRIPTION, description);
    body.put(CREATED, key.created().toString());
    if (spec.equals(SYMMETRIC)) {
      byte[] material = new byte[AesGcm.KEY_BYTES];
      random.nextBytes(material);
      byte[] sealed = sealer.seal(material, sealedFor(keyArn));
      Arrays.fill(material, (byte) 0);
      body.put(MATERIAL, Base64.getEncoder().encodeToString(sealed));
    }
    items.write(ItemWrite.create(new ItemKey(PARTITION, keyArn), body));
    return key;
  }

  @Override
  public Optional<StoredKey> find(String keyArn) {
    return item(keyArn).map(LocalKeyStore::key);
  }

  @Override
  public List<StoredKey> list() {
    return all(PARTITION).stream()
        .map(LocalKeyStore::key)
        .sorted(Comparator.comparing(StoredKey::created).thenComparing(StoredKey::keyArn))
        .toList();
  }

  @Override
  public boolean setEnabled(String keyArn, boolean enabled) {
    return Retries.onConflict(
        () -> {
          Optional<Item> read = item(keyArn);
          read.ifPresent(
              item -> {
                Map<String, Object> body = new HashMap<>(item.body());
                body.put(ENABLED, enabled);
                items.write(ItemWrite.replace(item, body));
              });
          return read.isPresent();
        });
  }

  @Override
  public List<StoredGrant> grants(String keyArn) {
    return all(grantsOf(keyArn)).stream()
        .map(
            item -> {
              Map<String, String> context = new HashMap<>();
              ((Map<?, ?>) item.body().get(CONTEXT))
                  .forEach((name, value) -> context.put((String) name, (String) value));
              return new StoredGrant(
                  item.key().sort(), context, Instant.parse((String) item.body().get(CREATED)));
            })
        .toList();
  }

  @Override
  public boolean revoke(String keyArn, String grantId) {
    Optional<Item> read = items.get(grant(keyArn, grantId));
    read.ifPresent(
        item -> items.write(new ItemWrite.Delete(item.key(), new ItemWrite.Condition.Always())));
    return read.isPresent();
  }

  Optional<Item> item(String keyArn) {
    return items.get(new ItemKey(PARTITION, keyArn));
  }

  static ItemKey grant(String keyArn, String grantId) {
    return new ItemKey(grantsOf(keyArn), grantId);
  }

  /** What a key's secret is sealed for. */
  static String sealedFor(String keyArn) {
    return "kms key " + keyArn;
  }

  static StoredKey key(Item item) {
    return new StoredKey(
        item.key().sort(),
        (String) item.body().get(SPEC),
        (Boolean) item.body().get(ENABLED),
        (String) item.body().get(DESCRIPTION),
        Instant.parse((String) item.body().get(CREATED)));
  }

  private List<Item> all(String partition) {
    List<Item> all = new ArrayList<>();
    ItemQuery query = ItemQuery.partition(partition, "", Items.MAX_PAGE_SIZE);
    ItemPage page;
    do {
      page = items.query(query);
      all.addAll(page.items());
      query = query.after(page.next());
    } while (page.next().isPresent());
    return all;
  }

  private static String grantsOf(String keyArn) {
    return "kms/grants/" + keyArn;
  }
}
