package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.carillon.contract.Json;
import org.carillon.core.bots.BotControl;
import org.carillon.core.bots.FunctionBots;
import org.carillon.core.bots.LexBots;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.ports.FunctionInvoker.Result;
import org.carillon.media.sip.CallEnd.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A caller who talks to a bot by keys (S4, StartBotConversation). */
@Timeout(120)
class BotCallTest {
  private static final String NUMBER = "+12065550100";
  private static final String START =
      """
      [{"Type":"StartBotConversation","Parameters":{
        "BotAliasArn":"arn:aws:lex:us-east-1:111122223333:bot-alias/PIZZABOT01/TSTALIASID",
        "Configuration":{"SessionState":{"DialogAction":{"Type":"ElicitIntent"}},
          "WelcomeMessages":[{"ContentType":"PlainText","Content":"Which size?"}]}}}]
      """;

  @TempDir Path data;

  private final List<Map<String, Object>> asked = new CopyOnWriteArrayList<>();
  private final List<String> answers = new ArrayList<>();
  private final BotControl bots =
      new FunctionBots(
          new FunctionInvoker() {
            @Override
            public Result invoke(String functionArn, byte[] payload, Duration timeout) {
              asked.add(Json.readObject(payload));
              String answer = answers.get(Math.min(asked.size(), answers.size()) - 1);
              return new Result.Answer(answer.getBytes(StandardCharsets.UTF_8));
            }
          });

  /** Lets the caller talk to the bot, and hangs up when that is over. */
  private static ScriptedFunction function() {
    return new ScriptedFunction(
        type ->
            ScriptedFunction.actions(
                switch (type) {
                  case "NEW_INBOUND_CALL" -> START;
                  case "ACTION_SUCCESSFUL", "ACTION_FAILED" ->
                      "[{\"Type\":\"Hangup\",\"Parameters\":{}}]";
                  default -> "[]";
                }));
  }

  /** Presses keys, as a phone that knows telephone-event. */
  private static void press(Caller caller, String keys) throws Exception {
    caller.stream().update(SessionMedia.parameters(caller.awaitAnswer()));
    caller.stream().sendDigits(keys, Duration.ofMillis(100));
  }

  private static final String CLOSE =
      """
      {"sessionState":{"dialogAction":{"type":"Close"},
       "intent":{"name":"Order","slots":{},"state":"Fulfilled"}},
       "messages":[{"contentType":"PlainText","content":"Thank you"}]}\
      """;

  @Test
  void keysUpToTheHashAreTheInputAndAStarBeginsAnew() throws Exception {
    answers.add(CLOSE);
    ScriptedFunction function = function();
    try (TestNode node = TestNode.with(data, function, bots);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();
      Await.until("the welcome", () -> caller.framesOf(TestNode.VOICE_HZ) > 5);

      press(caller, "9*42#");

      Await.until(
          "the end of the conversation", () -> function.eventTypes().contains("ACTION_SUCCESSFUL"));
      assertThat(asked).hasSize(1);
      assertThat(asked.getFirst())
          .containsEntry("inputMode", "DTMF")
          .containsEntry("inputTranscript", "42");
      assertThat(function.event("ACTION_SUCCESSFUL").get("ActionData").toString())
          .contains("Type=StartBotConversation", "Name=Order", "State=Fulfilled");
      assertThat(caller.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
    }
  }

  @Test
  void fiveSecondsWithoutAKeyAreToldToTheBot() throws Exception {
    answers.add(CLOSE);
    ScriptedFunction function = function();
    try (TestNode node = TestNode.with(data, function, bots);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();

      Await.until("the bot is asked", () -> !asked.isEmpty());
      assertThat(asked.getFirst()).containsEntry("inputTranscript", "");
      assertThat(caller.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
    }
  }

  @Test
  void aBotThatAnswersNonsenseFailsTheAction() throws Exception {
    answers.add("nonsense");
    ScriptedFunction function = function();
    try (TestNode node = TestNode.with(data, function, bots);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      press(caller, "1#");

      assertThat(caller.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      assertThat(function.event("ACTION_FAILED").get("ActionData").toString())
          .contains("Type=StartBotConversation", "ErrorType=SystemException");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NOT_FOUND     | ResourceNotFound         | The bot was not found.",
        "ACCESS_DENIED | ResourceAccessDenied     | Access to the bot was denied.",
        "THROTTLED     | ActionExecutionThrottled | Too many actions of this kind are running.",
        "UNAVAILABLE   | SystemException          | System error while running action."
      })
  void aBotOfLexThatDoesNotAnswerFailsTheAction(LexSays lex, String errorType, String errorMessage)
      throws Exception {
    ScriptedFunction function = function();
    try (TestNode node =
            TestNode.with(data, function, new LexBots((question, timeout) -> lex.result()));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();
      Await.until("the welcome", () -> caller.framesOf(TestNode.VOICE_HZ) > 5);

      press(caller, "1#");

      assertThat(caller.awaitEnd().cause()).isEqualTo(Cause.BYE_RECEIVED);
      assertThat(function.actionData("ACTION_FAILED"))
          .containsEntry("Type", "StartBotConversation")
          .containsEntry("ErrorType", errorType)
          .containsEntry("ErrorMessage", errorMessage);
    }
  }

  /** What Lex may answer instead of a bot's turn. */
  enum LexSays {
    NOT_FOUND,
    ACCESS_DENIED,
    THROTTLED,
    UNAVAILABLE;

    Result result() {
      return switch (this) {
        case NOT_FOUND -> new Result.NotFound("there is no such alias");
        case ACCESS_DENIED -> new Result.AccessDenied("allow lex:RecognizeText");
        case THROTTLED -> new Result.Throttled();
        case UNAVAILABLE -> new Result.Unavailable("Lex is down");
      };
    }
  }
}
