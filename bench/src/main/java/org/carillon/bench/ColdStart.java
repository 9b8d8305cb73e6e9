package org.carillon.bench;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.carillon.core.Account;
import org.carillon.core.access.AccessKeys;
import org.carillon.core.connectors.SipNetwork;
import org.carillon.core.ports.Ports;
import org.carillon.embedded.EmbeddedPorts;
import org.carillon.functions.voiceapi.VoiceApi;
import org.carillon.functions.voiceapi.VoiceApiHandler;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/**
 * The cold start of the API's function in a fresh JVM: from the JVM's start to the handler, and the
 * first request and the second, without and with the priming that a snapshot is taken after
 * (SnapStart). On embedded ports: the AWS clients' own start is not in it.
 *
 * <p>Arguments: a scratch folder, runs.
 */
final class ColdStart {
  private static final String CHILD = "child";
  private static final String[] STEPS = {
    "JVM start to main, ms",
    "handler made, ms",
    "priming, ms",
    "first request, ms",
    "second request, ms",
    "classes loaded before the first request",
    "classes loaded by the first request"
  };

  private ColdStart() {}

  public static void main(String[] args) throws Exception {
    if (args[0].equals(CHILD)) {
      child(Path.of(args[1]), Path.of(args[2]), args[3].equals("primed"));
      return;
    }
    Path scratch = Path.of(args[0]);
    int runs = Integer.parseInt(args[1]);
    Report.machine();
    Path data = Files.createTempDirectory(scratch, "data");
    try (EmbeddedPorts embedded = EmbeddedPorts.open(data, (arn, payload, timeout) -> null)) {
      Ports ports = embedded.ports();
      new AccessKeys(ports.items(), ports.sealer(), InstantSource.system())
          .importFirst(account(), CarillonProcess.KEY_ID, CarillonProcess.SECRET);
    }
    for (String mode : List.of("plain", "primed")) {
      double[][] figures = new double[STEPS.length][runs];
      for (int run = 0; run < runs; run++) {
        double[] one = launch(scratch, data, mode);
        for (int step = 0; step < STEPS.length; step++) {
          figures[step][run] = one[step];
        }
      }
      for (int step = 0; step < STEPS.length; step++) {
        Arrays.sort(figures[step]);
        Report.line(
            "%-6s  %-39s  n=%d median=%.1f min=%.1f max=%.1f",
            mode,
            STEPS[step],
            runs,
            figures[step][runs / 2],
            figures[step][0],
            figures[step][runs - 1]);
      }
    }
  }

  private static Account account() {
    return new Account("111122223333", "us-east-1");
  }

  private static double[] launch(Path scratch, Path data, String mode) throws Exception {
    Path headers = scratch.resolve("headers");
    Files.write(headers, signedHeaders());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-XX:TieredStopAtLevel=1", // as Lambda's runtime does for functions on demand
                "-cp",
                System.getProperty("java.class.path"),
                ColdStart.class.getName(),
                CHILD,
                data.toString(),
                headers.toString(),
                mode)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("the function's JVM failed: " + line);
    }
    return Arrays.stream(line.strip().split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  /** Signed in this JVM, so that the child loads nothing of the signer. */
  private static List<String> signedHeaders() {
    return AwsV4HttpSigner.create()
        .sign(
            r ->
                r.identity(
                        AwsBasicCredentials.create(CarillonProcess.KEY_ID, CarillonProcess.SECRET))
                    .request(
                        SdkHttpRequest.builder()
                            .method(SdkHttpMethod.GET)
                            .protocol("https")
                            .host("api.example.com")
                            .encodedPath("/sip-media-applications")
                            .build())
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "chime")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"))
        .request()
        .headers()
        .entrySet()
        .stream()
        .map(h -> h.getKey().toLowerCase(Locale.ROOT) + "\t" + String.join(",", h.getValue()))
        .toList();
  }

  private static void child(Path data, Path headers, boolean primed) throws Exception {
    double toMain = ManagementFactory.getRuntimeMXBean().getUptime();
    Map<String, String> signed = new HashMap<>();
    for (String line : Files.readAllLines(headers)) {
      String[] halves = line.split("\t", 2);
      signed.put(halves[0], halves[1]);
    }
    double handlerMade;
    double priming = 0;
    double first;
    double second;
    long classesBefore;
    long classesByFirst;
    try (EmbeddedPorts embedded = EmbeddedPorts.open(data, (arn, payload, timeout) -> null)) {
      long start = System.nanoTime();
      var handler =
          new VoiceApiHandler(
              new VoiceApi(
                  account(), embedded.ports(), SipNetwork.hosted(), InstantSource.system()));
      handlerMade = millisSince(start);
      if (primed) {
        start = System.nanoTime();
        handler.prime();
        priming = millisSince(start);
      }
      classesBefore = classes();
      first = request(handler, signed);
      classesByFirst = classes() - classesBefore;
      second = request(handler, signed);
    }
    Report.line(
        "%.3f %.3f %.3f %.3f %.3f %d %d",
        toMain, handlerMade, priming, first, second, classesBefore, classesByFirst);
  }

  private static long classes() {
    return ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
  }

  private static double request(VoiceApiHandler handler, Map<String, String> headers)
      throws IOException {
    APIGatewayV2HTTPEvent event =
        APIGatewayV2HTTPEvent.builder()
            .withRawPath("/sip-media-applications")
            .withRawQueryString("")
            .withHeaders(headers)
            .withRequestContext(
                APIGatewayV2HTTPEvent.RequestContext.builder()
                    .withDomainName("api.example.com")
                    .withHttp(
                        APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                            .withMethod("GET")
                            .build())
                    .build())
            .build();
    long start = System.nanoTime();
    APIGatewayV2HTTPResponse response = handler.handleRequest(event, null);
    double millis = millisSince(start);
    if (response.getStatusCode() != 200) {
      throw new IOException(response.getStatusCode() + " " + response.getBody());
    }
    return millis;
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
