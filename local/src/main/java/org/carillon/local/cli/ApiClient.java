package org.carillon.local.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiOperation;
import org.carillon.contract.Contract;
import org.carillon.contract.InputMember;
import org.carillon.contract.InputMember.Place;
import org.carillon.contract.Json;
import org.carillon.contract.JsonException;
import org.carillon.core.access.RequestSigner;
import org.carillon.core.access.Secret;

/** Calls operations of the operator's API, signed. */
final class ApiClient {

  private static final String DEFAULT_ENDPOINT = "http://127.0.0.1:4680";
  private static final int CONNECT_MILLIS = 5_000;
  private static final int READ_MILLIS = 120_000;

  private final URI endpoint;
  private final RequestSigner signer;
  private final Contract contract;

  private ApiClient(URI endpoint, RequestSigner signer, Contract contract) {
    this.endpoint = endpoint;
    this.signer = signer;
    this.contract = contract;
  }

  /**
   * A client by the environment: {@code CARILLON_ENDPOINT} and the variables of AWS's tools.
   *
   * @throws CommandFailedException when a variable is missing or wrong; names it
   */
  static ApiClient of(Map<String, String> environment, Contract contract)
      throws CommandFailedException {
    String id = environment.getOrDefault("AWS_ACCESS_KEY_ID", "");
    String secret = environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "");
    if (id.isEmpty() || secret.isEmpty()) {
      throw new CommandFailedException(
          "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set. On one machine: source"
              + " carillon-data/first-key.env");
    }
    String region =
        environment.getOrDefault(
            "AWS_REGION", environment.getOrDefault("AWS_DEFAULT_REGION", "us-east-1"));
    Optional<Secret> token =
        Optional.ofNullable(environment.get("AWS_SESSION_TOKEN"))
            .filter(text -> !text.isEmpty())
            .map(Secret::new);
    var signer = new RequestSigner(id, new Secret(secret), token, region, InstantSource.system());
    return new ApiClient(
        endpoint(environment.getOrDefault("CARILLON_ENDPOINT", DEFAULT_ENDPOINT)),
        signer,
        contract);
  }

  private static URI endpoint(String text) throws CommandFailedException {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
        return uri;
      }
    } catch (IllegalArgumentException notOne) {
      // told below, as every other wrong one
    }
    throw new CommandFailedException(
        "CARILLON_ENDPOINT is not a URL such as " + DEFAULT_ENDPOINT + ": " + text);
  }

  /**
   * Calls an operation.
   *
   * @param input by member names
   * @return the answer, without members when there was none
   * @throws CommandFailedException with the API's own words when it refuses
   */
  Map<String, Object> call(ApiOperation operation, Map<String, Object> input)
      throws CommandFailedException {
    String[] target = operation.uri().split("\\?", 2);
    String path = target[0];
    List<String> query = new ArrayList<>();
    if (target.length == 2) {
      query.add(target[1]);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    for (InputMember member : contract.inputMembers(operation)) {
      Object value = input.get(member.name());
      if (value == null) {
        continue;
      }
      String text = RequestSigner.encoded(String.valueOf(value));
      switch (member.place()) {
        case PATH -> path = path.replace("{" + member.wireName() + "}", text);
        case QUERY -> query.add(RequestSigner.encoded(member.wireName()) + "=" + text);
        case BODY, HEADER -> body.put(member.wireName(), value);
      }
    }
    byte[] sent = hasBody(operation) ? Json.write(body) : new byte[0];
    return send(operation.method(), path, String.join("&", query), sent);
  }

  private boolean hasBody(ApiOperation operation) {
    return contract.inputMembers(operation).stream().anyMatch(it -> it.place() == Place.BODY);
  }

  private Map<String, Object> send(String method, String path, String query, byte[] body)
      throws CommandFailedException {
    String host = endpoint.getHost() + (endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort());
    URI uri =
        URI.create(
            endpoint.getScheme() + "://" + host + path + (query.isEmpty() ? "" : "?" + query));
    try {
      var connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setRequestMethod(method);
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setReadTimeout(READ_MILLIS);
      connection.setInstanceFollowRedirects(false);
      connection.setRequestProperty("User-Agent", "carillon-cli/0.1.0");
      signer.headers(method, host, path, query, body).forEach(connection::setRequestProperty);
      if (body.length > 0) {
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        try (OutputStream out = connection.getOutputStream()) {
          out.write(body);
        }
      }
      return read(connection);
    } catch (IOException away) {
      throw new CommandFailedException(
          "No Carillon answers at "
              + endpoint
              + " ("
              + away.getMessage()
              + "). Start it with scripts/run-local, or set CARILLON_ENDPOINT.");
    }
  }

  private Map<String, Object> read(HttpURLConnection connection)
      throws IOException, CommandFailedException {
    int status = connection.getResponseCode();
    byte[] bytes = new byte[0];
    try (InputStream in =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      if (in != null) {
        bytes = in.readAllBytes();
      }
    }
    Map<String, Object> answer;
    try {
      answer = bytes.length == 0 ? Map.of() : Json.readObject(bytes);
    } catch (JsonException other) {
      throw new CommandFailedException(
          "What answers at " + endpoint + " with status " + status + " is no Carillon.");
    }
    if (status >= 400) {
      throw new CommandFailedException(
          answer.getOrDefault("Message", "status " + status)
              + " ("
              + answer.getOrDefault("Code", "no code")
              + ")");
    }
    return answer;
  }
}
