package org.carillon.local.functions;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.contract.Json;
import org.carillon.contract.JsonException;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.ports.FunctionInvoker.Result;

/**
 * The Lambda Runtime API (version 2018-06-01) on a free loopback port.
 *
 * <p>One server serves all instances. An instance is known by a secret in the path of its {@code
 * AWS_LAMBDA_RUNTIME_API}, so that no other process of the machine can take its events. Each
 * request has a virtual thread, which waits in {@code next} until there is an event.
 */
final class RuntimeApi implements AutoCloseable {
  private static final Pattern PATH =
      Pattern.compile(
          "/([0-9a-f]{32})/2018-06-01/runtime/(?:invocation/(next)|invocation/([0-9a-f-]{36})/"
              + "(response|error)|init/(error))");

  /** An error's text is cut here; the answer's limit is {@link FunctionInvoker}'s. */
  private static final int MAX_ERROR_CHARS = 4096;

  /** A body over the limit is read to its end up to here, so that its sender sees our answer. */
  private static final int MAX_DRAINED_BYTES = 64 * 1024 * 1024;

  private record Guest(FunctionPool pool, FunctionInstance instance) {}

  private final Map<String, Guest> guests = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  RuntimeApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Admits an instance: the value of its {@code AWS_LAMBDA_RUNTIME_API}. */
  String admit(FunctionPool pool, FunctionInstance instance) {
    guests.put(instance.token, new Guest(pool, instance));
    InetSocketAddress address = server.getAddress();
    return address.getAddress().getHostAddress() + ":" + address.getPort() + "/" + instance.token;
  }

  /** Forgets an instance that ended. */
  void dismiss(FunctionInstance instance) {
    guests.remove(instance.token);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Matcher path = PATH.matcher(exchange.getRequestURI().getRawPath());
      if (!path.matches()) {
        refuse(exchange, 404, "NotFound", "no such path in the Lambda Runtime API");
        return;
      }
      Guest guest = guests.get(path.group(1));
      if (guest == null) {
        refuse(exchange, 403, "Forbidden", "unknown runtime");
        return;
      }
      String method = path.group(2) != null ? "GET" : "POST";
      if (!exchange.getRequestMethod().equals(method)) {
        refuse(exchange, 405, "MethodNotAllowed", "this path takes " + method);
      } else if (path.group(2) != null) {
        next(exchange, guest);
      } else if (path.group(5) != null) {
        Result failure = readError(exchange);
        guest.pool().initFailed(guest.instance(), failure);
        accept(exchange, true);
      } else if (path.group(4).equals("response")) {
        accept(
            exchange, guest.pool().answer(guest.instance(), path.group(3), readAnswer(exchange)));
      } else {
        accept(exchange, guest.pool().answer(guest.instance(), path.group(3), readError(exchange)));
      }
    }
  }

  private static void next(HttpExchange exchange, Guest guest) throws IOException {
    Optional<Invocation> event;
    try {
      event = guest.pool().next(guest.instance());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return;
    }
    if (event.isEmpty()) {
      refuse(exchange, 410, "Gone", "this runtime is to end");
      return;
    }
    Invocation invocation = event.get();
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json");
    headers.set("Lambda-Runtime-Aws-Request-Id", invocation.requestId);
    headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(invocation.deadlineMillis));
    headers.set("Lambda-Runtime-Invoked-Function-Arn", invocation.functionArn);
    headers.set("Lambda-Runtime-Trace-Id", invocation.traceId());
    send(exchange, 200, invocation.payload);
  }

  private static Result readAnswer(HttpExchange exchange) throws IOException {
    InputStream in = exchange.getRequestBody();
    byte[] body = in.readNBytes(FunctionInvoker.MAX_ANSWER_BYTES + 1);
    if (body.length <= FunctionInvoker.MAX_ANSWER_BYTES) {
      return new Result.Answer(body);
    }
    long size = body.length + in.skip(MAX_DRAINED_BYTES);
    return new Result.FunctionError(
        "Function.ResponseSizeTooLarge",
        "Response payload size ("
            + size
            + " bytes) exceeded maximum allowed payload size ("
            + FunctionInvoker.MAX_ANSWER_BYTES
            + " bytes).");
  }

  private static Result readError(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(1024 * 1024);
    String type = exchange.getRequestHeaders().getFirst("Lambda-Runtime-Function-Error-Type");
    String message = "";
    try {
      Map<String, Object> error = Json.readObject(body);
      if (error.get("errorType") instanceof String given && !given.isEmpty()) {
        type = given;
      }
      if (error.get("errorMessage") instanceof String given) {
        message = given;
      }
    } catch (JsonException notJson) {
      message = new String(body, StandardCharsets.UTF_8);
    }
    return new Result.FunctionError(
        cut(type == null || type.isEmpty() ? "Runtime.Unknown" : type), cut(message));
  }

  private static String cut(String text) {
    return text.length() <= MAX_ERROR_CHARS ? text : text.substring(0, MAX_ERROR_CHARS);
  }

  private static void accept(HttpExchange exchange, boolean known) throws IOException {
    if (known) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      send(exchange, 202, "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8));
    } else {
      refuse(exchange, 400, "InvalidRequestID", "this runtime does not work on that request");
    }
  }

  private static void refuse(HttpExchange exchange, int status, String type, String message)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    send(exchange, status, Json.write(Map.of("errorType", type, "errorMessage", message)));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
