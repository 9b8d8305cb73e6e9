package org.carillon.core.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.carillon.core.Account;
import org.carillon.core.ports.Item;

/**
 * A user of the account.
 *
 * @param name unique in the account
 * @param id unique for ever; a user who is made again has another
 * @param created when it was made
 * @param tags by key; policies see them as {@code aws:PrincipalTag}
 * @param keyIds ids of its access keys
 * @param policies documents of its own policies by name
 * @param attached names of the managed policies it has
 */
record User(
    String name,
    String id,
    Instant created,
    Map<String, String> tags,
    List<String> keyIds,
    Map<String, String> policies,
    List<String> attached) {

  static String arn(Account account, String name) {
    return "arn:aws:iam::" + account.id() + ":user/" + name;
  }

  static User of(Item item) {
    Map<String, Object> body = item.body();
    return new User(
        item.key().sort(),
        (String) body.get("UserId"),
        Instant.parse((String) body.get("CreatedTimestamp")),
        texts(body.get("Tags")),
        names(body.get("AccessKeyIds")),
        texts(body.get("Policies")),
        names(body.get("AttachedPolicies")));
  }

  Map<String, Object> body() {
    Map<String, Object> body = new HashMap<>();
    body.put("UserId", id);
    body.put("CreatedTimestamp", created.toString());
    body.put("Tags", tags);
    body.put("AccessKeyIds", keyIds);
    body.put("Policies", policies);
    body.put("AttachedPolicies", attached);
    return body;
  }

  User withKeyIds(List<String> ids) {
    return new User(name, id, created, tags, ids, policies, attached);
  }

  User withPolicies(Map<String, String> documents) {
    return new User(name, id, created, tags, keyIds, documents, attached);
  }

  User withAttached(List<String> names) {
    return new User(name, id, created, tags, keyIds, policies, names);
  }

  private static Map<String, String> texts(Object map) {
    Map<String, String> texts = new TreeMap<>();
    ((Map<?, ?>) map).forEach((key, value) -> texts.put((String) key, (String) value));
    return texts;
  }

  private static List<String> names(Object list) {
    List<String> names = new ArrayList<>();
    ((List<?>) list).forEach(name -> names.add((String) name));
    return names;
  }
}
