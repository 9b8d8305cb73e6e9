package org.carillon.media.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.tools.jib.api.Credential;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The media node's image as a file, and in a registry (D1). */
class NodeImageTest {
  @TempDir Path folder;
  private NodeImage image;
  private Path file;

  @BeforeEach
  void layers() throws IOException {
    Path system = write("system/etc/passwd", "carillon:x:10001:10001::/tmp:/sbin/nologin\n");
    Path program =
        write("program/opt/carillon/options", "/opt/java/bin/java\n-cp\n/opt/carillon/lib/*\n\n");
    image = new NodeImage(List.of(system, program));
    file = folder.resolve("image.tar");
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return folder.resolve(name.substring(0, name.indexOf('/')));
  }

  private String write() throws IOException, InterruptedException {
    return image.write(file, "carillon-node:1", folder.resolve("cache"));
  }

  @Test
  void itRunsWhatTheOptionsSayAsAUserWhoOwnsNothing() throws Exception {
    write();

    String configuration = run("tar", "-xOf", file.toString(), "config.json");
    assertThat(configuration)
        .contains("\"Entrypoint\":[\"/opt/java/bin/java\",\"-cp\",\"/opt/carillon/lib/*\"]")
        .contains("\"User\":\"10001:10001\"")
        .contains(
            "5060/udp",
            "5061/tcp",
            "8080/tcp",
            "/var/spool/carillon",
            "/var/spool/carillon-recordings");
    assertThat(run("tar", "-xOf", file.toString(), "manifest.json")).contains("carillon-node:1");
  }

  @Test
  void theSameFilesMakeTheSameImage() throws Exception {
    String first = write();
    byte[] bytes = Files.readAllBytes(file);

    assertThat(write()).isEqualTo(first);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    write("program/opt/carillon/options", "/opt/java/bin/java\n");
    assertThat(write()).isNotEqualTo(first);
  }

  @Test
  void withoutAProgramThereIsNoImage() throws Exception {
    NodeImage empty = new NodeImage(List.of(write("other/etc/group", "")));

    assertThatThrownBy(() -> empty.write(file, "carillon-node:1", folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("opt/carillon/options");
  }

  @Test
  void aRegistryGetsItsLayersAndItsName() throws Exception {
    write();
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpsServer registry =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.setHttpsConfigurator(new HttpsConfigurator(ownCertificate()));
    registry.createContext("/", exchange -> answer(exchange, asked));
    registry.start();
    try {
      NodeImage.push(
          file,
          "127.0.0.1:" + registry.getAddress().getPort() + "/carillon:abc",
          Credential.from("AWS", "token"),
          true,
          folder.resolve("cache"));
    } finally {
      registry.stop(0);
    }

    assertThat(asked).contains("PUT /v2/carillon/manifests/abc");
    assertThat(asked.stream().filter(it -> it.startsWith("PUT /v2/carillon/blobs/uploads/1")))
        .as("three layers and the configuration")
        .hasSize(4);
  }

  /** As the distribution specification wants it, for one repository that has nothing yet. */
  private static void answer(HttpExchange exchange, List<String> asked) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      asked.add(exchange.getRequestMethod() + " " + path);
      int status =
          switch (exchange.getRequestMethod()) {
            case "POST", "PATCH" -> 202;
            case "PUT" -> 201;
            case "HEAD" -> 404;
            default -> path.equals("/v2/") ? 200 : 404;
          };
      exchange.getResponseHeaders().set("Location", "/v2/carillon/blobs/uploads/1");
      exchange.sendResponseHeaders(status, -1);
    }
  }

  private SSLContext ownCertificate() throws Exception {
    Path store = folder.resolve("registry.p12");
    char[] password = "of-this-test".toCharArray();
    run(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair -keyalg EC -alias registry -dname CN=127.0.0.1 -storetype PKCS12 -storepass",
        new String(password),
        "-keystore",
        store.toString());
    KeyStore keys = KeyStore.getInstance(store.toFile(), password);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private static String run(String... words) throws Exception {
    List<String> command =
        Arrays.stream(words).flatMap(word -> Arrays.stream(word.split(" "))).toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
