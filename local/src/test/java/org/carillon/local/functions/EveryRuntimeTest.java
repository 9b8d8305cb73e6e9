package org.carillon.local.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.local.functions.Fixtures.PLENTY;
import static org.carillon.local.functions.Fixtures.answer;
import static org.carillon.local.functions.Fixtures.invoke;
import static org.carillon.local.functions.Fixtures.serve;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.carillon.core.ports.FunctionInvoker.Result;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same function in Python, Node and Java, each by the machine's real interpreter. */
class EveryRuntimeTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void answersWithWhatTheFunctionReturns(FunctionRuntime runtime) throws Exception {
    try (var functions = serve(Fixtures.function(runtime, folder), folder, 2)) {
      Map<String, Object> event = Map.of("Grüße", List.of(1, 2.5, true, "ü\n\"😀"));

      var answer = answer(functions.invoke(functions.arn("f") + ":prod", json(event), PLENTY));

      assertThat(answer)
          .containsEntry("event", event)
          .containsEntry("arn", "arn:aws:lambda:us-east-1:111122223333:function:f:prod")
          .containsEntry("name", "f")
          .containsEntry("region", "us-east-1");
      assertThat((String) answer.get("requestId")).matches("[0-9a-f-]{36}");
      assertThat((Integer) answer.get("remaining")).isBetween(1, 60_000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isGivenNoKeysUnlessTheOperatorHasSome(FunctionRuntime runtime) throws Exception {
    try (var functions = serve(Fixtures.function(runtime, folder), folder, 2)) {
      var answer = answer(invoke(functions, Map.of(), PLENTY));
      assertThat(answer).containsKey("pid");
      assertThat(answer.get("secret")).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anErrorOfTheFunctionIsToldByTypeAndTextAndTheProcessGoesOn(FunctionRuntime runtime)
      throws Exception {
    try (var functions = serve(Fixtures.function(runtime, folder), folder, 2)) {
      Object before = answer(invoke(functions, Map.of(), PLENTY)).get("pid");

      Result result = invoke(functions, Map.of("do", "fail"), PLENTY);

      assertThat(result)
          .isInstanceOfSatisfying(
              Result.FunctionError.class,
              error -> {
                assertThat(error.errorType()).endsWith("ValueError");
                assertThat(error.errorMessage()).isEqualTo("no such room");
              });
      assertThat(answer(invoke(functions, Map.of(), PLENTY))).containsEntry("pid", before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCrashIsAnErrorAndTheNextEventFindsANewProcess(FunctionRuntime runtime) throws Exception {
    try (var functions = serve(Fixtures.function(runtime, folder), folder, 1)) {
      Result result = invoke(functions, Map.of("do", "exit"), PLENTY);

      assertThat(result)
          .isInstanceOfSatisfying(
              Result.FunctionError.class,
              error -> {
                assertThat(error.errorType()).isEqualTo("Runtime.ExitError");
                assertThat(error.errorMessage()).contains("exit status 3");
              });
      assertThat(answer(invoke(functions, Map.of(), PLENTY))).containsKey("pid");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFunctionThatHangsTimesOutAndIsStartedAnew(FunctionRuntime runtime) throws Exception {
    try (var functions = serve(Fixtures.function(runtime, folder), folder, 1)) {
      long pid = ((Number) answer(invoke(functions, Map.of(), PLENTY)).get("pid")).longValue();
      var process = ProcessHandle.of(pid).orElseThrow();

      Result result = invoke(functions, Map.of("do", "hang"), Duration.ofMillis(300));

      assertThat(result).isEqualTo(new Result.TimedOut());
      process.onExit().get(30, java.util.concurrent.TimeUnit.SECONDS);
      assertThat(((Number) answer(invoke(functions, Map.of(), PLENTY)).get("pid")).longValue())
          .isNotEqualTo(pid);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProcessKilledFromOutsideIsReplaced(FunctionRuntime runtime) throws Exception {
    try (var functions = serve(Fixtures.function(runtime, folder), folder, 1)) {
      long pid = ((Number) answer(invoke(functions, Map.of(), PLENTY)).get("pid")).longValue();
      var process = ProcessHandle.of(pid).orElseThrow();
      process.destroyForcibly();
      process.onExit().get(30, java.util.concurrent.TimeUnit.SECONDS);

      Result next = invoke(functions, Map.of(), PLENTY);
      if (next instanceof Result.FunctionError error) {
        // The event may have been handed over in the moment before the death was noticed.
        assertThat(error.errorType()).isEqualTo("Runtime.ExitError");
        next = invoke(functions, Map.of(), PLENTY);
      }
      assertThat(((Number) answer(next).get("pid")).longValue()).isNotEqualTo(pid);
    }
  }

  @ParameterizedTest
  @EnumSource
  void eventsAtTheSameTimeHaveAProcessEach(FunctionRuntime runtime) throws Exception {
    Path meeting = Files.createDirectory(folder.resolve("meeting"));
    Map<String, Object> event = Map.of("do", "meet", "folder", meeting.toString(), "count", 3);
    try (var functions = serve(Fixtures.function(runtime, folder), folder, 3);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Result>> results = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        results.add(CompletableFuture.supplyAsync(() -> invoke(functions, event, PLENTY), threads));
      }

      assertThat(results.stream().map(r -> answer(r.join()).get("pid")).distinct()).hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerOfSixMegabytesIsTakenAndALargerOneRefused(FunctionRuntime runtime) throws Exception {
    int most = 6 * 1024 * 1024 - 2; // with its two quotes
    try (var functions = serve(Fixtures.function(runtime, folder), folder, 1)) {
      assertThat(invoke(functions, Map.of("do", "big", "size", most), PLENTY))
          .isInstanceOfSatisfying(
              Result.Answer.class, answer -> assertThat(answer.payload()).hasSize(most + 2));

      assertThat(invoke(functions, Map.of("do", "big", "size", most + 1), PLENTY))
          .isEqualTo(
              new Result.FunctionError(
                  "Function.ResponseSizeTooLarge",
                  "Response payload size (6291457 bytes) exceeded maximum allowed payload size"
                      + " (6291456 bytes)."));
      assertThat(answer(invoke(functions, Map.of(), PLENTY))).containsKey("pid");
    }
  }

  private static byte[] json(Map<String, Object> event) {
    return org.carillon.contract.Json.write(event);
  }
}
