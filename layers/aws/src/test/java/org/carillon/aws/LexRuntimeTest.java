package org.carillon.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.carillon.contract.Json;
import org.carillon.core.bots.FunctionBots;
import org.carillon.core.bots.LexBots;
import org.carillon.core.ports.BotRuntime.Question;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.ports.FunctionInvoker.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.lexruntimev2.LexRuntimeV2Client;

/** Turns of a conversation as they go over the wire to Amazon Lex V2, and each of its answers. */
class LexRuntimeTest {
  private static final String REGION = "us-east-1";
  private static final Duration PLENTY = Duration.ofSeconds(30);
  private static final String ANSWER =
      """
      {"sessionId":"leg-1",
       "messages":[{"contentType":"PlainText","content":"Which size?"}],
       "sessionState":{"dialogAction":{"type":"ElicitSlot","slotToElicit":"Size"},
        "sessionAttributes":{"lang":"en"},
        "intent":{"name":"Order","state":"InProgress","confirmationState":"None",
         "slots":{"Kind":{"value":{"originalValue":"1","interpretedValue":"thin",
          "resolvedValues":["thin"]}}}}},
       "interpretations":[{"nluConfidence":{"score":0.87},
        "intent":{"name":"Order","state":"InProgress"}}]}\
      """;

  private final List<RestStub.Request> requests = new ArrayList<>();
  private volatile int status = 200;
  private volatile Map<String, String> headers = Map.of();
  private volatile String answer = ANSWER;
  private volatile boolean thinks;
  private final CountDownLatch end = new CountDownLatch(1);
  private RestStub stub;
  private LexRuntimeV2Client client;

  @BeforeEach
  void start() throws IOException {
    stub =
        RestStub.start(
            request -> {
              requests.add(request);
              if (thinks) {
                end.await();
              }
              return new RestStub.Response(
                  status, headers, answer.getBytes(StandardCharsets.UTF_8));
            });
    client =
        LexRuntimeProvider.client(
            LocalServices.client(LexRuntimeV2Client.builder(), stub.endpoint()));
  }

  @AfterEach
  void stop() {
    end.countDown();
    client.close();
    stub.close();
  }

  @Test
  void aTurnIsRecognizeTextAndItsAnswerComesBackAsLexWroteIt() {
    Result result = ask(question(REGION, Map.of("lang", "en")), PLENTY);

    RestStub.Request request = requests.getFirst();
    assertThat(request.method() + " " + request.path())
        .isEqualTo(
            "POST /bots/PIZZABOT01/botAliases/TSTALIASID/botLocales/en_US/sessions/leg-1/text");
    assertThat(Json.readObject(request.body()))
        .containsEntry("text", "42")
        .containsEntry("sessionState", Map.of("sessionAttributes", Map.of("lang", "en")));
    assertThat(result).isInstanceOf(Result.Answer.class);
    assertThat(Json.readObject(((Result.Answer) result).payload()))
        .isEqualTo(Json.readObject(ANSWER.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aLaterTurnLeavesTheSessionToLex() {
    ask(question(REGION, Map.of()), PLENTY);

    assertThat(Json.readObject(requests.getFirst().body())).containsOnlyKeys("text");
  }

  @ParameterizedTest
  @CsvSource({
    "404,ResourceNotFoundException,NotFound",
    "403,AccessDeniedException,AccessDenied",
    "429,ThrottlingException,Throttled",
    "424,DependencyFailedException,Unavailable",
    "500,InternalServerException,Unavailable",
    "400,ValidationException,Unavailable"
  })
  void anErrorOfLexIsToldOnceAndForWhatItIs(int code, String type, String outcome) {
    status = code;
    headers = Map.of("x-amzn-ErrorType", type);
    answer = "{\"message\":\"no\"}";

    assertThat(ask(question(REGION, Map.of()), PLENTY).getClass().getSimpleName())
        .isEqualTo(outcome);
    assertThat(requests).hasSize(1);
  }

  @Test
  void aBotThatThinksForTooLongTimesOut() {
    thinks = true;

    assertThat(ask(question(REGION, Map.of()), Duration.ofMillis(200)))
        .isInstanceOf(Result.TimedOut.class);
  }

  @Test
  void aBotOfAnotherRegionIsNotLookedFor() {
    assertThat(ask(question("eu-west-1", Map.of()), PLENTY))
        .isInstanceOfSatisfying(
            Result.NotFound.class, no -> assertThat(no.advice()).contains("eu-west-1"));
    assertThat(requests).isEmpty();
  }

  @Test
  void itIsAskedForByTheEnvironmentOrFunctionsStandForBots() {
    FunctionInvoker functions = (arn, payload, timeout) -> new Result.Throttled();
    var provider = new LexRuntimeProvider();
    assertThat(provider.from(Map.of())).isEmpty();
    assertThat(provider.from(Map.of("CARILLON_BOTS", "functions"))).isEmpty();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> provider.from(Map.of("CARILLON_BOTS", "robots")))
        .withMessageContaining("CARILLON_BOTS");

    System.setProperty("aws.region", REGION);
    try {
      assertThat(provider.from(Map.of("CARILLON_BOTS", "lex"))).isPresent();
      assertThat(LexBots.orFunctions(Map.of("CARILLON_BOTS", "lex"), functions))
          .as("the service loader finds it")
          .isInstanceOf(LexBots.class);
    } finally {
      System.clearProperty("aws.region");
    }
    assertThat(LexBots.orFunctions(Map.of(), functions)).isInstanceOf(FunctionBots.class);
  }

  private Result ask(Question question, Duration timeout) {
    return new LexRuntime(client, REGION).recognize(question, timeout);
  }

  private static Question question(String region, Map<String, String> attributes) {
    return new Question(region, "PIZZABOT01", "TSTALIASID", "en_US", "leg-1", "42", attributes);
  }
}
