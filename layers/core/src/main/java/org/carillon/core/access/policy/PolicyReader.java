package org.carillon.core.access.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.contract.Json;
import org.carillon.contract.JsonException;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamStatement;
import software.amazon.awssdk.policybuilder.iam.IamValue;

/**
 * Reads policy documents. The SDK's policy builder takes them apart; what it lets pass is refused
 * here: an element with a wrong name or an empty list would make a policy say something else than
 * its writer meant.
 */
public final class PolicyReader {

  /** Most characters of a document, white space not counted (IAM's limit of a managed policy). */
  public static final int MAX_CHARACTERS = 6144;

  /** Most bytes of a document as sent. */
  private static final int MAX_BYTES = 64 * 1024;

  private static final int MAX_STATEMENTS = 200;
  private static final Set<String> POLICY = Set.of("Version", "Id", "Statement");
  private static final Set<String> STATEMENT =
      Set.of("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition");
  private static final String WITH_VARIABLES = "2012-10-17";
  private static final Set<String> VERSIONS = Set.of(WITH_VARIABLES, "2008-10-17");

  private PolicyReader() {}

  /**
   * Reads a document.
   *
   * @param member the request's member it came in, for the message of an error
   * @throws ApiException {@link ErrorType#BAD_REQUEST} that says what is wrong and where
   */
  public static Policy read(String document, String member) {
    if (document.codePoints().filter(c -> !Character.isWhitespace(c)).count() > MAX_CHARACTERS
        || document.length() > MAX_BYTES) {
      throw bad(
          member,
          "a policy has at most "
              + MAX_CHARACTERS
              + " characters, white space not counted. Make several of it.");
    }
    try {
      Map<String, Object> checked =
          policy(Json.readObject(document.getBytes(StandardCharsets.UTF_8)));
      IamPolicy parsed =
          IamPolicy.fromJson(new String(Json.write(checked), StandardCharsets.UTF_8));
      boolean variables = WITH_VARIABLES.equals(parsed.version());
      List<Statement> statements = new ArrayList<>();
      for (int i = 0; i < parsed.statements().size(); i++) {
        Map<?, ?> raw = (Map<?, ?>) ((List<?>) checked.get("Statement")).get(i);
        statements.add(statement(parsed.statements().get(i), raw, variables));
      }
      return new Policy(List.copyOf(statements));
    } catch (JsonException broken) {
      throw bad(member, broken.getMessage() + ".");
    } catch (WrongElementException wrong) {
      throw bad(member, wrong.getMessage() + ".");
    }
  }

  private static ApiException bad(String member, String what) {
    return new ApiException(ErrorType.BAD_REQUEST, member + ": not a policy: " + what);
  }

  /** The document in the one form with lists everywhere and texts only. */
  private static Map<String, Object> policy(Map<String, Object> raw) {
    names(raw, POLICY, "the policy");
    Object version = raw.getOrDefault("Version", "2008-10-17");
    if (!(version instanceof String text) || !VERSIONS.contains(text)) {
      throw new WrongElementException("Version must be " + WITH_VARIABLES);
    }
    List<?> all = raw.get("Statement") instanceof List<?> list ? list : single(raw, "Statement");
    if (all.isEmpty() || all.size() > MAX_STATEMENTS) {
      throw new WrongElementException("Statement must have 1 to " + MAX_STATEMENTS + " statements");
    }
    List<Object> statements = new ArrayList<>();
    for (Object each : all) {
      String at = "Statement[" + statements.size() + "]";
      if (!(each instanceof Map<?, ?> statement)) {
        throw new WrongElementException(at + " must be an object");
      }
      statements.add(statement(statement, at));
    }
    Map<String, Object> checked = new LinkedHashMap<>();
    checked.put("Version", version);
    checked.put("Statement", statements);
    return checked;
  }

  private static List<?> single(Map<?, ?> raw, String name) {
    Object only = raw.get(name);
    return only == null ? List.of() : List.of(only);
  }

