package org.carillon.compatibility.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.compatibility.walk.ApiClient.Answer;
import org.carillon.compatibility.walk.Story.Step;

/** Plays stories with one client, and remembers what was walked. One thread's. */
final class StoryPlayer {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");
  private static final int MOST_PAGES = 200;

  private final ApiClient client;
  private final OperatorApi operator;
  private final StatusTable status;
  private final Set<String> walked = new TreeSet<>();
  private final Set<String> unknownToClient = new TreeSet<>();
  private final Set<String> skipped = new LinkedHashSet<>();
  private int calls;
  private int refusals;

  StoryPlayer(ApiClient client, OperatorApi operator, StatusTable status) {
    this.client = client;
    this.operator = operator;
    this.status = status;
  }

  /** Operations that ended as a story said. */
  Set<String> walked() {
    return walked;
  }

  /** Operations that this version of the client does not have. */
  Set<String> unknownToClient() {
    return unknownToClient;
  }

  /** Operations with a step that needed what this version of the client could not make. */
  Set<String> skipped() {
    return skipped;
  }

  /** One line for the log of the build. */
  String summary() {
    return "%s: %d operations walked, %d calls, %d of them refused as modeled%s%s"
        .formatted(
            client.name(),
            walked.size(),
            calls,
            refusals,
            unknownToClient.isEmpty()
                ? ""
                : "; " + unknownToClient.size() + " are not in this version of the client",
            skipped.isEmpty() ? "" : "; skipped, since they need what is not there: " + skipped);
  }

  /** Plays one story from its beginning. */
  void play(Story story) {
    Map<String, Object> variables =
        new HashMap<>(Map.of("account", "111122223333", "region", "us-east-1"));
    Set<String> refusedBefore = new TreeSet<>();
    boolean gap = false;
    for (Step step : story.steps()) {
      Set<String> missing = new TreeSet<>();
      Map<String, Object> input = filled(step.input(), variables, missing);
      boolean notThere = status.notYet().contains(step.key());
      if (notThere || !missing.isEmpty()) {
        assertThat(notThere || gap).as(step + " uses unknown variables " + missing).isTrue();
        skipped.add(step.key());
        gap = true;
        continue;
      }
      try {
        gap |= !play(step, input, variables, refusedBefore);
      } catch (AssertionError failed) {
        if (gap) { // an older client could not make what this step looks for
          skipped.add(step.key());
          continue;
        }
        throw new AssertionError(
            client.name() + ", " + step.key() + " " + input + ": " + failed.getMessage(), failed);
      }
    }
  }

  /** Whether it was there to be played, and nothing was left out. */
  private boolean play(
      Step step, Map<String, Object> input, Map<String, Object> variables, Set<String> before) {
    boolean whole = true;
    for (Map.Entry<String, Object> refusal : step.refused().entrySet()) {
      List<?> changes =
          refusal.getValue() instanceof List<?> several ? several : List.of(refusal.getValue());
      for (Object change : changes) {
        boolean first = before.add(refusal.getKey());
        if (client.quick() || first) {
          Map<String, Object> changed = new LinkedHashMap<>(input);
          changed.putAll(filled((Map<?, ?>) change, variables, new TreeSet<>()));
          whole &= refuse(step, changed, refusal.getKey());
          if (unknownToClient.contains(step.key())) {
            return false;
          }
        }
      }
    }
    if (!step.error().isEmpty()) {
      return refuse(step, input, step.error());
    }
    Answer answer = step.pages().isEmpty() ? call(step, input) : pages(step, input);
    if (answer.missing()) {
      return false;
    }
    assertThat(answer.error()).as(answer.toString()).isEmpty();
    walked.add(step.key());
    if (!answer.shortened()) {
      step.expect()
          .forEach((path, expected) -> expect(answer, path, filledValue(expected, variables)));
    }
    step.save()
        .forEach(
            (variable, path) -> {
              Object value = Paths.at(answer.output(), (String) path);
              if (value != null || !answer.shortened()) {
                assertThat(value).as(path + " of " + answer).isNotNull();
                variables.put(variable, value);
              }
            });
    return whole && !answer.shortened();
  }

