package org.carillon.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;

/**
 * Signed API requests over loopback, after a warm-up: GetSipMediaApplication and
 * CreateSipMediaApplication by a client that costs next to nothing, on one connection and on
 * several at once, with the calls a second; GetSipMediaApplication by the AWS SDK.
 *
 * <p>Arguments: a scratch folder, the folder of the benchmarks' functions, requests to measure,
 * {@code embedded} or {@code dynamodb}.
 */
final class ApiBench {
  private static final int[] CONCURRENCY = {1, 8, 32};

  private final URI api;
  private final String applicationId;
  private final int requests;

  private ApiBench(URI api, String applicationId, int requests) {
    this.api = api;
    this.applicationId = applicationId;
    this.requests = requests;
  }

  public static void main(String[] args) throws Exception {
    Path data = Files.createTempDirectory(Path.of(args[0]), "data");
    String function = Application.FUNCTION + "=" + Path.of(args[1], "answer.py") + ":handler";
    boolean dynamoDb = args[3].equals("dynamodb");
    Report.machine();
    Report.line("# items in %s", dynamoDb ? "DynamoDB Local, in memory" : "the embedded store");
    try (var carillon =
        dynamoDb
            ? CarillonProcess.start(data, List.of(), aws(), DynamoDbApi.class.getName())
            : CarillonProcess.start(
                data, List.of(), Map.of(), CarillonProcess.CARILLON, "--function", function)) {
      Application application = Application.create(carillon.api(), data);
      new ApiBench(carillon.api(), application.id(), Integer.parseInt(args[2])).run();
    }
  }

  /** What the AWS clients of the process under test want to know. */
  private static Map<String, String> aws() {
    return Map.of(
        "AWS_REGION",
        "us-east-1",
        "AWS_ENDPOINT_URL_DYNAMODB",
        System.getenv("AWS_ENDPOINT_URL_DYNAMODB"));
  }

  private void run() throws Exception {
    allowApplications();
    byte[] get = get();
    measure(1, requests, 200, i -> get);
    measure(1, requests / 10, 201, this::create);
    for (int clients : CONCURRENCY) {
      report("GetSipMediaApplication", clients, measure(clients, requests, 200, i -> get));
      report(
          "CreateSipMediaApplication", clients, measure(clients, requests / 10, 201, this::create));
    }
    sdk();
  }

  /** More applications than the quota of an account that nobody has set. */
  private void allowApplications() throws IOException {
    byte[] request =
        WireClient.request(
            api,
            SdkHttpMethod.PUT,
            "/carillon/v1/quotas/SipMediaApplications",
            "{\"Value\":1000000}");
    try (var client = new WireClient(api)) {
      client.exchange(request, 200);
    }
  }

  private byte[] get() {
    return WireClient.request(
        api, SdkHttpMethod.GET, "/sip-media-applications/" + applicationId, "");
  }

  private byte[] create(int number) {
    return WireClient.request(
        api,
        SdkHttpMethod.POST,
        "/sip-media-applications",
        """
        {"AwsRegion":"us-east-1","Name":"bench %d","Endpoints":[{"LambdaArn":\
        "arn:aws:lambda:us-east-1:111122223333:function:answer"}]}\
        """
            .formatted(number));
  }

  /**
   * The requests, shared out among clients with a connection each; signed before the clock runs.
   */
  private Measured measure(int clients, int count, int expected, IntFunction<byte[]> request)
      throws Exception {
    List<Callable<Latencies>> work = new ArrayList<>();
    for (int c = 0; c < clients; c++) {
      byte[][] mine = new byte[Math.max(1, count / clients)][];
      java.util.Arrays.setAll(mine, request);
      work.add(() -> send(mine, expected));
    }
    Latencies all = new Latencies();
    long start = System.nanoTime();
    try (var threads = Executors.newFixedThreadPool(clients)) {
      for (Future<Latencies> done : threads.invokeAll(work)) {
        all.addAll(done.get());
      }
    }
    return new Measured(all, System.nanoTime() - start);
  }

  /** What was measured, and how long all of it took together, in nanoseconds. */
  private record Measured(Latencies latencies, long nanos) {
    double perSecond() {
      return latencies.count() * 1e9 / nanos;
    }
  }

  private Latencies send(byte[][] requests, int expected) throws IOException {
    Latencies latencies = new Latencies();
    try (var client = new WireClient(api)) {
      for (byte[] request : requests) {
        long start = System.nanoTime();
        client.exchange(request, expected);
        latencies.add(System.nanoTime() - start);
      }
    }
    return latencies;
  }

  private void sdk() {
    try (ChimeSdkVoiceClient chime = Application.client(api)) {
      Latencies latencies = new Latencies();
      for (int i = 0; i < 2 * requests; i++) {
        long start = System.nanoTime();
        chime.getSipMediaApplication(r -> r.sipMediaApplicationId(applicationId));
        if (i >= requests) {
          latencies.add(System.nanoTime() - start);
        }
      }
      Report.line("%-34s 1 at a time  %s", "GetSipMediaApplication, AWS SDK", latencies.summary());
    }
  }

  private static void report(String what, int clients, Measured measured) {
    Report.line(
        "%-34s %2d connections  %7.0f calls/s  %s",
        what, clients, measured.perSecond(), measured.latencies().summary());
  }
}
