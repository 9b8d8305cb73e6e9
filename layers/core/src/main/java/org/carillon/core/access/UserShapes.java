package org.carillon.core.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Account;
import org.carillon.core.Page;
import org.carillon.core.tags.Tags;

/** Shapes of the operator's API for users and keys. */
final class UserShapes {

  private UserShapes() {}

  static Map<String, Object> user(User user, Account account) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("UserName", user.name());
    shape.put("UserId", user.id());
    shape.put("Arn", User.arn(account, user.name()));
    shape.put("CreatedTimestamp", user.created().toString());
    shape.put(
        "Tags",
        user.tags().entrySet().stream()
            .map(tag -> Map.<String, Object>of("Key", tag.getKey(), "Value", tag.getValue()))
            .toList());
    return shape;
  }

  static Map<String, Object> key(String userName, AccessKeys.Described key) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("UserName", userName);
    shape.put("AccessKeyId", key.id());
    shape.put("Status", key.active() ? "Active" : "Inactive");
    shape.put("CreatedTimestamp", key.created().toString());
    return shape;
  }

  static OperatorDocument page(String member, Page<Map<String, Object>> page) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put(member, page.entries());
    if (page.nextToken() != null) {
      shape.put("NextToken", page.nextToken());
    }
    return new OperatorDocument(shape);
  }

  /** The tags of a request. */
  static Map<String, String> checkedTags(Map<String, Object> input) {
    List<Map.Entry<String, String>> tags = new ArrayList<>();
    for (Object each : (List<?>) input.getOrDefault("Tags", List.of())) {
      Map<?, ?> tag = (Map<?, ?>) each;
      tags.add(Map.entry((String) tag.get("Key"), (String) tag.get("Value")));
    }
    return Tags.checked(tags, "Tags");
  }
}
