package org.carillon.core.porting;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.carillon.core.access.Secret;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.Sealer;

/**
 * The PINs that guard numbers against porting out (N6): one for the whole account, and one for a
 * number, which goes before it. Sealed, never answered, and not to be tried often ({@link
 * PinTries}). Safe for use by many threads.
 */
public final class PortOutPins {

  private static final String ACCOUNT = "account";
  private static final String PIN = "SealedPin";

  private final Items items;
  private final Sealer sealer;
  private final PinTries tries;
  private final String partition;

  /** The PINs of this account. */
  public PortOutPins(Items items, Sealer sealer, NumberRequests requests) {
    this.items = items;
    this.sealer = sealer;
    this.tries = new PinTries(items, requests);
    this.partition = "account/" + requests.account().id() + "/port-out-pins";
  }

  /** Sets the PIN of a number, or of the account; what was tried before does not count then. */
  void put(Optional<String> e164, String pin) {
    ItemKey key = key(e164);
    byte[] secret = sealer.seal(pin.getBytes(StandardCharsets.UTF_8), context(key));
    items.write(
        ItemWrite.put(key, Map.of(PIN, Base64.getEncoder().encodeToString(secret))),
        tries.forget(key.sort()));
  }

  /** Takes the PIN of a number, or of the account, away; nothing happens when there is none. */
  void delete(Optional<String> e164) {
    ItemKey key = key(e164);
    items.write(
        new ItemWrite.Delete(key, new ItemWrite.Condition.Always()), tries.forget(key.sort()));
  }

  /**
   * The PINs that guard these numbers, each once, by what they are set for; none for numbers that
   * neither have one of their own nor one of the account.
   */
  Map<String, Guard> guards(List<String> e164s) {
    Map<String, Guard> guards = new TreeMap<>();
    Optional<Item> ofAccount = items.get(key(Optional.empty()));
    for (String e164 : e164s) {
      items
          .get(key(Optional.of(e164)))
          .or(() -> ofAccount)
          .ifPresent(item -> guards.put(item.key().sort(), new Guard(item)));
    }
    return guards;
  }

  /** How often PINs were tried. */
  PinTries tries() {
    return tries;
  }

  /** A PIN that guards numbers. */
  final class Guard {
    private final Item item;

    private Guard(Item item) {
      this.item = item;
    }

    /** Whether a PIN opens it; an absent one is compared like a wrong one, in the same time. */
    boolean opensTo(Optional<String> pin) {
      return secret(item).matches(pin.orElse(""));
    }
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
