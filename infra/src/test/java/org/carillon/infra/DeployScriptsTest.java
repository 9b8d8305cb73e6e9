package org.carillon.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code scripts/deploy} and {@code scripts/destroy}: what they call, and what they say. */
class DeployScriptsTest {

  @TempDir Path home;
  private Script script;

  @BeforeEach
  void copy() throws IOException {
    script = Script.copiedTo(home);
  }

  @Test
  void aDeploymentPackagesFirstAndAsksBeforeRightsGrow() throws Exception {
    Script.End end = script.withCdk().run("", "deploy");

    assertThat(end.status()).isZero();
    assertThat(script.called())
        .containsExactly("package", "cdk deploy --all --require-approval broadening");
    assertThat(end.err()).contains("There is no carillon.yaml").contains("stage dev");
  }

  @Test
  void theImageIsPushedBeforeTheNodesThatStartFromIt() throws Exception {
    Path packages = Files.createDirectories(home.resolve("target/package"));
    Files.writeString(packages.resolve("media-image.tag"), "0123456789abcdef\n");
    script
        .withCdk()
        .withJava()
        .outputs(
            """
            {"carillon-dev-data": {"ImageRepository": "111122223333.dkr.ecr.us-east-1.amazonaws.com/dev"},
             "carillon-dev-second-data": {
               "ImageRepository": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/dev"}}
            """);

    Script.End end = script.run("", "deploy");

    assertThat(end.status()).as(end.err()).isZero();
    assertThat(script.called()).hasSize(5);
    assertThat(script.called().get(1))
        .startsWith("cdk deploy carillon-*-data --require-approval broadening --outputs-file ");
    assertThat(script.called().get(2))
        .startsWith("java ")
        .endsWith(
            "push "
                + packages.resolve("media-image.tar")
                + " 111122223333.dkr.ecr.us-east-1.amazonaws.com/dev 0123456789abcdef");
    assertThat(script.called().get(3)).contains("111122223333.dkr.ecr.eu-west-1.amazonaws.com/dev");
    assertThat(script.called().getLast())
        .isEqualTo("cdk deploy --all --require-approval broadening");
  }

  @Test
  void withoutARepositoryToPushToNothingElseIsDeployed() throws Exception {
    Path packages = Files.createDirectories(home.resolve("target/package"));
    Files.writeString(packages.resolve("media-image.tag"), "0123456789abcdef\n");

    Script.End end = script.withCdk().withJava().outputs("{}").run("", "deploy");

    assertThat(end.status()).isEqualTo(1);
    assertThat(end.err()).contains("no repository for the media node's image");
    assertThat(script.called()).hasSize(2);
  }

  @Test
  void withAFileOfSettingsNothingNeedsSaying() throws Exception {
    Files.writeString(home.resolve("carillon.yaml"), "stage: test\n");

    assertThat(script.withCdk().run("", "deploy").err()).isEmpty();
  }

  @Test
  void aDifferenceChangesNothing() throws Exception {
    assertThat(script.withCdk().run("", "deploy", "--diff", "carillon-dev-api").status()).isZero();

    assertThat(script.called()).containsExactly("package", "cdk diff carillon-dev-api");
  }

  @Test
  void namedStacksAreDeployedAndNoOthers() throws Exception {
    script.withCdk().run("", "deploy", "carillon-dev-api", "--exclusively");

    assertThat(script.called())
        .contains("cdk deploy --require-approval broadening carillon-dev-api --exclusively");
  }

  @ParameterizedTest
  @CsvSource({
    "carillon-dev-media, carillon-dev-data",
    "carillon-dev-us-west-2-media, carillon-dev-us-west-2-data",
    "carillon-dev-us-west-2-*, carillon-dev-us-west-2-*data"
  })
  void nodesThatAreDeployedAloneFindTheirImage(String named, String data) throws Exception {
    Path packages = Files.createDirectories(home.resolve("target/package"));
    Files.writeString(packages.resolve("media-image.tag"), "0123456789abcdef\n");
    script.withCdk().withJava().outputs("{\"x\": {\"ImageRepository\": \"registry/dev\"}}");

    Script.End end = script.run("", "deploy", named, "--exclusively");

    assertThat(end.status()).as(end.err()).isZero();
    assertThat(script.called()).hasSize(4);
    assertThat(script.called().get(1))
        .startsWith("cdk deploy " + data + " --require-approval broadening --outputs-file ")
        .endsWith(" --exclusively");
    assertThat(script.called().get(2))
        .startsWith("java ")
        .endsWith("registry/dev 0123456789abcdef");
    assertThat(script.called().getLast())
        .isEqualTo("cdk deploy --require-approval broadening " + named + " --exclusively");
  }

