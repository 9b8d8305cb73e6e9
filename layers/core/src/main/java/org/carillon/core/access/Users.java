package org.carillon.core.access;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;

/**
 * The users of the account, with their own policies, in one item each: what a request needs to know
 * of its user is one read. Safe for use by many threads.
 */
public final class Users {

  /** Most policies of a user's own, and most managed policies it has. */
  static final int MAX_POLICIES = 10;

  /** Most access keys of a user: one that works and one to change to. */
  static final int MAX_KEYS = 2;

  private final Items items;
  private final Account account;
  private final InstantSource clock;

  /** The users of this account. */
  public Users(Items items, Account account, InstantSource clock) {
    this.items = items;
    this.account = account;
    this.clock = clock;
  }

  String partition() {
    return "account/" + account.id() + "/users";
  }

  Account account() {
    return account;
  }

  User create(String name, Map<String, String> tags) {
    if (name.toLowerCase(Locale.ROOT).equals("root")) {
      throw new ApiException(
          ErrorType.BAD_REQUEST, "UserName: root is the account's own user. Choose another name.");
    }
    User user =
        new User(
            name,
            "AIDA" + Ids.guid().replace("-", "").substring(0, 17).toUpperCase(Locale.ROOT),
            clock.instant().truncatedTo(ChronoUnit.SECONDS),
            tags,
            List.of(),
            Map.of(),
            List.of());
    try {
      items.write(ItemWrite.create(key(name), user.body()));
      return user;
    } catch (ItemConflictException taken) {
      throw new ApiException(ErrorType.CONFLICT, "UserName: there is a user of this name.");
    }
  }

  Optional<User> find(String name) {
    return items.get(key(name)).map(User::of);
  }

  User require(String name) {
    return User.of(item(name));
  }

  private Item item(String name) {
    return items
        .get(key(name))
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorType.NOT_FOUND, "UserName: the account has no user of this name."));
  }

  void delete(String name) {
    Retries.onConflict(
        () -> {
          Item item = item(name);
          User user = User.of(item);
          if (!user.keyIds().isEmpty()
              || !user.policies().isEmpty()
              || !user.attached().isEmpty()) {
            throw new ApiException(
                ErrorType.CONFLICT,
                "UserName: the user still has "
                    + user.keyIds().size()
                    + " access keys, "
                    + user.policies().size()
                    + " policies of its own and "
                    + user.attached().size()
                    + " attached ones. Remove them first.");
          }
          items.write(ItemWrite.delete(item));
          return user;
        });
  }

  /** A change of a user, with what else belongs into its transaction. */
  record Change(User user, List<ItemWrite> others) {
    static Change of(User user, ItemWrite... others) {
      return new Change(user, List.of(others));
    }
  }

  /** Reads, decides, writes; nothing is written when the change is the user as it was. */
  User change(String name, Function<User, Change> decide) {
    return Retries.onConflict(
        () -> {
          Item item = item(name);
          User before = User.of(item);
          Change change = decide.apply(before);
          if (!change.user().equals(before) || !change.others().isEmpty()) {
            List<ItemWrite> writes = new ArrayList<>(change.others());
            writes.add(ItemWrite.replace(item, change.user().body()));
            items.write(writes);
          }
          return change.user();
        });
  }

  private ItemKey key(String name) {
    return new ItemKey(partition(), name);
  }
}
