package org.carillon.compatibility.walk;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.compatibility.Tools;

/**
 * The AWS CLI. A process for each call costs most of a second, so most calls go through the CLI's
 * own main function in one process that stays, where there is one; every twentieth goes through the
 * program all the same. Without such a process all calls go through the program, and fewer are
 * made.
 */
final class CommandLineClient implements ApiClient {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int PROGRAM_EVERY = 20;
  private static final Pattern REFUSED =
      Pattern.compile(
          "An error occurred \\((\\w+)\\) when calling the \\w+ operation[^:]*: (.*)",
          Pattern.DOTALL);

  private static final Pattern UNKNOWN_MEMBER =
      Pattern.compile("Unknown parameter in input: \"(\\w+)\"");

  private final String program;
  private final String version;
  private final String endpoint;
  private final Map<String, String> environment;
  private final Optional<LineProcess> runner;
  private int calls;

  /**
   * The CLI at an endpoint.
   *
   * @param runner {@code awscli/runner.py} in the CLI's own interpreter; closed with this client
   */
  CommandLineClient(
      String program,
      String version,
      String endpoint,
      Map<String, String> environment,
      Optional<LineProcess> runner) {
    this.program = program;
    this.version = version;
    this.endpoint = endpoint;
    this.environment = environment;
    this.runner = runner;
  }

  @Override
  public String name() {
    return version;
  }

  @Override
  public boolean quick() {
    return runner.isPresent();
  }

  @Override
  public Answer call(String service, String operation, Map<String, Object> input) {
    try {
      Tools.Outcome outcome = run(words(service, operation, input));
      String words = outcome.output().strip();
      if (outcome.exitCode() == 0) {
        return Answer.success(words.isEmpty() ? Map.of() : JSON.std.mapFrom(words));
      }
      Matcher refused = REFUSED.matcher(words);
      if (refused.find()) {
        return Answer.refused(refused.group(1), refused.group(2));
      }
      // an older CLI does not know a newer operation or member
      Matcher unknown = UNKNOWN_MEMBER.matcher(words);
      Map<String, Object> shorter = new LinkedHashMap<>(input);
      if (unknown.find() && shorter.keySet().remove(unknown.group(1))) {
        return call(service, operation, shorter).toShortened();
      }
      if (words.contains("nvalid choice") || words.contains("Unknown parameter in input")) {
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

  private Tools.Outcome run(List<String> words) throws IOException, InterruptedException {
    if (runner.isPresent() && calls++ % PROGRAM_EVERY != 0) {
      Map<String, Object> answer = runner.get().ask(Map.of("words", words));
      return new Tools.Outcome((int) answer.get("exit"), (String) answer.get("output"));
    }
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(words);
    return Tools.run(environment, LIMIT, command);
  }

  private List<String> words(String service, String operation, Map<String, Object> input)
      throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(service, command(operation), "--endpoint-url", endpoint, "--output", "json"));
    if (input.containsKey("MaxResults")) {
      words.add("--no-paginate"); // the story walks the pages, not the CLI
    }
    words.add("--cli-input-json");
    words.add(JSON.std.asString(input));
    return words;
  }

  /** CreateSipRule as create-sip-rule. */
  private static String command(String operation) {
    return operation
        .replaceAll("(.)([A-Z][a-z]+)", "$1-$2")
        .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
        .toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() {
    runner.ifPresent(LineProcess::close);
  }
}
