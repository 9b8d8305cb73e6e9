package org.carillon.compatibility.walk;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.compatibility.Tools;

/**
 * The AWS CLI of one major version, wherever it stands on the path. Without it the test is skipped
 * and says so; in CI one of the two versions must be there.
 */
abstract class AwsCliWalk extends EveryOperationWalk {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Pattern VERSION = Pattern.compile("aws-cli/(([12])\\.\\S+)");
  private static final Path RUNNER =
      Path.of(System.getProperty("carillon.home"), "compatibility-tests", "awscli", "runner.py");

  private final String major;
  private Path program;
  private String version;

  AwsCliWalk(String major) {
    this.major = major;
  }

  @Override
  void prepare() throws Exception {
    Tools.require("aws", "awscli");
    Map<String, Path> programs = new LinkedHashMap<>(); // by version, in the order of the path
    List<String> strange = new ArrayList<>();
    for (String place : System.getenv("PATH").split(":")) {
      Path candidate = Path.of(place, "aws");
      if (Files.isExecutable(candidate)) {
        String words =
            Tools.run(Map.of(), LIMIT, List.of(candidate.toString(), "--version")).output();
        Matcher said = VERSION.matcher(words);
        if (said.find()) {
          programs.putIfAbsent(said.group(1), candidate);
        } else {
          strange.add(candidate + ": " + words.strip());
        }
      }
    }
    if (programs.isEmpty() && "true".equals(System.getenv("CI"))) {
      fail("no AWS CLI of version 1 or 2, one of which must be there in CI, but " + strange);
    }
    programs.forEach(
        (found, candidate) -> {
          if (program == null && found.startsWith(major + ".")) {
            program = candidate;
            version = found;
          }
        });
    assumeTrue(program != null, "skipped: there is no AWS CLI of version " + major);
  }

  @Override
  ApiClient client(String endpoint, Map<String, String> environment) throws Exception {
    return new CommandLineClient(
        program.toString(), "aws-cli/" + version, endpoint, environment, runner(environment));
  }

  /** The interpreter beside the program, when it is the one that has this very CLI. */
  private Optional<LineProcess> runner(Map<String, String> environment)
      throws IOException, InterruptedException {
    Path python = program.resolveSibling("python3");
    if (!Files.isExecutable(python)) {
      return Optional.empty();
    }
    Tools.Outcome probe =
        Tools.run(
            Map.of(),
            LIMIT,
            List.of(python.toString(), "-c", "import awscli.clidriver; print(awscli.__version__)"));
    if (probe.exitCode() != 0 || !probe.output().strip().equals(version)) {
      return Optional.empty();
    }
    return Optional.of(
        new LineProcess(
            List.of(python.toString(), RUNNER.toString()),
            environment,
            folder.resolve("awscli.log")));
  }
}
