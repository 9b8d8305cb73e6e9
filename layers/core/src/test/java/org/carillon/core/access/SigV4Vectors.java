package org.carillon.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.carillon.contract.ApiRequest;
import org.carillon.contract.Json;

/**
 * AWS's published Signature Version 4 vectors; {@code sigv4/README.md} says where they are from.
 */
final class SigV4Vectors {

  private SigV4Vectors() {}

  /** One case. */
  record Case(Path folder, Map<String, Object> context) {

    String name() {
      return folder.getFileName().toString();
    }

    String text(String file) {
      try {
        return Files.readString(folder.resolve(file), StandardCharsets.UTF_8);
      } catch (IOException unreadable) {
        throw new AssertionError(unreadable);
      }
    }

    Secret secret() {
      return new Secret((String) credentials().get("secret_access_key"));
    }

    boolean normalizesPath() {
      return (Boolean) context.get("normalize");
    }

    boolean omitsSessionToken() {
      return Boolean.TRUE.equals(context.get("omit_session_token"));
    }

    private Map<?, ?> credentials() {
      return (Map<?, ?>) context.get("credentials");
    }
  }

  static List<Case> all() throws IOException {
    List<Case> cases = new ArrayList<>();
    try (Stream<Path> folders = Files.list(folder())) {
      for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
        cases.add(
            new Case(folder, Json.readObject(Files.readAllBytes(folder.resolve("context.json")))));
      }
    }
    return cases;
  }

  private static Path folder() {
    try {
      return Path.of(SigV4Vectors.class.getResource("sigv4").toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Reads an HTTP request as the vectors print it: paths may hold blanks, headers may be folded.
   */
  static ApiRequest request(String text) {
    int end = text.indexOf("\n\n");
    String head = end < 0 ? text : text.substring(0, end);
    String body = end < 0 ? "" : text.substring(end + 2);
    String[] lines = head.replaceAll("\n[ \t]+", " ").split("\n");
    int target = lines[0].indexOf(' ') + 1;
    String uri = lines[0].substring(target, lines[0].lastIndexOf(' '));
    int question = uri.indexOf('?');
    Map<String, List<String>> headers = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      assertThat(colon).as(lines[i]).isPositive();
      headers
          .computeIfAbsent(
              lines[i].substring(0, colon).toLowerCase(Locale.ROOT), k -> new ArrayList<>())
          .add(lines[i].substring(colon + 1));
    }
    return new ApiRequest(
        lines[0].substring(0, target - 1),
        question < 0 ? uri : uri.substring(0, question),
        question < 0 ? "" : uri.substring(question + 1),
        headers,
        body.getBytes(StandardCharsets.UTF_8));
  }
}