  private static Map<String, Object> statement(Map<?, ?> raw, String at) {
    names(raw, STATEMENT, at);
    Map<String, Object> checked = new LinkedHashMap<>();
    if (raw.get("Sid") != null) {
      checked.put("Sid", text(raw.get("Sid"), at + ".Sid"));
    }
    Object effect = raw.get("Effect");
    if (!"Allow".equals(effect) && !"Deny".equals(effect)) {
      throw new WrongElementException(at + ".Effect must be Allow or Deny");
    }
    checked.put("Effect", effect);
    String action = oneOf(raw, "Action", "NotAction", at);
    List<String> actions = texts(raw.get(action), at + "." + action);
    for (String name : actions) {
      if (!name.equals("*") && !name.matches("[A-Za-z0-9-]+:[A-Za-z0-9*?]+")) {
        throw new WrongElementException(
            at + "." + action + " must be like chime:GetVoiceConnector, chime:Get* or *");
      }
    }
    checked.put(action, actions);
    String resource = oneOf(raw, "Resource", "NotResource", at);
    List<String> resources = texts(raw.get(resource), at + "." + resource);
    for (String name : resources) {
      if (!name.equals("*") && !name.startsWith("arn:")) {
        throw new WrongElementException(at + "." + resource + " must be an ARN or *");
      }
    }
    checked.put(resource, resources);
    if (raw.get("Condition") != null) {
      checked.put("Condition", conditions(raw.get("Condition"), at + ".Condition"));
    }
    return checked;
  }

  private static Map<String, Object> conditions(Object raw, String at) {
    Map<String, Object> operators = new LinkedHashMap<>();
    object(raw, at)
        .forEach(
            (operator, keys) -> {
              String here = at + "." + operator;
              Map<String, Object> checked = new LinkedHashMap<>();
              object(keys, here)
                  .forEach(
                      (key, values) -> checked.put((String) key, texts(values, here + "." + key)));
              operators.put((String) operator, checked);
            });
    return operators;
  }

  private static Map<?, ?> object(Object raw, String at) {
    if (raw instanceof Map<?, ?> map && !map.isEmpty()) {
      return map;
    }
    throw new WrongElementException(at + " must be an object with members");
  }

  private static void names(Map<?, ?> raw, Set<String> known, String at) {
    for (Object name : raw.keySet()) {
      if (!known.contains((String) name)) {
        throw new WrongElementException(at + " has an element that policies do not have: " + name);
      }
    }
  }

  private static String oneOf(Map<?, ?> raw, String name, String not, String at) {
    if ((raw.get(name) == null) == (raw.get(not) == null)) {
      throw new WrongElementException(at + " must have either " + name + " or " + not);
    }
    return raw.get(name) != null ? name : not;
  }

  private static List<String> texts(Object raw, String at) {
    List<?> all = raw instanceof List<?> list ? list : raw == null ? List.of() : List.of(raw);
    if (all.isEmpty()) {
      throw new WrongElementException(at + " must not be empty");
    }
    return all.stream().map(each -> text(each, at)).toList();
  }

  private static String text(Object raw, String at) {
    return switch (raw) {
      case String text -> text;
      case Boolean flag -> flag.toString();
      case Number number -> number.toString();
      case null, default -> throw new WrongElementException(at + " must be a text");
    };
  }

  private static Statement statement(IamStatement parsed, Map<?, ?> raw, boolean variables) {
    boolean allButActions = parsed.actions().isEmpty();
    boolean allButResources = parsed.resources().isEmpty();
    return new Statement(
        parsed.sid() == null ? "" : parsed.sid(),
        parsed.effect().value().equals("Allow"),
        patterns(allButActions ? parsed.notActions() : parsed.actions(), false),
        allButActions,
        patterns(allButResources ? parsed.notResources() : parsed.resources(), variables),
        allButResources,
        conditions(raw, variables));
  }

  private static List<PolicyText> patterns(List<? extends IamValue> values, boolean variables) {
    return values.stream()
        .map(
            value -> {
              try {
                return PolicyText.of(value.value(), true, variables);
              } catch (IllegalArgumentException wrong) {
                throw new WrongElementException("a Resource is wrong: " + wrong.getMessage());
              }
            })
        .toList();
  }

  /** The parser gives one condition a value; the values of a key belong together. */
  private static List<Condition> conditions(Map<?, ?> raw, boolean variables) {
    List<Condition> conditions = new ArrayList<>();
    if (raw.get("Condition") instanceof Map<?, ?> operators) {
      operators.forEach(
          (operator, keys) ->
              ((Map<?, ?>) keys)
                  .forEach(
                      (key, values) -> {
                        List<String> all =
                            ((List<?>) values).stream().map(String.class::cast).toList();
                        try {
                          conditions.add(
                              Condition.of((String) operator, (String) key, all, variables));
                        } catch (IllegalArgumentException wrong) {
                          throw new WrongElementException(
                              "Condition." + operator + "." + key + ": " + wrong.getMessage());
                        }
                      }));
    }
    return List.copyOf(conditions);
  }

  /** An element of the document is wrong; the message says which and how. */
  private static final class WrongElementException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private WrongElementException(String message) {
      super(message);
    }
  }
}
