package org.carillon.local.invoke;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.carillon.contract.Json;
import org.carillon.core.access.AccessKey;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Signs the request inside an HTTP API event with the AWS SDK's own signer. */
final class SignedEvent {
  private SignedEvent() {}

  /** The event with the headers of a signed request in place of its own. */
  static byte[] sign(byte[] event, AccessKey key, String region) {
    Map<String, Object> document = new HashMap<>(Json.readObject(event));
    String host = "127.0.0.1";
    var request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(method(document)))
            .protocol("https")
            .host(host)
            .encodedPath(text(document, "rawPath", "/"));
    query(text(document, "rawQueryString", ""), request);
    byte[] body = text(document, "body", "").getBytes(StandardCharsets.UTF_8);
    var identity = AwsCredentialsIdentity.create(key.id(), key.secret().reveal());
    var signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(identity)
                        .request(request.build())
                        .payload(() -> new ByteArrayInputStream(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "chime")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region));
    Map<String, Object> headers = new HashMap<>();
    signed
        .request()
        .headers()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    document.put("headers", headers);
    return Json.write(document);
  }

  private static String method(Map<String, Object> event) {
    if (event.get("requestContext") instanceof Map<?, ?> context
        && context.get("http") instanceof Map<?, ?> http
        && http.get("method") instanceof String method) {
      return method;
    }
    return "GET";
  }

  private static void query(String raw, SdkHttpRequest.Builder request) {
    for (String pair : raw.isEmpty() ? List.<String>of() : List.of(raw.split("&"))) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      request.appendRawQueryParameter(decode(name), decode(value));
    }
  }

  private static String decode(String text) {
    return java.net.URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String text(Map<String, Object> event, String name, String unless) {
    return event.get(name) instanceof String text ? text : unless;
  }
}
