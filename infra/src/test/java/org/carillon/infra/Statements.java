package org.carillon.infra;

import static org.carillon.infra.Synth.list;
import static org.carillon.infra.Synth.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The statements of every role's policies in a template: inline, attached and managed. */
final class Statements {

  /**
   * One statement of a role.
   *
   * @param role the stack and the role or policy it is of
   * @param effect {@code Allow} or {@code Deny}
   * @param actions its actions
   * @param resources its resources as texts, references as {@code ${...}}
   * @param conditions its conditions
   */
  record Statement(
      String role,
      String effect,
      List<String> actions,
      List<String> resources,
      Map<String, Object> conditions) {}

  private Statements() {}

  static List<Statement> of(Synth synth) {
    List<Statement> all = new ArrayList<>();
    synth
        .templates()
        .forEach(
            (stack, template) ->
                map(template.get("Resources"))
                    .forEach((id, it) -> add(stack + "/" + id, map(it), all)));
    return all;
  }

  private static void add(String name, Map<String, Object> resource, List<Statement> all) {
    if (!(resource.get("Properties") instanceof Map<?, ?>)) {
      return;
    }
    Map<String, Object> properties = map(resource.get("Properties"));
    switch ((String) resource.get("Type")) {
      case "AWS::IAM::Role" -> {
        if (properties.get("Policies") instanceof List<?> policies) {
          policies.forEach(it -> document(name, map(it).get("PolicyDocument"), all));
        }
      }
      case "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy" ->
          document(name, properties.get("PolicyDocument"), all);
      default -> {}
    }
  }

  private static void document(String name, Object document, List<Statement> all) {
    for (Object it : list(map(document).get("Statement"))) {
      Map<String, Object> statement = map(it);
      all.add(
          new Statement(
              name,
              (String) statement.get("Effect"),
              list(statement.get("Action")).stream().map(Statements::text).toList(),
              list(statement.get("Resource")).stream().map(Statements::text).toList(),
              statement.get("Condition") == null ? Map.of() : map(statement.get("Condition"))));
    }
  }

  /** A value of a template as one text. */
  static String text(Object value) {
    if (!(value instanceof Map<?, ?>)) {
      return String.valueOf(value);
    }
    Map<String, Object> function = map(value);
    if (function.get("Fn::Join") instanceof List<?> join) {
      StringBuilder text = new StringBuilder();
      list(join.get(1)).forEach(part -> text.append(text(part)));
      return text.toString();
    }
    if (function.containsKey("Ref")) {
      return "${" + String.valueOf(function.get("Ref")).replace("AWS::", "") + "}";
    }
    if (function.get("Fn::GetAtt") instanceof List<?> parts) {
      return "${" + parts.get(0) + "." + parts.get(1) + "}";
    }
    if (function.containsKey("Fn::ImportValue")) {
      String name = String.valueOf(function.get("Fn::ImportValue"));
      return "${" + name.replaceAll("[^A-Za-z0-9-]", "") + "}";
    }
    return "${" + function.keySet() + "}";
  }
}
