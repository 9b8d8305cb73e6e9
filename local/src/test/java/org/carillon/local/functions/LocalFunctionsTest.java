package org.carillon.local.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.carillon.local.functions.Fixtures.PLENTY;
import static org.carillon.local.functions.Fixtures.answer;
import static org.carillon.local.functions.Fixtures.invoke;
import static org.carillon.local.functions.Fixtures.serve;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.carillon.core.ports.FunctionInvoker.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not depend on the function's language; shown with Python, the quickest to start. */
class LocalFunctionsTest {
  @TempDir Path folder;

  private FunctionSpec python() throws Exception {
    return Fixtures.function(FunctionRuntime.PYTHON, folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":prod", ":7", ":$LATEST"})
  void aliasesAndVersionsMeanTheSameFunction(String qualifier) throws Exception {
    try (var functions = serve(python(), folder, 1)) {
      String arn = functions.arn("f") + qualifier;
      assertThat(answer(functions.invoke(arn, Fixtures.utf8("{}"), PLENTY)))
          .containsEntry("arn", arn);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "f",
        "arn:aws:lambda:us-east-1:111122223333:function:other",
        "arn:aws:lambda:eu-west-1:111122223333:function:f",
        "arn:aws:lambda:us-east-1:999999999999:function:f",
        "arn:aws:lambda:us-east-1:111122223333:function:f:",
        "arn:aws:s3:::f"
      })
  void anUnknownFunctionIsNotFoundAndTheAdviceNamesTheKnown(String arn) throws Exception {
    try (var functions = serve(python(), folder, 1)) {
      assertThat(functions.invoke(arn, Fixtures.utf8("{}"), PLENTY))
          .isInstanceOfSatisfying(
              Result.NotFound.class,
              r ->
                  assertThat(r.advice())
                      .contains("arn:aws:lambda:us-east-1:111122223333:function:f.")
                      .contains("--function NAME=FILE:HANDLER"));
    }
  }

  @Test
  void whenAllProcessesAreBusyToTheLimitTheEventIsThrottledAfterItsTime() throws Exception {
    Path meeting = Files.createDirectory(folder.resolve("meeting"));
    Map<String, Object> event = Map.of("do", "meet", "folder", meeting.toString(), "count", 2);
    try (var functions = serve(python(), folder, 1)) {
      var busy = CompletableFuture.supplyAsync(() -> invoke(functions, event, PLENTY));
      Await.until(() -> meeting.toFile().list().length == 1);

      assertThat(invoke(functions, Map.of(), Duration.ofMillis(200)))
          .isEqualTo(new Result.Throttled());

      Files.createFile(meeting.resolve("the second guest"));
      assertThat(answer(busy.get(30, TimeUnit.SECONDS))).containsKey("pid");
    }
  }

  @Test
  void anEventWaitsForABusyProcessRatherThanFail() throws Exception {
    Path meeting = Files.createDirectory(folder.resolve("meeting"));
    Map<String, Object> event = Map.of("do", "meet", "folder", meeting.toString(), "count", 2);
    try (var functions = serve(python(), folder, 1)) {
      var busy = CompletableFuture.supplyAsync(() -> invoke(functions, event, PLENTY));
      Await.until(() -> meeting.toFile().list().length == 1);
      var behind = CompletableFuture.supplyAsync(() -> invoke(functions, Map.of(), PLENTY));

      Files.createFile(meeting.resolve("the second guest"));

      Object pid = answer(busy.get(30, TimeUnit.SECONDS)).get("pid");
      assertThat(answer(behind.get(30, TimeUnit.SECONDS))).containsEntry("pid", pid);
    }
  }

  @Test
  void closingEndsTheProcesses() throws Exception {
    LocalFunctions functions = serve(python(), folder, 1);
    long pid = ((Number) answer(invoke(functions, Map.of(), PLENTY)).get("pid")).longValue();
    var process = ProcessHandle.of(pid).orElseThrow();

    functions.close();

    process.onExit().get(30, TimeUnit.SECONDS);
    assertThat(invoke(functions, Map.of(), PLENTY)).isInstanceOf(Result.Unavailable.class);
  }

  @Test
  void aMissingInterpreterIsToldAtTheStartWithWhatToInstall() throws Exception {
    FunctionSpec spec =
        FunctionSpec.of("f", Files.writeString(folder.resolve("index.py"), ""), "handler");
    var host = new FunctionHost("us-east-1", "111122223333", folder, Map.of("PATH", "/none"), 1);

    assertThatThrownBy(() -> LocalFunctions.open(host, List.of(spec)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "function f: python3 is not on the PATH. Install Python 3.9 or newer"
                + " (Debian, Ubuntu: sudo apt-get install python3; macOS: brew install python)");
  }

  @Test
  void twoFunctionsOfOneNameAreRefused() throws Exception {
    var spec = python();
    var host =
        new FunctionHost("us-east-1", "111122223333", folder, Map.copyOf(System.getenv()), 1);
    assertThatThrownBy(() -> LocalFunctions.open(host, List.of(spec, spec)))
        .hasMessage("two functions are named f");
  }

  @Test
  void whoDoesNotKnowTheSecretGetsNoEvents() throws Exception {
    try (var api = new RuntimeApi();
        var client = HttpClient.newHttpClient()) {
      var pool = new FunctionPool(python(), 1, (p, i) -> null);
      String address = api.admit(pool, new FunctionInstance("0".repeat(32)));
      String guess = address.replace("0".repeat(32), "1".repeat(32));

      for (String path : List.of("invocation/next", "init/error", "invocation/x/response")) {
        var request =
            HttpRequest.newBuilder(URI.create("http://" + guess + "/2018-06-01/runtime/" + path))
                .build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isIn(403, 404);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          hello                      | 'hello' is not NAME=FILE:HANDLER
          =index.py:handler          | '' is not a function name: 1 to 64 letters, digits, '-' and '_'
          a b=index.py:handler       | 'a b' is not a function name
          hello=index.py             | 'index.py' is not FILE:HANDLER
          hello=nowhere.py:handler   | function hello: there is no file
          """)
  void anOptionThatCannotBeReadSaysWhatIsExpected(String option, String message) {
    assertThatThrownBy(() -> FunctionSpec.parse(option))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aFileOfAnotherKindIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("index.rb"), "");
    assertThatThrownBy(() -> FunctionSpec.parse("hello=" + file + ":handler"))
        .hasMessageContaining(".py, .js, .mjs, .cjs, .java, .jar or a folder of Java classes");
  }

  @Test
  void colonsOfTheFileAndOfTheHandlerAreToldApart() throws Exception {
    Path file =
        Files.writeString(Files.createDirectory(folder.resolve("a:b")).resolve("F.java"), "");
    assertThat(FunctionSpec.parse("hello=" + file + ":pkg.F::greet"))
        .isEqualTo(new FunctionSpec("hello", file, "pkg.F::greet", FunctionRuntime.JAVA));
  }
}
