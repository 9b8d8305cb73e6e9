package org.carillon.core.porting;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.access.Secret;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.Sealer;

/**
 * The PINs that guard numbers against porting out (N6): one for the whole account, and one for a
 * number, which goes before it. Sealed, and never answered. Safe for use by many threads.
 */
public final class PortOutPins {

  private static final String ACCOUNT = "account";
  private static final String PIN = "SealedPin";

  private final Items items;
  private final Sealer sealer;
  private final String partition;

  /** The PINs of this account. */
  public PortOutPins(Items items, Sealer sealer, NumberRequests requests) {
    this.items = items;
    this.sealer = sealer;
    this.partition = "account/" + requests.account().id() + "/port-out-pins";
  }

  /** Sets the PIN of a number, or of the account. */
  void put(Optional<String> e164, String pin) {
    ItemKey key = key(e164);
    byte[] secret = sealer.seal(pin.getBytes(StandardCharsets.UTF_8), context(key));
    items.write(ItemWrite.put(key, Map.of(PIN, Base64.getEncoder().encodeToString(secret))));
  }

  /** Takes the PIN of a number, or of the account, away; nothing happens when there is none. */
  void delete(Optional<String> e164) {
    items.write(new ItemWrite.Delete(key(e164), new ItemWrite.Condition.Always()));
  }

  /** Whether a PIN opens a number: always when neither it nor the account has one. */
  boolean opens(String e164, Optional<String> pin) {
    Optional<Item> guard =
        items.get(key(Optional.of(e164))).or(() -> items.get(key(Optional.empty())));
    // an absent PIN is compared like a wrong one
    return guard.map(item -> secret(item).matches(pin.orElse(""))).orElse(true);
  }

  private Secret secret(Item item) {
    byte[] sealedPin = Base64.getDecoder().decode((String) item.body().get(PIN));
    return new Secret(
        new String(sealer.open(sealedPin, context(item.key())), StandardCharsets.UTF_8));
  }

  private ItemKey key(Optional<String> e164) {
    return new ItemKey(partition, e164.orElse(ACCOUNT));
  }

  private static String context(ItemKey key) {
    return "carillon port-out PIN: " + key.partition() + "/" + key.sort();
  }
}
