package org.carillon.functions.voiceapi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.carillon.contract.Json;
import org.carillon.core.access.AccessKey;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** A client of the operator's own API: JSON over HTTP, signed by the AWS SDK's signer. */
final class OperatorClient {

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI endpoint;
  private final AccessKey key;

  OperatorClient(URI endpoint, AccessKey key) {
    this.endpoint = endpoint;
    this.key = key;
  }

  /** What came back: the status and the body as JSON, empty when there was none. */
  record Answer(int status, Map<String, Object> body) {}

  Answer call(String method, String target, Map<String, Object> input)
      throws IOException, InterruptedException {
    byte[] body = input.isEmpty() ? new byte[0] : Json.write(input);
    URI uri = endpoint.resolve(target);
    var identity = AwsCredentialsIdentity.create(key.id(), key.secret().reveal());
    var signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(identity)
                        .request(
                            SdkHttpRequest.builder()
                                .method(SdkHttpMethod.fromValue(method))
                                .uri(uri)
                                .build())
                        .payload(() -> new ByteArrayInputStream(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "chime")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofByteArray(body));
    signed
        .request()
        .headers()
        .forEach(
            (name, values) -> {
              if (!name.equalsIgnoreCase("Host")) {
                values.forEach(value -> request.header(name, value));
              }
            });
    HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
    byte[] answer = response.body();
    return new Answer(
        response.statusCode(), answer.length == 0 ? Map.of() : Json.readObject(answer));
  }
}
