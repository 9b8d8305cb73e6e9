package org.carillon.media.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.tools.jib.api.Credential;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may push to a repository of ECR: the SDK asks a server of the test's own (D1). */
class RepositoryTest {
  private static final Repository REPOSITORY =
      Repository.of("111122223333.dkr.ecr.eu-west-1.amazonaws.com/carillon-dev-media")
          .orElseThrow();

  private HttpServer ecr;
  private volatile String answer = "{}";

  @BeforeEach
  void start() throws IOException {
    System.setProperty("aws.accessKeyId", "AKIATEST");
    System.setProperty("aws.secretAccessKey", "of-this-test-alone");
    ecr = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ecr.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    ecr.start();
  }

  @AfterEach
  void stop() {
    ecr.stop(0);
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private Optional<URI> endpoint() {
    return Optional.of(URI.create("http://127.0.0.1:" + ecr.getAddress().getPort()));
  }

  @Test
  void theTokenOfEcrIsNameAndPassword() throws Exception {
    String token = Base64.getEncoder().encodeToString("AWS:pass:word".getBytes(UTF_8));
    answer = "{\"authorizationData\":[{\"authorizationToken\":\"" + token + "\"}]}";

    assertThat(REPOSITORY.region()).isEqualTo("eu-west-1");
    assertThat(REPOSITORY.credential(endpoint())).isEqualTo(Credential.from("AWS", "pass:word"));
  }

  @Test
  void noTokenOrABrokenOneIsSaid() {
    for (String data : List.of("[]", "[{\"authorizationToken\":\"%%%\"}]")) {
      answer = "{\"authorizationData\":" + data + "}";

      assertThatThrownBy(() -> REPOSITORY.credential(endpoint()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("ECR gives no token for 111122223333");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "carillon-dev-media",
        "docker.io/library/carillon",
        "evil.example/111122223333.dkr.ecr.eu-west-1.amazonaws.com/x",
        "111122223333.dkr.ecr.eu-west-1.amazonaws.com"
      })
  void othersAreNoRepositories(String reference) {
    assertThat(Repository.of(reference)).isEmpty();
  }

  @Test
  void wrongArgumentsAreSaidByTheExitStatus() throws Exception {
    assertThat(Main.run(List.of())).isEqualTo(2);
    assertThat(Main.run(List.of("push", "image.tar", "docker.io/library/carillon", "1")))
        .isEqualTo(1);
  }
}
