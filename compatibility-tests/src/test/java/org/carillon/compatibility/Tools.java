package org.carillon.compatibility;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The programs of other people that these tests drive, as they come from their packages. */
public final class Tools {

  private Tools() {}

  /** How a program ended. */
  public record Outcome(int exitCode, String output) {
    public Outcome expectSuccess() {
      if (exitCode != 0) {
        throw new AssertionError("exit code " + exitCode + "\n" + output);
      }
      return this;
    }
  }

  /**
   * Skips the test, and says so, where a program is not installed; with {@code CI=true} its absence
   * is a failure.
   *
   * @param debianPackage what to install
   */
  public static void require(String program, String debianPackage) {
    boolean present =
        List.of(System.getenv("PATH").split(":")).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    if (!present) {
      missing(program + " is not installed (Debian package " + debianPackage + ")");
    }
  }

  /** Skips the test and says on the console what is missing; with {@code CI=true} it fails. */
  static void missing(String what) {
    if ("true".equals(System.getenv("CI"))) {
      fail(what + "; in CI it must be there");
    }
    System.err.println("SKIPPED: " + what);
    assumeTrue(false, "skipped: " + what);
  }

  /** Runs a program to its end; its output and errors come together. */
  public static Outcome run(Map<String, String> environment, Duration limit, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("carillon-compat", ".out");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      builder.redirectOutput(output.toFile());
      Process process = builder.start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError(
            "no end within " + limit.toSeconds() + " s: " + command + "\n" + read(output));
      }
      return new Outcome(process.exitValue(), read(output));
    } finally {
      Files.delete(output);
    }
  }

  /** The python3 on the path, or the system's, whichever has boto3 with this service. */
  public static String pythonWithBoto3() throws Exception {
    String looked = "its boto3 is absent or too old";
    for (String python : List.of("python3", "/usr/bin/python3")) {
      List<String> probe =
          List.of(
              python,
              "-c",
              "import boto3; assert 'chime-sdk-voice' in boto3.Session().get_available_services()");
      try {
        if (run(Map.of(), Duration.ofMinutes(1), probe).exitCode() == 0) {
          return python;
        }
      } catch (IOException absent) {
        looked = absent.getMessage(); // no such interpreter: try the next
      }
    }
    missing("no python3 with boto3 is installed (Debian package python3-boto3): " + looked);
    return "";
  }

  /** Waits for a condition, with a limit. */
  static void await(String what, Duration limit, BooleanSupplier condition) {
    await(() -> what, limit, condition);
  }

  /** Waits for a condition; {@code what} is asked for its words only when the limit is over. */
  static void await(Supplier<String> what, Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "did not happen within " + limit.toSeconds() + " s: " + what.get());
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
