package org.carillon.media.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * The page that the load balancer looks at: {@value #PATH} answers 200 while the node takes calls
 * and 503 when it does not.
 */
final class HealthPage implements AutoCloseable {

  /** Where it is. */
  static final String PATH = "/health";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private HealthPage(HttpServer server) {
    this.server = server;
  }

  /**
   * Serves it on all addresses.
   *
   * @param port 0 for any free one
   * @throws IOException when the port is in use
   */
  static HealthPage serve(int port, BooleanSupplier takesCalls) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    HealthPage page = new HealthPage(server);
    server.setExecutor(page.threads);
    server.createContext(PATH, exchange -> answer(exchange, takesCalls));
    server.start();
    return page;
  }

  private static void answer(HttpExchange exchange, BooleanSupplier takesCalls) throws IOException {
    try (exchange) {
      boolean there = exchange.getRequestURI().getPath().equals(PATH);
      boolean well = there && takesCalls.getAsBoolean();
      byte[] words = (there ? well ? "takes calls\n" : "takes no calls\n" : "").getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain");
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(
          there ? well ? 200 : 503 : 404, head || words.length == 0 ? -1 : words.length);
      if (!head) {
        exchange.getResponseBody().write(words);
      }
    }
  }

  /** Its port. */
  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
