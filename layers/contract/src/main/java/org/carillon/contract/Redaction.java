package org.carillon.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Takes what is secret out of requests and answers before they are kept for reading: every member
 * whose shape the models mark sensitive, and every member that is a secret by its name. Immutable
 * and shared by all threads.
 */
public final class Redaction {

  /** What stands in place of a value, as in CloudTrail. */
  public static final String HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";

  /** A second line of defence, should a model forget to mark one. */
  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i).*(password|passphrase|secret.*|jointoken|sessiontoken|pin|pincode)");

  private final Contract contract;

  /** By this contract. */
  public Redaction(Contract contract) {
    this.contract = contract;
  }

  /**
   * An operation's input as it may be shown, the names with a small first letter.
   *
   * @param members the input by member names ({@link Documents})
   */
  public Map<String, Object> input(ApiOperation operation, Map<String, Object> members) {
    return redacted(operation, operation.inputShape(), members);
  }

  /** An operation's output, as {@link #input}. */
  public Map<String, Object> output(ApiOperation operation, Map<String, Object> members) {
    return redacted(operation, operation.outputShape(), members);
  }

  private Map<String, Object> redacted(
      ApiOperation operation, String shapeName, Map<String, Object> members) {
    if (shapeName.isEmpty()) {
      return Map.of();
    }
    ApiModel model = contract.model(operation.api());
    return structure(model, model.shape(shapeName), members);
  }

  private static Map<String, Object> structure(ApiModel model, Shape shape, Map<?, ?> members) {
    Map<String, Object> shown = new LinkedHashMap<>();
    members.forEach(
        (name, value) -> {
          Shape.Member member = shape.members().get(name);
          if (member != null && value != null) {
            boolean secret = SECRET_NAME.matcher(member.name()).matches();
            shown.put(small(member.name()), secret ? HIDDEN : value(model, member.shape(), value));
          }
        });
    return shown;
  }

  private static Object value(ApiModel model, String shapeName, Object value) {
    Shape shape = model.shape(shapeName);
    if (shape.sensitive()) {
      return HIDDEN;
    }
    return switch (value) {
      case List<?> list -> {
        List<Object> shown = new ArrayList<>(list.size());
        list.forEach(each -> shown.add(value(model, shape.element(), each)));
        yield shown;
      }
      case Map<?, ?> map when shape.kind() == Shape.Kind.STRUCTURE -> structure(model, shape, map);
      case Map<?, ?> map -> {
        Map<String, Object> shown = new LinkedHashMap<>();
        boolean secretKeys = model.shape(shape.key()).sensitive();
        map.forEach(
            (key, each) -> {
              Object kept = value(model, shape.element(), each);
              shown.put(secretKeys ? HIDDEN : (String) key, kept);
            });
        yield shown;
      }
      default -> value;
    };
  }

  private static String small(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
