package org.carillon.core.bots;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.carillon.contract.Json;
import org.carillon.core.ports.FunctionInvoker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bot that is a function, turn by turn (S4, StartBotConversation). */
class FunctionBotsTest {
  private static final String ALIAS =
      "arn:aws:lex:us-east-1:111122223333:bot-alias/PIZZABOT01/TSTALIASID";
  private static final String FUNCTION =
      "arn:aws:lambda:us-east-1:111122223333:function:PIZZABOT01";

  private final Deque<FunctionInvoker.Result> answers = new ArrayDeque<>();
  private final List<Map<String, Object>> events = new ArrayList<>();
  private final BotControl bots =
      new FunctionBots(
          new FunctionInvoker() {
            @Override
            public Result invoke(String functionArn, byte[] payload, Duration timeout) {
              assertThat(functionArn).isEqualTo(FUNCTION);
              events.add(Json.readObject(payload));
              return answers.remove();
            }
          });

  @Test
  void aSlotIsAskedForFilledConfirmedAndTheIntentFulfilled() {
    answers(
        """
        {"sessionState":{"dialogAction":{"type":"ElicitSlot","slotToElicit":"Size"},
         "intent":{"name":"Order","slots":{"Size":null},"state":"InProgress"}},
         "messages":[{"contentType":"PlainText","content":"Which size?"}]}\
        """,
        """
        {"sessionState":{"dialogAction":{"type":"ConfirmIntent"},
         "intent":{"name":"Order","state":"InProgress","confirmationState":"None",
          "slots":{"Size":{"value":{"originalValue":"2","interpretedValue":"2","resolvedValues":["2"]}}}}},
         "messages":[{"contentType":"SSML","content":"<speak>Sure?</speak>"}]}\
        """,
        """
        {"sessionState":{"dialogAction":{"type":"Delegate"},"sessionAttributes":{"paid":"no"}}}\
        """,
        """
        {"sessionState":{"dialogAction":{"type":"Close"},
         "intent":{"name":"Order","slots":{"Size":{"value":{"interpretedValue":"2"}}},
          "state":"Fulfilled","confirmationState":"Confirmed"}},
         "messages":[{"contentType":"PlainText","content":"Done."},
          {"contentType":"ImageResponseCard","content":"no picture on a phone"}]}\
        """);

    BotTurn.Listen first = listen(bots.turn(begin(Map.of()), new BotInput.Started()));
    assertThat(first.say()).containsExactly(new BotMessage("Which size?", false));
    BotTurn.Listen second = listen(bots.turn(first.next(), new BotInput.Digits("2")));
    assertThat(second.say()).containsExactly(new BotMessage("<speak>Sure?</speak>", true));
    BotTurn.Ended end = ended(bots.turn(second.next(), new BotInput.Digits("1")));

    assertThat(end.say()).containsExactly(new BotMessage("Done.", false));
    assertThat(Json.readObject(Json.write(end.intentResult())))
        .isEqualTo(
            Json.readObject(
                """
                {"SessionId":"leg-1","SessionState":{"SessionAttributes":{"paid":"no"},
                 "Intent":{"Name":"Order","Slots":{"Size":{"Value":{"InterpretedValue":"2"}}},
                  "State":"Fulfilled","ConfirmationState":"Confirmed"}},
                 "Interpretations":[{"NluConfidence":{"Score":1.0},
                  "Intent":{"Name":"Order","Slots":{"Size":{"Value":{"InterpretedValue":"2"}}},
                   "State":"Fulfilled","ConfirmationState":"Confirmed"}}]}\
                """
                    .getBytes(StandardCharsets.UTF_8)));
    assertThat(events)
        .extracting(event -> event.get("invocationSource"))
        .containsExactly(
            "DialogCodeHook", "DialogCodeHook", "DialogCodeHook", "FulfillmentCodeHook");
    Map<String, Object> heard = events.get(1);
    assertThat(heard).containsEntry("inputMode", "DTMF").containsEntry("inputTranscript", "2");
    assertThat(heard.toString())
        .contains("interpretedValue=2", "transcription=2", "localeId=en_US");
    assertThat(events.get(2).toString()).contains("confirmationState=Confirmed");
    assertThat(events.get(3).toString()).contains("state=ReadyForFulfillment");
  }

  @Test
  void welcomeMessagesComeFirstAndWithoutTheBot() {
    Map<String, Object> configuration =
        Map.of(
            "SessionState",
            Map.of(
                "SessionAttributes", Map.of("lang", "en"),
                "DialogAction", Map.of("Type", "ElicitIntent")),
            "WelcomeMessages",
            List.of(Map.of("ContentType", "PlainText", "Content", "Hi")));

    BotTurn.Listen first = listen(bots.turn(begin(configuration), new BotInput.Started()));

    assertThat(first.say()).containsExactly(new BotMessage("Hi", false));
    assertThat(first.next().attributes()).isEqualTo(Map.of("lang", "en"));
    assertThat(events).isEmpty();
  }

