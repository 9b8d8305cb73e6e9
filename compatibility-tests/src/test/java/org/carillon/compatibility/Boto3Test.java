package org.carillon.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The story of the guide with unmodified boto3 (D5). */
class Boto3Test {
  @TempDir Path folder;

  @Test
  void fromSearchToRuleAndBack() throws Exception {
    String python = pythonWithBoto3();
    try (Carillon carillon = Carillon.start(folder.resolve("data"))) {
      Path story = Path.of(Boto3Test.class.getResource("/boto3/story.py").toURI());
      Tools.Outcome outcome =
          Tools.run(
              carillon.clientEnvironment(),
              Duration.ofMinutes(2),
              List.of(
                  python,
                  story.toString(),
                  carillon.endpoint(),
                  "arn:aws:lambda:us-east-1:111122223333:function:hello"));
      assertThat(outcome.expectSuccess().output()).contains("the story is told");
    }
  }

  /** The python3 on the path, or the system's, whichever has boto3 with this service. */
  private static String pythonWithBoto3() throws Exception {
    String looked = "its boto3 is absent or too old";
    for (String python : List.of("python3", "/usr/bin/python3")) {
      List<String> probe =
          List.of(
              python,
              "-c",
              "import boto3; assert 'chime-sdk-voice' in boto3.Session().get_available_services()");
      try {
        if (Tools.run(Map.of(), Duration.ofMinutes(1), probe).exitCode() == 0) {
          return python;
        }
      } catch (IOException absent) {
        looked = absent.getMessage(); // no such interpreter: try the next
      }
    }
    String missing = "no python3 with boto3 is installed (Debian package python3-boto3): " + looked;
    if ("true".equals(System.getenv("CI"))) {
      fail(missing + "; in CI it must be there");
    }
    assumeTrue(false, "skipped: " + missing);
    return "";
  }
}
