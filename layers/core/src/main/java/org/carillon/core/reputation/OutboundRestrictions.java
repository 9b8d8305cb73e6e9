package org.carillon.core.reputation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.carillon.core.Account;
import org.carillon.core.numbers.Countries;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;

/**
 * Countries that only numbers approved before may call (N11). Safe for use by many threads.
 *
 * <p>The guide has one, China: its carriers block international lines that are used for more than
 * the cases that were agreed with them, so each number is approved by name, and numbers of the
 * countries around it are not.
 */
public final class OutboundRestrictions {

  /** The countries that need approval. */
  public static final Set<String> COUNTRIES = Set.of("CN");

  /** Whose numbers cannot be approved for China, by the guide. */
  private static final Set<String> NOT_APPROVABLE = Set.of("HK", "MO", "TW", "CN", "SG");

  private static final String NUMBERS = "PhoneNumbers";

  private final Items items;
  private final String partition;

  /** The restrictions of this account. */
  public OutboundRestrictions(Items items, Account account) {
    this.items = items;
    this.partition = "account/" + account.id() + "/outbound-restrictions";
  }

  /** Whether a caller may call a country. Most countries have no restriction. */
  public boolean allows(String country, String caller) {
    return !COUNTRIES.contains(country) || approved(country).contains(caller);
  }

  /** Whether a number can be approved: the country it was provided by decides. */
  public static boolean isApprovable(String e164) {
    return Countries.of(e164).filter(country -> !NOT_APPROVABLE.contains(country)).isPresent();
  }

  /** The numbers that may call a restricted country. */
  public List<String> approved(String country) {
    return items
        .get(key(country))
        .map(item -> (List<?>) item.body().get(NUMBERS))
        .map(numbers -> numbers.stream().map(String.class::cast).toList())
        .orElse(List.of());
  }

  /**
   * Sets the numbers that may call a restricted country, in place of those before.
   *
   * @param country one of {@link #COUNTRIES}
   * @param e164 each {@link #isApprovable}
   */
  public void approve(String country, List<String> e164) {
    items.write(ItemWrite.put(key(country), Map.of(NUMBERS, List.copyOf(e164))));
  }

  private ItemKey key(String country) {
    return new ItemKey(partition, country);
  }
}
