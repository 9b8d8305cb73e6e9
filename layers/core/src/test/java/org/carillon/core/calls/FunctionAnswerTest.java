package org.carillon.core.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.calls.Calls.SPEAK;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.carillon.core.calls.FunctionAnswer.Accepted;
import org.carillon.core.calls.FunctionAnswer.Rejected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What answers of a function are taken and what the log says of the others (S4). */
class FunctionAnswerTest {

  private static final String BLANK = "Response is blank or empty";
  private static final String UNREADABLE = "Error while reading actions list.";
  private static final String MISMATCH =
      "The schema version in the invocation request does not match the schema version in the"
          + " response.";

  static Stream<Arguments> wrongAnswers() {
    return Stream.of(
        Arguments.of("", BLANK),
        Arguments.of("   \n", BLANK),
        Arguments.of("null", BLANK),
        Arguments.of("\"\"", BLANK),
        Arguments.of("[]", UNREADABLE),
        Arguments.of("<html>", UNREADABLE),
        Arguments.of("{\"SchemaVersion\":\"1.0\",", UNREADABLE),
        Arguments.of("{}", MISMATCH),
        Arguments.of("{\"Actions\":[]}", MISMATCH),
        Arguments.of("{\"SchemaVersion\":\"2.0\",\"Actions\":[]}", MISMATCH),
        Arguments.of("{\"SchemaVersion\":1.0,\"Actions\":[]}", MISMATCH),
        Arguments.of("{\"statusCode\":200,\"body\":\"x\"}", MISMATCH),
        Arguments.of(actions("{}"), UNREADABLE),
        Arguments.of(actions("\"Speak\""), UNREADABLE),
        Arguments.of(actions("{\"Type\":7,\"Parameters\":{}}"), UNREADABLE),
        Arguments.of(actions("{\"Type\":\"Speak\",\"Parameters\":[]}"), UNREADABLE),
        Arguments.of("{\"SchemaVersion\":\"1.0\",\"Actions\":{}}", UNREADABLE),
        Arguments.of(actions(copies(11)), "Too many actions specified in a response."),
        Arguments.of(
            actions("{\"Type\":\"Dance\",\"Parameters\":{}}"),
            "Unsupported action Dance specified"),
        Arguments.of(
            actions("{\"Type\":\"speak\",\"Parameters\":{}}"),
            "Unsupported action speak specified"),
        Arguments.of(
            "{\"SchemaVersion\":\"1.0\",\"TransactionAttributes\":\"x\"}",
            "Transaction Attributes is not a JSON object"),
        Arguments.of(
            attributes(pairs(101)),
            "Transaction Attributes has too many mappings. Maximum number of mappings is 100"),
        Arguments.of(
            attributes("\"k\":\"" + "x".repeat(20 * 1024) + "\""),
            "Transaction Attributes is too large. Maximum size is 20480 bytes"));
  }

  @ParameterizedTest
  @MethodSource("wrongAnswers")
  void aWrongAnswerIsRefusedInTheServicesOwnWords(String answer, String message) {
    assertThat(read(answer, false))
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.message()).isEqualTo(message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"SchemaVersion\":\"1.0\"}",
        "{\"SchemaVersion\":\"1.0\",\"Actions\":null}",
        "{\"SchemaVersion\":\"1.0\",\"Actions\":[]}"
      })
  void anInboundCallNeedsActions(String answer) {
    assertThat(read(answer, true))
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> assertThat(rejected.message()).isEqualTo("Actions list is empty."));
  }

  @Test
  void missingOrNullActionsLaterKeepTheRunningList() {
    assertThat(accepted("{\"SchemaVersion\":\"1.0\"}").actions()).isEmpty();
    assertThat(accepted("{\"SchemaVersion\":\"1.0\",\"Actions\":null}").actions()).isEmpty();
    assertThat(accepted(actions("")).actions()).contains(List.of());
  }

  @Test
  void attributesAreAbsentClearedOrAnyJson() {
    assertThat(accepted(actions("")).attributes()).isEmpty();
    assertThat(accepted("{\"SchemaVersion\":\"1.0\",\"TransactionAttributes\":null}").attributes())
        .isEmpty();
    assertThat(accepted(attributes("")).attributes()).contains(Map.of());
    assertThat(accepted(attributes("\"a\":{\"b\":[1,null]}")).attributes())
        .contains(Map.of("a", Map.of("b", Arrays.asList(1, null))));
    assertThat(accepted(attributes(pairs(100))).attributes().orElseThrow()).hasSize(100);
  }

  @Test
  void tenActionsAndUnknownMembersAreTaken() {
    assertThat(accepted(actions(copies(10))).actions().orElseThrow()).hasSize(10);
    assertThat(accepted("{\"SchemaVersion\":\"1.0\",\"Extra\":1,\"Actions\":[]}").actions())
        .contains(List.of());
  }

  @Test
  void anActionWithoutParametersReadsAsOneWithNone() {
    assertThat(accepted(actions("{\"Type\":\"Hangup\"}")).actions().orElseThrow())
        .containsExactly(new CallAction("Hangup", Map.of()));
  }

  @Test
  void anAnswerOverTheLimitIsRefusedUnread() {
    byte[] huge = new byte[FunctionAnswer.MAX_BYTES + 1];
    Arrays.fill(huge, (byte) '{');

    assertThat(FunctionAnswer.read(huge, FunctionAnswer.Expected.ANSWER))
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.detail()).contains("262145 bytes"));
  }

  @Test
  void everyActionOfTheContractIsKnown() {
    assertThat(Actions.types()).hasSize(18).contains("CallAndBridge", "VoiceFocus");
  }

  private static FunctionAnswer read(String answer, boolean actionsRequired) {
    return FunctionAnswer.read(
        answer.getBytes(StandardCharsets.UTF_8),
        actionsRequired ? FunctionAnswer.Expected.ACTIONS : FunctionAnswer.Expected.ANSWER);
  }

  private static Accepted accepted(String answer) {
    FunctionAnswer read = read(answer, false);
    assertThat(read).isInstanceOf(Accepted.class);
    return (Accepted) read;
  }

  private static String actions(String actions) {
    return "{\"SchemaVersion\":\"1.0\",\"Actions\":[" + actions + "]}";
  }

  private static String attributes(String members) {
    return "{\"SchemaVersion\":\"1.0\",\"TransactionAttributes\":{" + members + "}}";
  }

  private static String copies(int count) {
    return String.join(",", Collections.nCopies(count, SPEAK));
  }

  private static String pairs(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> "\"key" + number + "\":" + number)
        .collect(Collectors.joining(","));
  }
}
