package org.carillon.local.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.carillon.contract.ApiRequest;
import org.carillon.contract.ApiResponse;
import org.carillon.contract.Binding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HTTP on one side, plain requests and answers on the other. */
class ApiServerTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final BlockingQueue<ApiRequest> seen = new LinkedBlockingQueue<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private ApiServer server;

  @BeforeEach
  void start() throws Exception {
    server = ApiServer.bind(List.of(LOOPBACK), 0);
    server.serve(
        request -> {
          seen.add(request);
          return new ApiResponse(
              201, Map.of("x-amzn-RequestId", "r"), "{}".getBytes(StandardCharsets.UTF_8));
        });
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @Test
  void nothingOfARequestIsDecoded() throws Exception {
    HttpResponse<String> response =
        send(
            request("/sip-rules/a%2Fb+c%20d?x=%31&x=&operation=x")
                .header("X-Amz-Date", "20260101T000000Z")
                .POST(BodyPublishers.ofString("{\"Name\":\"ü\"}")));

    ApiRequest request = seen.take();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.rawPath()).isEqualTo("/sip-rules/a%2Fb+c%20d");
    assertThat(request.rawQuery()).isEqualTo("x=%31&x=&operation=x");
    assertThat(request.header("X-Amz-Date")).contains("20260101T000000Z");
    assertThat(request.body()).isEqualTo("{\"Name\":\"ü\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.headers().firstValue("x-amzn-RequestId")).contains("r");
    assertThat(response.body()).isEqualTo("{}");
  }

  @Test
  void ofABodyOverTheLimitOneByteMoreThanTheLimitIsKept() throws Exception {
    var response =
        send(request("/").PUT(BodyPublishers.ofByteArray(new byte[Binding.MAX_BODY_BYTES * 3])));

    assertThat(seen.take().body()).hasSize(Binding.MAX_BODY_BYTES + 1);
    assertThat(response.statusCode()).isEqualTo(201);
  }

  @Test
  void thereIsNoConsoleYetAndItSaysSo() throws Exception {
    var response = send(request("/console/").GET());

    assertThat(response.statusCode()).isEqualTo(501);
    assertThat(response.body()).contains("no console");
    assertThat(seen).isEmpty();
  }

  @Test
  void aPortInUseIsToldByTheOperatingSystem() {
    int taken = server.addresses().getFirst().getPort();

    assertThatThrownBy(() -> ApiServer.bind(List.of(LOOPBACK), taken))
        .isInstanceOf(BindException.class);
  }

  private HttpRequest.Builder request(String path) {
    int port = server.addresses().getFirst().getPort();
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
