package org.carillon.functions.voiceapi;

import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.carillon.contract.Api;
import org.carillon.contract.ApiOperation;
import org.carillon.contract.ApiRequest;
import org.carillon.core.access.AccessKey;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * A request as a hostile or clumsy client might send it.
 *
 * @param operation what it is meant for
 * @param path values by the label's name, not yet encoded
 * @param query names and values in their order, not yet encoded
 * @param body what is sent as the body
 */
record Attempt(
    ApiOperation operation, Map<String, String> path, List<String[]> query, String body) {

  private static final int MOST_TOLD = 2000;
  private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

  /** A request with these members, each where the model has it. */
  static Attempt of(InputModels models, ApiOperation operation, Map<String, Object> input) {
    Map<String, String> path = new HashMap<>();
    List<String[]> query = new ArrayList<>();
    Map<String, Object> body = new HashMap<>();
    if (!operation.inputShape().isEmpty()) {
      Api api = operation.api();
      ((Map<?, ?>) models.shape(api, operation.inputShape()).get("members"))
          .forEach(
              (name, it) -> {
                Object value = input.get((String) name);
                Map<?, ?> member = (Map<?, ?>) it;
                String onWire =
                    member.get("locationName") instanceof String other ? other : (String) name;
                if (input.containsKey((String) name)) {
                  switch ((String) member.get("location")) {
                    case "uri" -> path.put(onWire, text(value));
                    case "querystring" -> query.add(new String[] {onWire, text(value)});
                    case null, default -> body.put(onWire, value);
                  }
                }
              });
    }
    return new Attempt(operation, path, query, body.isEmpty() ? "" : json(body));
  }

  /** The request, signed as every client does it. */
  ApiRequest signed(AccessKey key) {
    String[] template = operation.uri().split("\\?", 2);
    StringBuilder encodedPath = new StringBuilder();
    for (String segment : template[0].substring(1).split("/")) {
      String label = segment.startsWith("{") ? segment.substring(1, segment.length() - 1) : "";
      encodedPath.append('/');
      encodedPath.append(label.isEmpty() ? segment : encoded(path.getOrDefault(label, "x")));
    }
    List<String[]> pairs = new ArrayList<>();
    if (template.length == 2) {
      pairs.add(template[1].split("=", 2));
    }
    pairs.addAll(query);
    StringBuilder rawQuery = new StringBuilder();
    var request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(operation.method()))
            .protocol("http")
            .host("127.0.0.1")
            .encodedPath(encodedPath.toString());
    for (String[] pair : pairs) {
      request.appendRawQueryParameter(pair[0], sendable(pair[1]));
      rawQuery.append(rawQuery.isEmpty() ? "" : "&");
      rawQuery.append(encoded(pair[0])).append('=').append(encoded(pair[1]));
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    var signed =
        SIGNER.sign(
            r ->
                r.identity(AwsCredentialsIdentity.create(key.id(), key.secret().reveal()))
                    .request(request.build())
                    .payload(() -> new ByteArrayInputStream(bytes))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "chime")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, LocalApi.ACCOUNT.region()));
    Map<String, List<String>> headers = new HashMap<>();
    signed
        .request()
        .headers()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    return new ApiRequest(
        operation.method(), encodedPath.toString(), rawQuery.toString(), headers, bytes);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  /** What arrives of a text that is not Unicode: a lone surrogate cannot be encoded. */
  private static String sendable(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static String text(Object value) {
    return value instanceof String text ? text : json(value);
  }

  /** JSON in plain ASCII; also of texts that are not Unicode. */
  static String json(Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> quoted(text);
      case Map<?, ?> map -> {
        List<String> members = new ArrayList<>();
        map.forEach((name, it) -> members.add(quoted((String) name) + ":" + json(it)));
        yield "{" + String.join(",", members) + "}";
      }
      case List<?> list -> {
        List<String> elements = new ArrayList<>();
        list.forEach(it -> elements.add(json(it)));
        yield "[" + String.join(",", elements) + "]";
      }
      default -> value.toString();
    };
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  @Override
  public String toString() {
    List<String> pairs = query.stream().map(pair -> pair[0] + "=" + pair[1]).toList();
    String all =
        "%s %s path=%s query=%s body=%s"
            .formatted(operation.api(), operation.name(), path, pairs, body);
    return all.length() <= MOST_TOLD ? all : all.substring(0, MOST_TOLD) + "... " + all.length();
  }
}