  @Test
  void threeSilencesInARowEndItAndOneDoesNot() {
    String again =
        """
        {"sessionState":{"dialogAction":{"type":"ElicitIntent"}},
         "messages":[{"contentType":"PlainText","content":"Hello?"}]}\
        """;
    answers(again, again, again, again, again);
    BotSession session = listen(bots.turn(begin(Map.of()), new BotInput.Started())).next();
    session = listen(bots.turn(session, new BotInput.Nothing())).next();
    session = listen(bots.turn(session, new BotInput.Digits("1"))).next();
    session = listen(bots.turn(session, new BotInput.Nothing())).next();
    session = listen(bots.turn(session, new BotInput.Nothing())).next();

    BotTurn.Ended end = ended(bots.turn(session, new BotInput.Nothing()));

    assertThat(end.intentResult().toString()).contains("State=Failed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "\"hello\"",
        "{\"sessionState\":{}}",
        "{\"sessionState\":{\"dialogAction\":{\"type\":\"Sing\"}}}",
        "{\"sessionState\":{\"dialogAction\":{\"type\":\"ElicitSlot\"}}}",
        "{\"sessionState\":{\"dialogAction\":{\"type\":\"Close\"},\"intent\":{}}}",
        "{\"sessionState\":{\"dialogAction\":{\"type\":\"Close\"}}," + "\"messages\":[1,2,3,4,5,6]}"
      })
  void anAnswerThatIsNoneOfLexFailsAndSaysWhy(String answer) {
    answers(answer);
    assertThat(bots.turn(begin(Map.of()), new BotInput.Started()))
        .isInstanceOfSatisfying(
            BotTurn.Failed.class,
            failed -> {
              assertThat(failed.error().errorType()).isEqualTo("SystemException");
              assertThat(failed.why()).contains("no answer of Lex V2");
            });
  }

  @Test
  void whatTheHostOfTheBotSaysIsToldInTheWordsOfTheAction() {
    assertThat(failure(new FunctionInvoker.Result.NotFound("no such function")))
        .isEqualTo("ResourceNotFound");
    assertThat(failure(new FunctionInvoker.Result.AccessDenied("no")))
        .isEqualTo("ResourceAccessDenied");
    assertThat(failure(new FunctionInvoker.Result.Throttled()))
        .isEqualTo("ActionExecutionThrottled");
    assertThat(failure(new FunctionInvoker.Result.TimedOut())).isEqualTo("SystemException");
  }

  @Test
  void anArnOfNoBotAliasIsRefused() {
    BotSession session = BotSession.begin("leg-1", "arn:aws:s3:::b", "en_US", Map.of());
    assertThat(bots.turn(session, new BotInput.Started()))
        .isInstanceOfSatisfying(
            BotTurn.Failed.class,
            failed ->
                assertThat(failed.error().errorMessage())
                    .isEqualTo("The BotAliasArn parameter is invalid."));
  }

  @Test
  void aBotThatNeverEndsIsEnded() {
    BotSession session = begin(Map.of());
    BotTurn turn = new BotTurn.Listen(session, List.of());
    int turns = 0;
    while (turn instanceof BotTurn.Listen listen) {
      answers("{\"sessionState\":{\"dialogAction\":{\"type\":\"ElicitIntent\"}}}");
      turn = bots.turn(listen.next(), new BotInput.Digits("1"));
      turns++;
    }
    assertThat(turns).isLessThan(300);
    assertThat(ended(turn).intentResult().toString()).contains("State=Failed");
  }

  private String failure(FunctionInvoker.Result result) {
    answers.add(result);
    BotTurn turn = bots.turn(begin(Map.of()), new BotInput.Started());
    return ((BotTurn.Failed) turn).error().errorType();
  }

  private void answers(String... some) {
    for (String answer : some) {
      answers.add(new FunctionInvoker.Result.Answer(answer.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static BotSession begin(Map<String, Object> configuration) {
    return BotSession.begin("leg-1", ALIAS, "en_US", configuration);
  }

  private static BotTurn.Listen listen(BotTurn turn) {
    assertThat(turn).isInstanceOf(BotTurn.Listen.class);
    return (BotTurn.Listen) turn;
  }

  private static BotTurn.Ended ended(BotTurn turn) {
    assertThat(turn).isInstanceOf(BotTurn.Ended.class);
    return (BotTurn.Ended) turn;
  }
}