  @Test
  void withoutNodesAmongWhatIsNamedNoImageIsPushed() throws Exception {
    Path packages = Files.createDirectories(home.resolve("target/package"));
    Files.writeString(packages.resolve("media-image.tag"), "0123456789abcdef\n");

    script.withCdk().run("", "deploy", "carillon-dev-observability", "--exclusively");

    assertThat(script.called())
        .containsExactly(
            "package",
            "cdk deploy --require-approval broadening carillon-dev-observability --exclusively");
  }

  @Test
  void whatCannotBePackagedIsNotDeployed() throws Exception {
    assertThat(script.withCdk().failing("scripts/package").run("", "deploy").status()).isEqualTo(3);

    assertThat(script.called()).isEmpty();
  }

  @Test
  void theCommandLineIsInstalledAsPinnedWhenItIsMissing() throws Exception {
    assertThat(script.withNpm().run("", "deploy", "--diff").status()).isZero();

    assertThat(script.called())
        .containsExactly(
            "npm ci --ignore-scripts --no-audit --no-fund", "package", "cdk diff --all");
  }

  @ParameterizedTest
  @ValueSource(strings = {"deploy", "destroy"})
  void withoutNpmItSaysWhatToGetBeforeItBuildsAnything(String name) throws Exception {
    Script.End end = script.run("dev\n", name, name.equals("deploy") ? "--diff" : "dev");

    assertThat(end.status()).isEqualTo(1);
    assertThat(end.err()).contains("Node.js 22 or newer with npm (https://nodejs.org)");
    assertThat(script.called()).isEmpty();
  }

  @Test
  void missingCredentialsAreNamedBeforeAnythingIsBuilt() throws Exception {
    Script.End end =
        script
            .withCdk()
            .withoutCredentials()
            .failing("scripts/package")
            .run("", "deploy", "--diff");

    assertThat(end.err()).contains("No AWS credentials are set here (AWS_PROFILE");
    assertThat(end.status()).as("the package's failure: the word alone ends nothing").isEqualTo(3);
  }

  @Test
  void helpIsShown() throws Exception {
    Script.End end = script.run("", "deploy", "--help");

    assertThat(end.status()).isZero();
    assertThat(end.out()).contains("usage: scripts/deploy [--diff]");
  }

  @Test
  void aStageIsRemovedOnceItsNameIsTyped() throws Exception {
    Script.End end = script.withCdk().run("dev\n", "destroy", "dev");

    assertThat(end.status()).isZero();
    assertThat(end.err()).contains("cannot be undone").contains("Type the name of the stage");
    assertThat(script.called()).containsExactly("package", "cdk destroy carillon-dev-* --force");
  }

  @Test
  void theRemovalOfProductionSaysWhatMustBeDoneBefore() throws Exception {
    assertThat(script.withCdk().run("no\n", "destroy", "prod").err())
        .contains("deletion protection", "termination protection", "docs/deploy.md");
    assertThat(script.run("no\n", "destroy", "dev").err()).doesNotContain("termination");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "prod\n", "y\n", "DEV\n"})
  void anotherAnswerRemovesNothing(String answer) throws Exception {
    Script.End end = script.withCdk().run(answer, "destroy", "dev");

    assertThat(end.status()).isEqualTo(1);
    assertThat(end.err()).contains("Nothing was removed.");
    assertThat(script.called()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--force", "Dev", "dev-*", "*"})
  void whatIsNoStageIsRefused(String stage) throws Exception {
    Script.End end = script.withCdk().run(stage + "\n", "destroy", stage);

    assertThat(end.status()).isEqualTo(2);
    assertThat(script.called()).isEmpty();
  }
}
