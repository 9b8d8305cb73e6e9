package org.carillon.local.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A function's process does not outlive a Carillon that was killed, not even in an endless loop.
 */
class HostDeathTest {
  @TempDir Path folder;

  /** A host in a JVM of its own: prints the function's process id and makes the function hang. */
  static final class Host {
    private Host() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[1]);
      var spec = Fixtures.function(FunctionRuntime.valueOf(args[0]), folder);
      var functions = Fixtures.serve(spec, folder, 1);
      var answer = Fixtures.answer(Fixtures.invoke(functions, Map.of(), Fixtures.PLENTY));
      System.out.println("pid " + answer.get("pid"));
      Fixtures.invoke(functions, Map.of("do", args[2]), Duration.ofMinutes(5));
    }
  }

  @ParameterizedTest
  @EnumSource
  void killsTheFunctionThatHangs(FunctionRuntime runtime) throws Exception {
    Fixtures.function(runtime, folder); // skips when there is no interpreter
    Process host =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Host.class.getName(),
                runtime.name(),
                folder.toString(),
                "hang")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var lines =
        new BufferedReader(new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("pid ")) {
        line = lines.readLine();
      }
      assertThat(line).as("the host's output").isNotNull();
      var child = ProcessHandle.of(Long.parseLong(line.substring(4))).orElseThrow();

      host.destroyForcibly();

      child.onExit().get(30, TimeUnit.SECONDS);
      assertThat(child.isAlive()).isFalse();
    } finally {
      host.destroyForcibly();
    }
  }
}
