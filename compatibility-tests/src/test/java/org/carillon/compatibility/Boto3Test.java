package org.carillon.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The story of the guide with unmodified boto3 (D5). */
class Boto3Test {
  @TempDir Path folder;

  @Test
  void fromSearchToRuleAndBack() throws Exception {
    String python = Tools.pythonWithBoto3();
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
}
