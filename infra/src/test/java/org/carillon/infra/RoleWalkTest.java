package org.carillon.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Walks every statement of every role: no wildcard without a reason. */
class RoleWalkTest {

  @ParameterizedTest
  @ValueSource(strings = {Synth.PLAIN, Synth.FULL})
  void everyWildcardOfARoleHasItsReason(String yaml) {
    List<String> unreasoned = new ArrayList<>();
    List<Statements.Statement> statements = Statements.of(Synth.of(yaml));
    for (Statements.Statement statement : statements) {
      for (String action : statement.actions()) {
        if (action.contains("*")) {
          unreasoned.add(statement.role() + ": action " + action);
        }
        for (String resource : statement.resources()) {
          if (resource.contains("*") && Wildcards.reason(action, resource).isEmpty()) {
            unreasoned.add(statement.role() + ": " + action + " on " + resource);
          }
        }
      }
    }
    assertThat(unreasoned).isEmpty();
    assertThat(statements).hasSizeGreaterThan(30);
  }

  @Test
  void noReasonIsForNothing() {
    Set<String> used = new TreeSet<>();
    for (String yaml : List.of(Synth.PLAIN, Synth.FULL)) {
      for (Statements.Statement statement : Statements.of(Synth.of(yaml))) {
        for (String action : statement.actions()) {
          statement.resources().forEach(it -> Wildcards.reason(action, it).ifPresent(used::add));
        }
      }
    }
    assertThat(used)
        .containsExactlyInAnyOrderElementsOf(
            Wildcards.ALL.stream().map(Wildcards.Wildcard::reason).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {Synth.PLAIN, Synth.FULL})
  void noRoleOfOursHasAManagedPolicyOfAws(String yaml) {
    List<String> with = new ArrayList<>();
    Synth.of(yaml)
        .templates()
        .forEach(
            (stack, template) ->
                Synth.map(template.get("Resources"))
                    .forEach(
                        (id, it) -> {
                          if (String.valueOf(it).contains("ManagedPolicyArns")
                              && !id.startsWith("CustomCrossRegionExport")) { // CDK's own
                            with.add(stack + "/" + id);
                          }
                        }));
    assertThat(with).isEmpty();
  }
}
