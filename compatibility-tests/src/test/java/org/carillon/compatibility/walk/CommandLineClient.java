package org.carillon.compatibility.walk;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.compatibility.Tools;

/** The AWS CLI, a process for each call. */
final class CommandLineClient implements ApiClient {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Pattern REFUSED =
      Pattern.compile(
          "An error occurred \\((\\w+)\\) when calling the \\w+ operation[^:]*: (.*)",
          Pattern.DOTALL);

  private final String program;
  private final String version;
  private final String endpoint;
  private final Map<String, String> environment;

  CommandLineClient(
      String program, String version, String endpoint, Map<String, String> environment) {
    this.program = program;
    this.version = version;
    this.endpoint = endpoint;
    this.environment = environment;
  }

  @Override
  public String name() {
    return version;
  }

  /** Each call starts an interpreter, which costs half a second. */
  @Override
  public boolean quick() {
    return false;
  }

  @Override
  public Answer call(String service, String operation, Map<String, Object> input) {
    try {
      Tools.Outcome outcome =
          Tools.run(
              environment,
              LIMIT,
              List.of(
                  program,
                  service,
                  command(operation),
                  "--endpoint-url",
                  endpoint,
                  "--output",
                  "json",
                  "--cli-input-json",
                  JSON.std.asString(input)));
      String words = outcome.output().strip();
      if (outcome.exitCode() == 0) {
        return Answer.success(words.isEmpty() ? Map.of() : JSON.std.mapFrom(words));
      }
      Matcher refused = REFUSED.matcher(words);
      if (refused.find()) {
        return Answer.refused(refused.group(1), refused.group(2));
      }
      // an older CLI does not know a newer operation or member
      if (words.contains("Invalid choice") || words.contains("Unknown parameter in input")) {
        return Answer.notInThisClient();
      }
      throw new AssertionError(operation + " " + input + ":\n" + words);
    } catch (IOException broken) {
      throw new AssertionError(operation + " " + input, broken);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new AssertionError(operation, ended);
    }
  }

  /** CreateSipRule as create-sip-rule. */
  private static String command(String operation) {
    return operation
        .replaceAll("(.)([A-Z][a-z]+)", "$1-$2")
        .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
        .toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() {}
}
