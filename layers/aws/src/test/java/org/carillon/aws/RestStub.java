package org.carillon.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server of this JVM that answers the few calls of a service by a function. */
final class RestStub implements AutoCloseable {

  /** A request; header names in lower case. */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Request(
      String method, String path, String query, Map<String, String> headers, byte[] body) {}

  /** An answer. */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Response(int status, Map<String, String> headers, byte[] body) {}

  @FunctionalInterface
  interface Service {
    Response answer(Request request) throws Exception;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private RestStub(HttpServer server) {
    this.server = server;
  }

  static RestStub start(Service service) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    RestStub stub = new RestStub(server);
    server.setExecutor(stub.threads);
    server.createContext("/", exchange -> answer(service, exchange));
    server.start();
    return stub;
  }

  URI endpoint() {
    return LocalServices.loopback(server.getAddress().getPort());
  }

  private static void answer(Service service, HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> headers = new HashMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
      URI uri = exchange.getRequestURI();
      Response response =
          service.answer(
              new Request(
                  exchange.getRequestMethod(),
                  uri.getRawPath(),
                  uri.getRawQuery(),
                  headers,
                  exchange.getRequestBody().readAllBytes()));
      response.headers().forEach(exchange.getResponseHeaders()::set);
      boolean empty = response.body().length == 0;
      exchange.sendResponseHeaders(response.status(), empty ? -1 : response.body().length);
      if (!empty) {
        exchange.getResponseBody().write(response.body());
      }
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new UncheckedIOException(new IOException("the stub failed", e));
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
