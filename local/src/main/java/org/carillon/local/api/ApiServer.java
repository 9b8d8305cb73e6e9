package org.carillon.local.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.carillon.contract.ApiRequest;
import org.carillon.contract.ApiResponse;
import org.carillon.contract.Binding;
import org.carillon.core.porting.RequestDocuments;

/**
 * The API over HTTP: the same requests and answers as behind API Gateway. A virtual thread for each
 * request; how many bodies are held at once is limited by the number of connections.
 */
public final class ApiServer implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 1000;
  private static final int BACKLOG = 256;

  /** A body over the limit is read to its end up to here, so that its sender sees our answer. */
  private static final long MAX_DRAINED_BYTES = 16L * 1024 * 1024;

  private final List<HttpServer> servers = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private ApiServer() {}

  /**
   * Limits of the JDK's server, which reads them once: to be called before its first use in a
   * process. Values that are set already stay.
   */
  public static void configureProcess() {
    // Without it the last packet of an answer waits for an acknowledgement, up to 44 ms.
    setUnlessSet("sun.net.httpserver.nodelay", "true");
    // A request that is not complete by then is dropped: a slow sender holds nothing for long.
    setUnlessSet("sun.net.httpserver.maxReqTime", "30");
    setUnlessSet("sun.net.httpserver.maxReqHeaderSize", Integer.toString(64 * 1024));
    setUnlessSet("jdk.httpserver.maxConnections", Integer.toString(MAX_CONNECTIONS));
  }

  private static void setUnlessSet(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }

  /**
   * Takes the port; requests wait until {@link #serve}.
   *
   * @param addresses where to listen, at least one
   * @param port the port on each of them, 0 for any free one
   * @throws IOException when the port is in use or an address is not this machine's
   */
  public static ApiServer bind(List<InetAddress> addresses, int port) throws IOException {
    var server = new ApiServer();
    int bound = port;
    try {
      for (InetAddress address : addresses) {
        HttpServer one = HttpServer.create(new InetSocketAddress(address, bound), BACKLOG);
        one.setExecutor(server.threads);
        server.servers.add(one);
        bound = one.getAddress().getPort();
      }
    } catch (IOException e) {
      server.close();
      throw e;
    }
    return server;
  }

  /** Where it listens, in the order asked for. */
  public List<InetSocketAddress> addresses() {
    return servers.stream().map(HttpServer::getAddress).toList();
  }

  /** Starts to answer. */
  public void serve(Function<ApiRequest, ApiResponse> api) {
    for (HttpServer server : servers) {
      server.createContext("/", exchange -> answer(exchange, api));
      server.createContext("/console/", ApiServer::noConsole);
      server.start();
    }
  }

  /** Stops listening, and drops requests in hand. Idempotent. */
  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
    servers.clear();
    threads.shutdown();
  }

  private static void answer(HttpExchange exchange, Function<ApiRequest, ApiResponse> api)
      throws IOException {
    try (exchange) {
      ApiResponse response = api.apply(read(exchange));
      response.headers().forEach(exchange.getResponseHeaders()::set);
      send(exchange, response.status(), response.body());
    }
  }

  private static ApiRequest read(HttpExchange exchange) throws IOException {
    Map<String, List<String>> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    // One byte more than may be: the API sees that it is too much and says so.
    InputStream in = exchange.getRequestBody();
    int most =
        exchange.getRequestURI().getRawPath().startsWith(RequestDocuments.PATH)
            ? RequestDocuments.MAX_BYTES
            : Binding.MAX_BODY_BYTES;
    byte[] body = in.readNBytes(most + 1);
    if (body.length > most) {
      in.skip(MAX_DRAINED_BYTES);
    }
    URI uri = exchange.getRequestURI();
    return new ApiRequest(
        exchange.getRequestMethod(),
        uri.getRawPath(),
        uri.getRawQuery(),
        headers,
        body,
        exchange.getRemoteAddress().getAddress().getHostAddress());
  }

  private static void noConsole(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      send(
          exchange,
          501,
          "This version of Carillon has no console. Use the AWS CLI or an SDK with this endpoint.\n"
              .getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