  private boolean refuse(Step step, Map<String, Object> input, String error) {
    Answer answer = call(step, input);
    if (answer.missing() || answer.shortened()) {
      return false;
    }
    assertThat(answer.error()).as("with " + input + ": " + answer).isEqualTo(error);
    assertThat(answer.message()).as("a message that says what to do").isNotBlank();
    if (!step.error().isEmpty()) {
      walked.add(step.key());
    }
    refusals++;
    return true;
  }

  private Answer call(Step step, Map<String, Object> input) {
    calls++;
    if (step.isOperator()) {
      return operator.call(step.operation(), input);
    }
    Answer answer = client.call(step.service(), step.operation(), input);
    if (answer.missing()) {
      unknownToClient.add(step.key());
    }
    return answer;
  }

  /** The list from its first page to its last. */
  private Answer pages(Step step, Map<String, Object> input) {
    String list = (String) step.pages().get("list");
    List<Object> all = new ArrayList<>();
    Map<String, Object> asked = new LinkedHashMap<>(input);
    int count = 0;
    Object next;
    do {
      Answer answer = call(step, asked);
      if (answer.missing() || !answer.error().isEmpty()) {
        return answer;
      }
      all.addAll((List<?>) Objects.requireNonNullElse(answer.output().get(list), List.of()));
      next = answer.output().get("NextToken");
      asked.put("NextToken", next);
      assertThat(++count).as("pages without an end").isLessThan(MOST_PAGES);
    } while (next != null);
    assertThat(count).as("pages").isGreaterThanOrEqualTo((int) step.pages().get("least"));
    assertThat(all).as("each once").doesNotHaveDuplicates();
    return Answer.success(Map.of(list, all));
  }

  private static void expect(Answer answer, String path, Object expected) {
    Object actual = Paths.at(answer.output(), path);
    if ("*".equals(expected)) {
      assertThat(actual).as(path + " of " + answer).isNotNull().isNotEqualTo("");
    } else if (expected instanceof Map<?, ?> rule && rule.containsKey("has")) {
      assertThat((List<?>) actual)
          .as(path)
          .anySatisfy(it -> assertThat(it).isEqualTo(rule.get("has")));
    } else if (expected instanceof Map<?, ?> rule && rule.containsKey("lacks")) {
      assertThat(actual == null ? List.of() : (List<?>) actual)
          .as(path)
          .noneSatisfy(it -> assertThat(it).isEqualTo(rule.get("lacks")));
    } else {
      assertThat(actual).as(path + " of " + answer).isEqualTo(expected);
    }
  }

  private static Map<String, Object> filled(
      Map<?, ?> input, Map<String, Object> variables, Set<String> missing) {
    Map<String, Object> filled = new LinkedHashMap<>();
    input.forEach((name, it) -> filled.put((String) name, filled(it, variables, missing)));
    return filled;
  }

  private static Object filledValue(Object value, Map<String, Object> variables) {
    return filled(value, variables, new TreeSet<>());
  }

  private static Object filled(Object value, Map<String, Object> variables, Set<String> missing) {
    return switch (value) {
      case Map<?, ?> map -> filled(map, variables, missing);
      case List<?> list -> list.stream().map(it -> filled(it, variables, missing)).toList();
      case String text -> {
        Matcher variable = VARIABLE.matcher(text);
        yield variable.replaceAll(
            found -> {
              if (!variables.containsKey(found.group(1))) {
                missing.add(found.group(1));
              }
              return Matcher.quoteReplacement(String.valueOf(variables.get(found.group(1))));
            });
      }
      case null, default -> value;
    };
  }
}
