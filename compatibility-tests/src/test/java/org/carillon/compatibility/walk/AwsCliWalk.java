package org.carillon.compatibility.walk;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.carillon.compatibility.Tools;

/**
 * The AWS CLI of one major version, wherever it stands on the path. Without any the test is skipped
 * and says so; in CI one must be there.
 */
abstract class AwsCliWalk extends EveryOperationWalk {

  private final String major;
  private String program = "";
  private String version = "";

  AwsCliWalk(String major) {
    this.major = major;
  }

  @Override
  void prepare() throws Exception {
    Tools.require("aws", "awscli");
    for (String place : System.getenv("PATH").split(":")) {
      Path candidate = Path.of(place, "aws");
      if (program.isEmpty() && Files.isExecutable(candidate)) {
        String words =
            Tools.run(Map.of(), Duration.ofMinutes(1), List.of(candidate.toString(), "--version"))
                .output()
                .strip();
        if (words.startsWith("aws-cli/" + major + ".")) {
          program = candidate.toString();
          version = words.split(" ")[0];
        }
      }
    }
    assumeTrue(!program.isEmpty(), "skipped: there is no AWS CLI of version " + major);
  }

  @Override
  ApiClient client(String endpoint, Map<String, String> environment) {
    return new CommandLineClient(program, version, endpoint, environment);
  }
}
