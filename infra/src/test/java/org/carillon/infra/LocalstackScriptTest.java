package org.carillon.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code scripts/test --localstack} before its tests: the container, or a plain word without one.
 */
class LocalstackScriptTest {

  private static final String START =
      """
      . %s/scripts/lib/localstack.sh
      start_localstack || exit 9
      echo "$AWS_ENDPOINT_URL $AWS_REGION $AWS_ACCESS_KEY_ID"
      stop_localstack
      """;

  @TempDir Path home;
  private Script script;

  @BeforeEach
  void copy() throws IOException {
    script = Script.copiedTo(home);
  }

  @Test
  void withoutAContainerEngineItSaysSo() throws Exception {
    Script.End end = script.runLine(START.formatted(home));

    assertThat(end.status()).isEqualTo(9);
    assertThat(end.err()).contains("skipped: no container engine answers here (docker, podman)");
  }

  @Test
  void anEngineThatIsThereButDoesNotAnswerIsNone() throws Exception {
    script.tool("docker", "exit 1\n");

    assertThat(script.runLine(START.formatted(home)).err()).contains("no container engine answers");
  }

  @Test
  void aContainerIsStartedAwaitedAndStopped() throws Exception {
    HttpServer health =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    health.createContext(
        "/_localstack/health",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    health.start();
    try {
      int port = health.getAddress().getPort();
      script.tool(
          "podman",
          """
          echo "podman $*" >>"%s/calls"
          case $1 in
            run) echo c0ffee ;;
            port) echo 127.0.0.1:%d ;;
          esac
          """
              .formatted(home, port));

      Script.End end = script.runLine(START.formatted(home));

      assertThat(end.out().strip()).isEqualTo("http://127.0.0.1:" + port + " us-east-1 test");
      assertThat(script.called())
          .element(1)
          .asString()
          .startsWith("podman run --detach --rm --publish 127.0.0.1::4566 localstack/localstack:");
      assertThat(script.called()).last().isEqualTo("podman stop c0ffee");
    } finally {
      health.stop(0);
    }
  }
}
