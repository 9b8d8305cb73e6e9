package org.carillon.compatibility.walk;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.carillon.compatibility.walk.ApiClient.Answer;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Carillon's own API, for what stories need beside the public ones: a key, say. */
public final class OperatorApi {

  private final HttpClient http = HttpClient.newHttpClient();
  private final String endpoint;
  private final Map<String, String> keys;

  /** A client that signs with the keys of AWS's variables. */
  public OperatorApi(String endpoint, Map<String, String> keys) {
    this.endpoint = endpoint;
    this.keys = keys;
  }

  /**
   * A signed request that must be granted.
   *
   * @param line method and path, such as {@code POST /carillon/v1/carriers}
   * @return what was answered
   */
  public Map<String, Object> granted(String line, Map<String, Object> input) {
    Answer answer = call(line, input);
    if (!answer.error().isEmpty()) {
      throw new AssertionError(line + ": " + answer);
    }
    return answer.output();
  }

  /**
   * A signed request.
   *
   * @param line method and path, such as {@code POST /carillon/v1/keys}
   */
  Answer call(String line, Map<String, Object> input) {
    String[] words = line.split(" ", 2);
    URI uri = URI.create(endpoint + words[1]);
    try {
      byte[] body =
          input.isEmpty() ? new byte[0] : JSON.std.asString(input).getBytes(StandardCharsets.UTF_8);
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri).method(words[0], BodyPublishers.ofByteArray(body));
      AwsV4HttpSigner.create()
          .sign(
              r ->
                  r.identity(
                          AwsCredentialsIdentity.create(
                              keys.get("AWS_ACCESS_KEY_ID"), keys.get("AWS_SECRET_ACCESS_KEY")))
                      .request(
                          SdkHttpRequest.builder()
                              .method(SdkHttpMethod.fromValue(words[0]))
                              .uri(uri)
                              .build())
                      .payload(() -> new ByteArrayInputStream(body))
                      .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "chime")
                      .putProperty(AwsV4HttpSigner.REGION_NAME, keys.get("AWS_REGION")))
          .request()
          .headers()
          .forEach(
              (name, values) -> {
                if (!name.equalsIgnoreCase("Host")) {
                  values.forEach(value -> request.header(name, value));
                }
              });
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      String text = response.body();
      return response.statusCode() < 300
          ? Answer.success(text.isEmpty() ? Map.of() : JSON.std.mapFrom(text))
          : Answer.refused(
              response.headers().firstValue("x-amzn-ErrorType").orElse("no type"), text);
    } catch (IOException broken) {
      throw new AssertionError(line, broken);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new AssertionError(line, ended);
    }
  }
}
