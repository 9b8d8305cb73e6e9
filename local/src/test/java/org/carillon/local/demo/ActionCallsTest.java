package org.carillon.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carillon.core.calls.Actions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every action's success and every documented failure, through the whole of Carillon: a function of
 * its own process, telephones on real SIP and RTP, buckets, and the events that come back (S1 to
 * S7). The scripts are in {@code src/test/resources/calls}.
 */
@Timeout(60)
class ActionCallsTest {
  private static final Pattern TYPE = Pattern.compile("^\\{\"Type\":\"(\\w+)\"");

  @TempDir static Path data;
  private static CallStage stage;

  @BeforeAll
  @Timeout(180)
  static void start() throws Exception {
    stage = CallStage.open(data);
  }

  @AfterAll
  static void stop() {
    stage.assertOver();
    stage.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void actions(CallScript script) throws Exception {
    stage.play(script);
  }

  static List<CallScript> actions() {
    return CallScript.read("actions.txt");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void states(CallScript script) throws Exception {
    stage.play(script);
  }

  static List<CallScript> states() {
    return CallScript.read("states.txt");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void failures(CallScript script) throws Exception {
    stage.play(script);
  }

  static Stream<CallScript> failures() {
    return CallScript.lines("failures.txt").stream().map(ActionCallsTest::failure);
  }

  @Test
  void everyActionSucceedsAndFailsInAScript() {
    List<CallScript> all =
        Stream.of(actions().stream(), states().stream(), failures())
            .flatMap(scripts -> scripts)
            .toList();

    assertThat(types(all, "ACTION_SUCCESSFUL")).containsAll(Actions.types());
    assertThat(types(all, "ACTION_FAILED")).containsAll(Actions.types());
  }

  @Test
  void everyEventIsToldInAScript() {
    assertThat(
            Stream.concat(actions().stream(), states().stream())
                .flatMap(script -> script.told().stream())
                .map(told -> told.event().split(" ", 3)[1]))
        .contains(
            "NEW_INBOUND_CALL",
            "NEW_OUTBOUND_CALL",
            "RINGING",
            "CALL_ANSWERED",
            "ACTION_SUCCESSFUL",
            "ACTION_FAILED",
            "ACTION_INTERRUPTED",
            "CALL_UPDATE_REQUESTED",
            "DIGITS_RECEIVED",
            "HANGUP",
            "INVALID_LAMBDA_RESPONSE");
  }

  private static Set<String> types(List<CallScript> scripts, String event) {
    return scripts.stream()
        .flatMap(script -> script.told().stream())
        .filter(told -> told.event().contains(event))
        .map(told -> TYPE.matcher(told.data()))
        .filter(Matcher::find)
        .map(type -> type.group(1))
        .collect(Collectors.toSet());
  }

  /** The script of a line {@code action | parameters | ErrorType | ErrorMessage}. */
  private static CallScript failure(String line) {
    String[] parts = line.split(" \\| ", 4);
    String action = parts[0].strip();
    String parameters =
        parts[1]
            .strip()
            .replace("$1001", "x".repeat(1001))
            .replace("$IDS101", String.join(",", Collections.nCopies(101, "\"a\"")));
    return CallScript.parse(
        """
        %1$s fails: %4$s %5$s
        answer NEW_INBOUND_CALL: {"Type":"PlayAudio","Parameters":{"AudioSource":$TONE}}, {"Type":"%1$s","Parameters":%2$s}
        phone  call $NUMBER
        phone  hear 1000 Hz within 5 s
        phone  is hung up within 10 s
        told   1 NEW_INBOUND_CALL [LEG-A]
        told   2 ACTION_FAILED [LEG-A Connected] {"Type":"%1$s","Parameters":%2$s,"ErrorType":"%3$s","ErrorMessage":"%4$s"}
        told   3 HANGUP [LEG-A Disconnected]
        """
            .formatted(
                action, parameters, parts[2].strip(), parts[3].strip(), title(parts[1].strip())));
  }

  private static String title(String parameters) {
    return parameters.length() <= 80 ? parameters : parameters.substring(0, 80) + "...";
  }
}
