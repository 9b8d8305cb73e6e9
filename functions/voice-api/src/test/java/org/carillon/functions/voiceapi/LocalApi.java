package org.carillon.functions.voiceapi;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.carillon.contract.ApiRequest;
import org.carillon.contract.ApiResponse;
import org.carillon.core.Account;
import org.carillon.core.access.AccessKey;
import org.carillon.core.access.AccessKeys;
import org.carillon.core.audit.AuditSettings;
import org.carillon.core.connectors.SipNetwork;
import org.carillon.core.numbers.NumberPool;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.ports.Ports;
import org.carillon.embedded.EmbeddedPorts;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;

/**
 * The API on embedded ports behind a real HTTP server on a free loopback port, for real clients.
 * The server's clock can be set, and requests can be tampered with between client and API.
 */
final class LocalApi implements AutoCloseable {

  static final Account ACCOUNT = new Account("111122223333", "us-east-1");

  /** The bucket of documents that it was told. */
  static final String DOCUMENTS = "the-documents";

  private final EmbeddedPorts embedded;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AccessKey key;
  final VoiceApi api;
  volatile InstantSource clock = InstantSource.system();
  volatile UnaryOperator<ApiRequest> tamper = UnaryOperator.identity();
  volatile ApiRequest last;

  LocalApi(Path data) throws IOException {
    this(data, Optional.empty());
  }

  /** With these parts of the API only. */
  LocalApi(Path data, List<OperationTable.Part> parts) throws IOException {
    this(data, Optional.of(parts));
  }

  private LocalApi(Path data, Optional<List<OperationTable.Part>> parts) throws IOException {
    embedded = EmbeddedPorts.open(data, noFunctions());
    Ports ports = embedded.ports();
    new NumberPool(ports.items()).load("simulated", NumberPool.simulatedList());
    InstantSource now = this::now;
    key = new AccessKeys(ports.items(), ports.sealer(), now).create(ACCOUNT);
    SipNetwork network = SipNetwork.hosted();
    api =
        parts
            .map(
                some ->
                    new VoiceApi(
                        ACCOUNT,
                        ports,
                        now,
                        new AuditSettings(ports.items(), ACCOUNT, Optional.empty()),
                        DOCUMENTS,
                        audit ->
                            new OperationTable(new Domain(ACCOUNT, ports, network, now), some)))
            .orElseGet(
                () ->
                    new VoiceApi(
                        ACCOUNT,
                        ports,
                        network,
                        now,
                        Optional.of(AuditSettings.localBucket(ACCOUNT)),
                        Optional.of(DOCUMENTS)));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::exchange);
    server.start();
  }

  Ports ports() {
    return embedded.ports();
  }

  AccessKey key() {
    return key;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The unmodified SDK client with the right key. */
  ChimeSdkVoiceClient client() {
    return client(AwsBasicCredentials.create(key.id(), key.secret().reveal()), Region.US_EAST_1);
  }

  /** The unmodified SDK client with these credentials. */
  ChimeSdkVoiceClient client(AwsCredentials credentials, Region region) {
    return ChimeSdkVoiceClient.builder()
        .endpointOverride(endpoint())
        .region(region)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
        .build();
  }

  /** An unmodified SDK client of another API with the right key. */
  <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(key.id(), key.secret().reveal())))
        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
        .build();
  }

  private Instant now() {
    return clock.instant();
  }

  private void exchange(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, List<String>> headers = new HashMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
      ApiRequest request =
          new ApiRequest(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getRawPath(),
              exchange.getRequestURI().getRawQuery(),
              headers,
              exchange.getRequestBody().readAllBytes(),
              exchange.getRemoteAddress().getAddress().getHostAddress());
      last = request;
      ApiResponse response = api.handle(tamper.apply(request));
      response.headers().forEach(exchange.getResponseHeaders()::set);
      int length = response.body().length;
      exchange.sendResponseHeaders(response.status(), length == 0 ? -1 : length);
      exchange.getResponseBody().write(response.body());
    }
  }

  /** The API invokes no functions. */
  private static FunctionInvoker noFunctions() {
    return (arn, payload, timeout) -> {
      throw new AssertionError("the API invoked " + arn);
    };
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
    embedded.close();
  }
}
