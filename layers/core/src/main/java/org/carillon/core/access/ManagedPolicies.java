package org.carillon.core.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.Json;
import org.carillon.core.Account;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;

/**
 * Managed policies: those of the guide, which are built in and cannot be changed, and the account's
 * own. Safe for use by many threads.
 */
public final class ManagedPolicies {

  private static final String FILE = "managed-policies.json";
  private static final Map<String, ManagedPolicy> BUILT_IN = load();

  private final Items items;
  private final Account account;

  /** The policies of this account. */
  public ManagedPolicies(Items items, Account account) {
    this.items = items;
    this.account = account;
  }

  private static Map<String, ManagedPolicy> load() {
    try (InputStream in = ManagedPolicies.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing from the build");
      }
      Map<String, ManagedPolicy> policies = new TreeMap<>();
      Json.readObject(in.readAllBytes())
          .forEach((name, raw) -> policies.put(name, builtIn(name, (Map<?, ?>) raw)));
      return policies;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(FILE + " cannot be read", unreadable);
    }
  }

  private static ManagedPolicy builtIn(String name, Map<?, ?> raw) {
    return new ManagedPolicy(
        name,
        "arn:aws:iam::aws:policy/" + name,
        (String) raw.get("Description"),
        Json.pretty(raw.get("PolicyDocument")),
        true,
        (Boolean) raw.get("Attachable"),
        0);
  }

  static List<ManagedPolicy> builtIn() {
    return List.copyOf(BUILT_IN.values());
  }

  String partition() {
    return "account/" + account.id() + "/policies";
  }

  Optional<ManagedPolicy> find(String name) {
    return Optional.ofNullable(BUILT_IN.get(name)).or(() -> items.get(key(name)).map(this::of));
  }

  ManagedPolicy require(String name) {
    return find(name).orElseThrow(ManagedPolicies::noSuchPolicy);
  }

  private static ApiException noSuchPolicy() {
    return new ApiException(
        ErrorType.NOT_FOUND, "PolicyName: there is no such policy. ListPolicies has them all.");
  }

  ManagedPolicy create(String name, String description, String document) {
    if (BUILT_IN.containsKey(name)) {
      throw new ApiException(ErrorType.CONFLICT, "PolicyName: a built-in policy has this name.");
    }
    Map<String, Object> body = new HashMap<>();
    body.put("Description", description);
    body.put("PolicyDocument", document);
    body.put("Attachments", 0);
    try {
      items.write(ItemWrite.create(key(name), body));
    } catch (ItemConflictException taken) {
      throw new ApiException(ErrorType.CONFLICT, "PolicyName: there is a policy of this name.");
    }
    return require(name);
  }

  void delete(String name) {
    if (BUILT_IN.containsKey(name)) {
      throw new ApiException(ErrorType.CONFLICT, "PolicyName: built-in policies stay.");
    }
    Retries.onConflict(
        () -> {
          Item item = items.get(key(name)).orElseThrow(ManagedPolicies::noSuchPolicy);
          long attachments = of(item).attachments();
          if (attachments > 0) {
            throw new ApiException(
                ErrorType.CONFLICT,
                "PolicyName: " + attachments + " users have this policy. Detach it first.");
          }
          items.write(ItemWrite.delete(item));
          return name;
        });
  }

  /**
   * The writes that count a user more or less of a policy, for the transaction that changes the
   * user; none for a built-in one.
   */
  List<ItemWrite> counted(String name, int more) {
    List<ItemWrite> writes = new ArrayList<>();
    if (!BUILT_IN.containsKey(name)) {
      Item item = items.get(key(name)).orElseThrow(ManagedPolicies::noSuchPolicy);
      Map<String, Object> body = new HashMap<>(item.body());
      body.put("Attachments", of(item).attachments() + more);
      writes.add(ItemWrite.replace(item, body));
    }
    return writes;
  }

  ManagedPolicy of(Item item) {
    String name = item.key().sort();
    return new ManagedPolicy(
        name,
        "arn:aws:iam::" + account.id() + ":policy/" + name,
        (String) item.body().get("Description"),
        (String) item.body().get("PolicyDocument"),
        false,
        true,
        (Long) item.body().get("Attachments"));
  }

  private ItemKey key(String name) {
    return new ItemKey(partition(), name);
  }
}
