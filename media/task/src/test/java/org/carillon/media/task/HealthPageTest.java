package org.carillon.media.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the load balancer sees (O10). */
@Timeout(60)
class HealthPageTest {

  @Test
  void itSaysWhetherTheNodeTakesCalls() throws Exception {
    AtomicBoolean takesCalls = new AtomicBoolean(true);
    try (HealthPage page = HealthPage.serve(0, takesCalls::get)) {
      assertThat(get(page, "/health")).isEqualTo(200);

      takesCalls.set(false);

      assertThat(get(page, "/health")).isEqualTo(503);
      assertThat(get(page, "/healthy")).isEqualTo(404);
    }
  }

  private static int get(HealthPage page, String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + page.port() + path);
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).statusCode();
    }
  }
}
