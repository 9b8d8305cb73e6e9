package org.carillon.core.bots;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.carillon.contract.Json;
import org.carillon.core.ports.BotRuntime;
import org.carillon.core.ports.FunctionInvoker.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bot of Amazon Lex V2, turn by turn (S4, StartBotConversation). */
class LexBotsTest {
  private static final String ALIAS =
      "arn:aws:lex:us-east-1:111122223333:bot-alias/PIZZABOT01/TSTALIASID";
  private static final String ASK_SIZE =
      """
      {"sessionId":"leg-1","messages":[{"contentType":"PlainText","content":"Which size?"}],
       "sessionState":{"dialogAction":{"type":"ElicitSlot","slotToElicit":"Size"},
        "intent":{"name":"Order","slots":{"Size":null},"state":"InProgress"}}}\
      """;
  private static final String DONE =
      """
      {"sessionId":"leg-1","messages":[{"contentType":"PlainText","content":"Thank you."}],
       "sessionState":{"dialogAction":{"type":"Close"},"sessionAttributes":{"paid":"no"},
        "intent":{"name":"Order","slots":{"Size":{"value":{"interpretedValue":"2"}}},
         "state":"ReadyForFulfillment","confirmationState":"None"}},
       "interpretations":[
        {"nluConfidence":{"score":0.87},"intent":{"name":"Order","slots":{},"state":"ReadyForFulfillment"}},
        {"intent":{"name":"FallbackIntent","slots":{}}}]}\
      """;

  private final Deque<Result> answers = new ArrayDeque<>();
  private final List<BotRuntime.Question> questions = new ArrayList<>();
  private final BotControl bots =
      new LexBots(
          (question, timeout) -> {
            questions.add(question);
            return answers.remove();
          });

  @Test
  void whatIsPressedIsTextForTheBotAndItsEndIsTheActionsResult() {
    answers(ASK_SIZE, DONE);
    BotSession session = listen(bots.turn(begin(), new BotInput.Started()), "Hi").next();

    session = listen(bots.turn(session, new BotInput.Digits("1")), "Which size?").next();
    BotTurn.Ended end = ended(bots.turn(session, new BotInput.Digits("2")));

    assertThat(questions)
        .containsExactly(
            question("1", Map.of("lang", "en")), // Lex keeps the session from then on
            question("2", Map.of()));
    assertThat(end.say()).containsExactly(new BotMessage("Thank you.", false));
    assertThat(Json.readObject(Json.write(end.intentResult())))
        .isEqualTo(
            Json.readObject(
                """
                {"SessionId":"leg-1","SessionState":{"SessionAttributes":{"paid":"no"},
                 "Intent":{"Name":"Order","Slots":{"Size":{"Value":{"InterpretedValue":"2"}}},
                  "State":"ReadyForFulfillment","ConfirmationState":"None"}},
                 "Interpretations":[
                  {"NluConfidence":{"Score":0.87},"Intent":{"Name":"Order","Slots":{},
                   "State":"ReadyForFulfillment","ConfirmationState":"None"}},
                  {"Intent":{"Name":"FallbackIntent","Slots":{},"ConfirmationState":"None"}}]}\
                """
                    .getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void threeSilencesInARowEndItWithoutAskingTheBot() {
    BotSession session = listen(bots.turn(begin(), new BotInput.Started()), "Hi").next();
    session = listen(bots.turn(session, new BotInput.Nothing())).next();
    session = listen(bots.turn(session, new BotInput.Nothing())).next();

    BotTurn.Ended end = ended(bots.turn(session, new BotInput.Nothing()));

    assertThat(end.intentResult().toString()).contains("State=Failed");
    assertThat(questions).isEmpty();
  }

  @Test
  void aBotThatNeverEndsIsEnded() {
    BotTurn turn = new BotTurn.Listen(begin(), List.of());
    int turns = 0;
    while (turn instanceof BotTurn.Listen listen) {
      answers(ASK_SIZE);
      turn = bots.turn(listen.next(), new BotInput.Digits("1"));
      turns++;
    }
    assertThat(turns).isLessThan(300);
    assertThat(ended(turn).intentResult().toString()).contains("State=Failed");
  }

  @ParameterizedTest
  @CsvSource({
    "404,ResourceNotFound",
    "403,ResourceAccessDenied",
    "429,ActionExecutionThrottled",
    "408,SystemException",
    "500,SystemException",
    "200,SystemException"
  })
  void whatLexSaysIsToldInTheWordsOfTheAction(int status, String errorType) {
    answers.add(
        switch (status) {
          case 404 -> new Result.NotFound("no such alias");
          case 403 -> new Result.AccessDenied("no");
          case 429 -> new Result.Throttled();
          case 408 -> new Result.TimedOut();
          case 500 -> new Result.Unavailable("busy");
          default -> new Result.Answer("{}".getBytes(StandardCharsets.UTF_8));
        });
    assertThat(bots.turn(begin(), new BotInput.Digits("1")))
        .isInstanceOfSatisfying(
            BotTurn.Failed.class,
            failed -> assertThat(failed.error().errorType()).isEqualTo(errorType));
  }

  @Test
  void anArnOfNoBotAliasIsRefused() {
    BotSession session = BotSession.begin("leg-1", "arn:aws:s3:::b", "en_US", Map.of());
    assertThat(bots.turn(session, new BotInput.Started())).isSameAs(FunctionBots.NO_ALIAS);
  }

  @Test
  void withoutARuntimeFunctionsStandForBots() {
    assertThat(LexBots.orFunctions(Map.of(), (arn, payload, timeout) -> new Result.Throttled()))
        .isInstanceOf(FunctionBots.class);
  }

  private static BotRuntime.Question question(String text, Map<String, String> attributes) {
    return new BotRuntime.Question(
        "us-east-1", "PIZZABOT01", "TSTALIASID", "en_US", "leg-1", text, attributes);
  }

  private void answers(String... some) {
    for (String answer : some) {
      answers.add(new Result.Answer(answer.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static BotSession begin() {
    return BotSession.begin(
        "leg-1",
        ALIAS,
        "en_US",
        Map.of(
            "SessionState",
            Map.of(
                "SessionAttributes", Map.of("lang", "en"),
                "DialogAction", Map.of("Type", "ElicitIntent")),
            "WelcomeMessages",
            List.of(Map.of("ContentType", "PlainText", "Content", "Hi"))));
  }

  private static BotTurn.Listen listen(BotTurn turn, String... words) {
    assertThat(turn).isInstanceOf(BotTurn.Listen.class);
    BotTurn.Listen listen = (BotTurn.Listen) turn;
    assertThat(listen.say()).extracting(BotMessage::text).containsExactly(words);
    return listen;
  }

  private static BotTurn.Ended ended(BotTurn turn) {
    assertThat(turn).isInstanceOf(BotTurn.Ended.class);
    return (BotTurn.Ended) turn;
  }
}
