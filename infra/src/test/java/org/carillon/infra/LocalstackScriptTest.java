package org.carillon.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/test --localstack}: what it runs where, or a plain word without an engine. */
class LocalstackScriptTest {

  @TempDir Path home;
  private Script script;

  @BeforeEach
  void copy() throws IOException {
    script = Script.copiedTo(home).withJava();
    script.tool(
        "mvn",
        "echo \"mvn $* at ${DOCKER_HOST:-docker}${AWS_ENDPOINT_URL:+ and $AWS_ENDPOINT_URL}\""
            + " >>\"%s/calls\"\n".formatted(home));
  }

  @Test
  void withoutAContainerEngineItSaysSoAndFailsNothing() throws Exception {
    Script.End end = script.run("", "test", "--localstack");

    assertThat(end.status()).isZero();
    assertThat(end.err()).contains("skipped: no container engine answers here (docker, podman)");
    assertThat(script.called()).isEmpty();
  }

  @Test
  void anEngineThatIsThereButDoesNotAnswerIsNone() throws Exception {
    script.tool("docker", "exit 1\n").tool("podman", "exit 125\n");

    Script.End end = script.run("", "test", "--localstack");

    assertThat(end.err()).contains("no container engine answers");
    assertThat(script.called()).isEmpty();
  }

  @Test
  void withOneTheContractRunsOnWhatTestcontainersStarts() throws Exception {
    script.tool("docker", "exit 0\n");

    Script.End end = script.run("", "test", "--localstack", "-X");

    assertThat(end.status()).as(end.err()).isZero();
    assertThat(script.called())
        .singleElement()
        .asString()
        .contains("-Plocalstack -pl layers/aws -am verify")
        .contains("-Dtest=Endpoint*ContractTest")
        .endsWith("-X at docker");
  }

  @Test
  void podmanIsSpokenToOnItsSocket() throws Exception {
    script.tool("podman", "echo /run/user/1000/podman/podman.sock\n");

    script.run("", "test", "--localstack");

    assertThat(script.called())
        .singleElement()
        .asString()
        .endsWith("at unix:///run/user/1000/podman/podman.sock");
  }

  @Test
  void failedTestsFailTheScript() throws Exception {
    script.tool("docker", "exit 0\n").tool("mvn", "exit 1\n");

    assertThat(script.run("", "test", "--localstack").status()).isNotZero();
  }
}
