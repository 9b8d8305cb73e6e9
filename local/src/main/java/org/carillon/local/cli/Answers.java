package org.carillon.local.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiOperation;
import org.carillon.contract.Json;

/**
 * An answer as it is printed: JSON, or for a few operations what is used next, and nothing else.
 */
final class Answers {

  private Answers() {}

  /**
   * The text for standard output; empty when there is nothing to say.
   *
   * @param json whether JSON was asked for
   */
  static Optional<String> text(ApiOperation operation, Map<String, Object> answer, boolean json) {
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    if (!json) {
      switch (operation.name()) {
        case "CreateKey" -> {
          return Optional.of(arn(answer));
        }
        case "CreateAccessKey" -> {
          return Optional.of(exports((Map<?, ?>) answer.get("AccessKey")));
        }
        case "CreateSession" -> {
          return Optional.of(exports((Map<?, ?>) answer.get("Credentials")));
        }
        case "GetCall" -> {
          return Optional.of(CallPicture.of(answer));
        }
        case "ListCalls" -> {
          return Optional.of(CallPicture.ofList(answer));
        }
        default -> {}
      }
    }
    return Optional.of(Json.pretty(answer));
  }

  private static String arn(Map<String, Object> answer) {
    Map<?, ?> key = answer.get("Key") instanceof Map<?, ?> inside ? inside : answer;
    for (String name : List.of("KeyArn", "Arn")) {
      if (key.get(name) instanceof String arn) {
        return arn;
      }
    }
    return Json.pretty(answer);
  }

  /** Lines that a shell takes, so that the next command is signed with this key. */
  private static String exports(Map<?, ?> key) {
    StringBuilder lines = new StringBuilder();
    line(lines, "AWS_ACCESS_KEY_ID", key.get("AccessKeyId"));
    line(lines, "AWS_SECRET_ACCESS_KEY", key.get("SecretAccessKey"));
    if (key.get("SessionToken") != null) {
      line(lines, "AWS_SESSION_TOKEN", key.get("SessionToken"));
    } else {
      lines.append("unset AWS_SESSION_TOKEN\n");
    }
    return lines.toString().stripTrailing();
  }

  private static void line(StringBuilder lines, String name, Object value) {
    lines.append("export ").append(name).append('=').append(value).append('\n');
  }

  /** Two pages of one list as one. */
  static Map<String, Object> joined(Map<String, Object> first, Map<String, Object> next) {
    Map<String, Object> both = new LinkedHashMap<>(first);
    both.remove("NextToken");
    next.forEach(
        (name, value) -> {
          if (both.get(name) instanceof List<?> before && value instanceof List<?> after) {
            List<Object> all = new ArrayList<>(before);
            all.addAll(after);
            both.put(name, all);
          } else {
            both.put(name, value);
          }
        });
    return both;
  }
}
