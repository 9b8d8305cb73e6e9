package org.carillon.local.functions.child;

import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The child's side of the Lambda Runtime API. {@link HttpURLConnection} keeps the connection, sets
 * TCP_NODELAY and loads in a fraction of the time of the newer client, which counts at each start.
 */
final class RuntimeClient {
  /** An event and what the API says about it. */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Event(String requestId, String functionArn, long deadlineMillis, byte[] payload) {}

  private final String base;

  RuntimeClient(String runtimeApi) {
    this.base = "http://" + runtimeApi + "/2018-06-01/runtime/";
  }

  /** Waits for the next event; throws when there is none to come because the host is gone. */
  Event next() throws IOException {
    HttpURLConnection connection = open("invocation/next");
    int status = connection.getResponseCode();
    if (status != 200) {
      throw new IOException("the Runtime API answered " + status + " to next");
    }
    try (InputStream body = connection.getInputStream()) {
      return new Event(
          connection.getHeaderField("Lambda-Runtime-Aws-Request-Id"),
          connection.getHeaderField("Lambda-Runtime-Invoked-Function-Arn"),
          connection.getHeaderFieldLong("Lambda-Runtime-Deadline-Ms", 0),
          body.readAllBytes());
    }
  }

  /** Hands over a handler's answer. */
  void answer(String requestId, ByteArrayOutputStream answer) throws IOException {
    post("invocation/" + requestId + "/response", answer, null);
  }

  /** Says that a handler failed. */
  void error(String requestId, Throwable error) throws IOException {
    post("invocation/" + requestId + "/error", describe(error), typeOf(error));
  }

  /** Says that the handler could not be loaded. */
  void initError(Throwable error) throws IOException {
    post("init/error", describe(error), typeOf(error));
  }

  private HttpURLConnection open(String path) throws IOException {
    return (HttpURLConnection) URI.create(base + path).toURL().openConnection();
  }

  private void post(String path, ByteArrayOutputStream body, String errorType) throws IOException {
    HttpURLConnection connection = open(path);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(body.size());
    connection.setRequestProperty("Content-Type", "application/json");
    if (errorType != null) {
      connection.setRequestProperty("Lambda-Runtime-Function-Error-Type", errorType);
    }
    try (var out = connection.getOutputStream()) {
      body.writeTo(out);
    }
    int status = connection.getResponseCode();
    try (InputStream answer =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      if (answer != null) {
        answer.readAllBytes(); // so that the connection can be used again
      }
    }
  }

  private static String typeOf(Throwable error) {
    return error instanceof HandlerLoadException e ? e.errorType() : error.getClass().getName();
  }

  private static ByteArrayOutputStream describe(Throwable error) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("errorMessage", error.getMessage() == null ? "" : error.getMessage());
    body.put("errorType", typeOf(error));
    List<String> trace = HandlerLoader.stackTrace(error);
    if (!trace.isEmpty()) {
      body.put("stackTrace", trace);
    }
    var out = new ByteArrayOutputStream();
    JacksonFactory.getInstance().getSerializer(Map.class).toJson(body, out);
    return out;
  }
}
