package org.carillon.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

/** What a synthesis says. */
class CarillonAppTest {

  @TempDir Path folder;
  private final ByteArrayOutputStream words = new ByteArrayOutputStream();

  @Test
  void theSizesOfTemplatesAndTheTimeAreSaid() throws Exception {
    assertThat(run("stage: trial\n", Synth.packages())).isZero();

    for (String part : new String[] {"keys", "roles", "data", "api", "media", "observability"}) {
      long bytes = Files.size(folder.resolve("out/carillon-trial-" + part + ".template.json"));
      assertThat(bytes).as(part).isBetween(1_000L, 1_000_000L); // CloudFormation's limit
      assertThat(words.toString(UTF_8))
          .containsPattern("carillon-trial-" + part + " +" + "%,d bytes".formatted(bytes));
    }
    assertThat(words.toString(UTF_8)).containsPattern("7 templates +[0-9,]+ bytes in [0-9.]+ s");
  }

  @Test
  void aWrongSettingIsOneLine() throws Exception {
    assertThat(run("media: {minTasks: 1}\n", Synth.packages())).isEqualTo(2);

    assertThat(words.toString(UTF_8).strip())
        .isEqualTo("carillon.yaml: media.minTasks is 2 to 100, not 1.");
  }

  @Test
  void missingPackagesAreNamedWithTheirRemedy() throws Exception {
    assertThat(run("", folder.resolve("none"))).isEqualTo(2);

    assertThat(words.toString(UTF_8)).contains("run scripts/package first").hasLineCount(1);
  }

  private int run(String yaml, Path packages) throws Exception {
    Path file = Files.writeString(folder.resolve("carillon.yaml"), yaml);
    App app =
        new App(
            AppProps.builder()
                .analyticsReporting(false)
                .outdir(folder.resolve("out").toString())
                .context(Map.of("file", file.toString(), "packages", packages.toString()))
                .build());
    return CarillonApp.run(app, new PrintStream(words, true, UTF_8));
  }
}
