package org.carillon.contract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.chimesdkmediapipelines.ChimeSdkMediaPipelinesClient;
import software.amazon.awssdk.services.chimesdkmeetings.ChimeSdkMeetingsClient;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;

/**
 * The three real SDK clients on a server that is a plain function: they marshal, sign and unmarshal
 * as on the wire, without a socket.
 */
final class RealClients implements AutoCloseable {

  private final Map<Api, SdkClient> clients;
  private Function<ApiRequest, ApiResponse> server =
      request -> {
        throw new IllegalStateException("no server yet");
      };

  RealClients() {
    SdkHttpClient http = new FunctionHttpClient();
    clients =
        Map.of(
            Api.VOICE, built(ChimeSdkVoiceClient.builder(), http),
            Api.MEDIA_PIPELINES, built(ChimeSdkMediaPipelinesClient.builder(), http),
            Api.MEETINGS, built(ChimeSdkMeetingsClient.builder(), http));
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C built(
      B builder, SdkHttpClient http) {
    return builder
        .httpClient(http)
        .region(Region.US_EAST_1)
        .endpointOverride(URI.create("http://127.0.0.1:4680"))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret")))
        .overrideConfiguration(it -> it.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  /** Calls an operation with its request on a server; throws what the client throws. */
  SdkPojo call(ApiOperation operation, SdkPojo request, Function<ApiRequest, ApiResponse> onServer)
      throws Exception {
    server = onServer;
    String method =
        operation.name().substring(0, 1).toLowerCase(Locale.ROOT) + operation.name().substring(1);
    SdkClient client = clients.get(operation.api());
    try {
      return (SdkPojo)
          client
              .getClass()
              .getInterfaces()[0]
              .getMethod(method, request.getClass())
              .invoke(client, request);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof Exception byClient) {
        throw byClient;
      }
      throw thrown;
    }
  }

  @Override
  public void close() {
    clients.values().forEach(SdkClient::close);
  }

  private final class FunctionHttpClient implements SdkHttpClient {

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest prepared) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          ApiResponse answer = server.apply(plain(prepared));
          SdkHttpResponse.Builder head = SdkHttpResponse.builder().statusCode(answer.status());
          answer.headers().forEach(head::putHeader);
          return HttpExecuteResponse.builder()
              .response(head.build())
              .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer.body())))
              .build();
        }

        @Override
        public void abort() {}
      };
    }

    private static ApiRequest plain(HttpExecuteRequest prepared) {
      SdkHttpRequest head = prepared.httpRequest();
      Map<String, List<String>> headers = new HashMap<>();
      head.forEachHeader((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
      byte[] body =
          prepared
              .contentStreamProvider()
              .map(
                  it -> {
                    try (InputStream in = it.newStream()) {
                      return in.readAllBytes();
                    } catch (IOException strange) {
                      throw new UncheckedIOException(strange);
                    }
                  })
              .orElse(new byte[0]);
      return new ApiRequest(
          head.method().name(),
          head.encodedPath(),
          head.encodedQueryParameters().orElse(""),
          headers,
          body);
    }

    @Override
    public void close() {}
  }
}
