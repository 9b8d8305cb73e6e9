package org.carillon.core.calls;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.calls.Calls.FIRST;
import static org.carillon.core.calls.Calls.LEG_A;
import static org.carillon.core.calls.Calls.SECOND;
import static org.carillon.core.calls.Calls.SPEAK;
import static org.carillon.core.calls.Calls.THIRD;
import static org.carillon.core.calls.Calls.finished;
import static org.carillon.core.calls.Calls.inbound;
import static org.carillon.core.calls.Calls.newCall;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.carillon.core.ports.FunctionInvoker.Result;
import org.carillon.core.records.CallStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Functions that fail: tries, the next application, and how the call ends (S3, S4). */
class FunctionFailureTest {

  private static final Duration WAIT = Duration.ofSeconds(5);

  private final ScriptedFunction function = new ScriptedFunction();

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            new Result.TimedOut(),
            4,
            "AWS Lambda client operation timed out.",
            "gave no answer in 4 attempt(s) of 5 s each",
            "The application's function timed out"),
        Arguments.of(
            new Result.AccessDenied("Add a permission."),
            2,
            "Access denied while invoking the AWS Lambda function.",
            "allow lambda:InvokeFunction on it to the role of Carillon. Add a permission.",
            "Access to the application's function was denied"),
        Arguments.of(
            new Result.Throttled(),
            2,
            "The AWS Lambda function was throttled.",
            "raise its concurrency",
            "The application's function was throttled"),
        Arguments.of(
            new Result.NotFound(""),
            2,
            "There is no function arn:aws:lambda:us-east-1:111122223333:function:f1.",
            "Start Carillon with --function f1=FILE:HANDLER",
            "The application's function does not exist"),
        Arguments.of(
            new Result.NotFound("Known functions: hello."),
            2,
            "There is no function arn:aws:lambda:us-east-1:111122223333:function:f1.",
            "Known functions: hello.",
            "The application's function does not exist"),
        Arguments.of(
            new Result.Unavailable("python3 is not installed."),
            2,
            "could not be reached or started",
            "python3 is not installed.",
            "The application's function could not be reached"),
        Arguments.of(
            new Result.FunctionError("KeyError", "'Digits'\n  at line 7"),
            1,
            "raised an error",
            "KeyError: 'Digits'   at line 7",
            "The application's function raised an error"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailedFunctionIsTriedAsOftenAsItsFailureAllowsAndTheCallRefusedWith480(
      Result failure, int attempts, String message, String advice, String cdrReason) {
    for (int i = 0; i < 10; i++) {
      function.then(failure);
    }

    Turn turn = function.turns().turn(inbound(FIRST), newCall());

    assertThat(function.invocations())
        .hasSize(attempts)
        .allMatch(one -> one.type().equals("NEW_INBOUND_CALL"))
        .allMatch(one -> one.sequence().equals(1))
        .allMatch(one -> one.timeout().equals(WAIT));
    assertThat(turn.commands()).containsExactly(new MediaCommand.Hangup(LEG_A, 480));
    assertThat(turn.end()).contains(new CallEnd(CallStatus.FAILED, 480, cdrReason));
    assertThat(turn.log()).hasSize(1);
    assertThat(turn.log().getFirst().level()).isEqualTo(CallLogLine.Level.ERROR);
    assertThat(turn.log().getFirst().text())
        .contains(message)
        .contains(advice)
        .contains("function:f1")
        .doesNotContain("\n");
  }

  @Test
  void aSecondTryThatSucceedsIsAsGoodAsTheFirst() {
    function.then(new Result.TimedOut()).then(new Result.Throttled()).thenActions(SPEAK);

    Turn turn = function.turns().turn(inbound(FIRST), newCall());

    assertThat(function.invocations()).hasSize(3).allMatch(one -> one.sequence().equals(1));
    assertThat(turn.next().invocations()).isEqualTo(3);
    assertThat(turn.next().sequence()).isEqualTo(1);
    assertThat(turn.end()).isEmpty();
    assertThat(turn.log()).isEmpty();
  }

  @Test
  void theNextApplicationOfTheRuleTakesOver() {
    function.then(new Result.FunctionError("Oops", "no")).thenActions(SPEAK);

    Turn turn = function.turns().turn(inbound(FIRST, SECOND), newCall());

    assertThat(function.invocations())
        .extracting(ScriptedFunction.Invocation::arn)
        .containsExactly(FIRST.functionArn(), SECOND.functionArn());
    assertThat(function.last().sequence()).isEqualTo(1);
    assertThat(function.last().event().toString())
        .contains(SECOND.applicationId())
        .contains("us-west-2")
        .doesNotContain(FIRST.applicationId());
    assertThat(turn.next().target()).isEqualTo(SECOND);
    assertThat(turn.end()).isEmpty();
    assertThat(turn.log())
        .extracting(CallLogLine::level)
        .containsExactly(CallLogLine.Level.ERROR, CallLogLine.Level.WARN);
  }

  @Test
  void aWrongAnswerToAnInboundCallIsToldAndTheNextApplicationTakesOver() {
    function.thenAnswer("{\"hello\":\"world\"}").thenAnswer("whatever").thenActions(SPEAK);

    Turn turn = function.turns().turn(inbound(FIRST, SECOND), newCall());

    assertThat(function.types())
        .containsExactly("NEW_INBOUND_CALL", "INVALID_LAMBDA_RESPONSE", "NEW_INBOUND_CALL");
    assertThat(turn.log().getFirst().text()).contains("{\"hello\":\"...\"}");
    assertThat(turn.end()).isEmpty();
  }

  @Test
  void silentApplicationsShareTheTwentySeconds() {
    for (int i = 0; i < 10; i++) {
      function.then(new Result.TimedOut());
    }

    Turn turn = function.turns().turn(inbound(FIRST, SECOND, THIRD), newCall());

    assertThat(function.invocations())
        .extracting(ScriptedFunction.Invocation::arn)
        .containsExactly(
            FIRST.functionArn(), SECOND.functionArn(), THIRD.functionArn(), THIRD.functionArn());
    assertThat(turn.end()).map(CallEnd::sipStatus).contains(480);
  }

  @Test
  void withManySilentApplicationsTheTwentySecondsStillHold() {
    for (int i = 0; i < 10; i++) {
      function.then(new Result.TimedOut());
    }

    Turn turn =
        function
            .turns()
            .turn(
                inbound(FIRST, SECOND, THIRD, Calls.target(4, "us-east-1"), FIRST, SECOND),
                newCall());

    assertThat(function.invocations()).hasSize(4);
    assertThat(turn.end()).isPresent();
  }

  @Test
  void aFailureLaterEndsTheCallWithByeAndAsksNoOtherApplication() {
    function.thenActions(SPEAK).then(new Result.FunctionError("Oops", "no"));
    Turn speaking = function.turns().turn(inbound(FIRST, SECOND), newCall());

    Turn over = function.turns().turn(speaking.next(), finished(speaking.next()));

    assertThat(function.invocations()).hasSize(2).allMatch(one -> one.arn().endsWith(":f1"));
    assertThat(over.commands()).containsExactly(new MediaCommand.Hangup(LEG_A, 0));
    assertThat(over.end())
        .contains(
            new CallEnd(CallStatus.FAILED, 480, "The application's function raised an error"));
  }

  @Test
  void aWrongAnswerLaterIsToldAndEndsTheCall() {
    String manyFields =
        IntStream.range(0, 15)
            .mapToObj(i -> "\"%s%02d\":%d".formatted("x".repeat(20), i, i))
            .collect(joining(",", "{", "}"));
    function.thenActions(SPEAK).thenAnswer(manyFields).thenActions(SPEAK);
    Turn speaking = function.turns().turn(inbound(FIRST), newCall());

    Turn over = function.turns().turn(speaking.next(), finished(speaking.next()));

    assertThat(function.types())
        .containsExactly("NEW_INBOUND_CALL", "ACTION_SUCCESSFUL", "INVALID_LAMBDA_RESPONSE");
    assertThat(function.last().sequence()).isEqualTo(3);
    assertThat(over.commands()).containsExactly(new MediaCommand.Hangup(LEG_A, 0));
    assertThat(over.end())
        .map(CallEnd::reason)
        .contains(
            "The application's function gave an invalid answer: The schema version in the"
                + " invocation request does not match the schema version in the response.");
    assertThat(over.log().getFirst().text())
        .endsWith("...")
        .contains("\"" + "x".repeat(20) + "00\":number")
        .doesNotContain("x".repeat(20) + "14");
  }

  @Test
  void whatAWrongAnswerCarriesIsNotLogged() {
    function.thenAnswer(
        """
        {"SchemaVersion":"1.1","TransactionAttributes":{"Pin":"4711","Balance":1234.5,"Vip":true},
         "Actions":[{"Type":"JoinChimeMeeting","Parameters":{"JoinToken":"TheToken","Others":[]}}]}
        """);

    Turn turn = function.turns().turn(inbound(FIRST), newCall());

    assertThat(turn.log().getFirst().text())
        .contains(
            """
            {"SchemaVersion":"1.1","TransactionAttributes":{"Pin":"...","Balance":number,"Vip":true},\
            "Actions":[{"Type":"JoinChimeMeeting","Parameters":{"JoinToken":"...","Others":[]}}]}\
            """)
        .doesNotContain("4711", "1234", "TheToken");
  }

  @Test
  void ofAnAnswerThatIsNotJsonItsSizeIsLogged() {
    function.thenAnswer("your PIN is 4711");

    Turn turn = function.turns().turn(inbound(FIRST), newCall());

    assertThat(turn.log().getFirst().text())
        .contains("answered: 16 bytes that are not JSON")
        .doesNotContain("4711");
  }
}
