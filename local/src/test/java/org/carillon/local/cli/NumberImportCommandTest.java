package org.carillon.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.carillon.contract.Json;
import org.carillon.core.Account;
import org.carillon.core.access.AccessKey;
import org.carillon.core.access.AccessKeys;
import org.carillon.core.carriers.NumberJobRunner;
import org.carillon.core.carriers.NumberJobs;
import org.carillon.core.connectors.SipNetwork;
import org.carillon.core.ports.FunctionInvoker.Result;
import org.carillon.core.ports.Ports;
import org.carillon.embedded.EmbeddedPorts;
import org.carillon.functions.voiceapi.VoiceApi;
import org.carillon.local.api.ApiServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Number lists by the command line: progress, dry run, report (N1). */
class NumberImportCommandTest {

  private static final Account ACCOUNT = new Account("111122223333", "us-east-1");
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir Path data;
  private EmbeddedPorts embedded;
  private ApiServer server;
  private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, String> environment = new HashMap<>();
  private String out;
  private String err;

  @BeforeEach
  void start() throws IOException {
    embedded = EmbeddedPorts.open(data, (arn, payload, timeout) -> new Result.NotFound("none"));
    Ports ports = embedded.ports();
    AccessKey key = new AccessKeys(ports.items(), ports.sealer(), CLOCK).create(ACCOUNT);
    server = ApiServer.bind(List.of(InetAddress.getLoopbackAddress()), 0);
    server.serve(new VoiceApi(ACCOUNT, ports, SipNetwork.local(), CLOCK)::handle);
    environment.put(
        "CARILLON_ENDPOINT", "http://127.0.0.1:" + server.addresses().getFirst().getPort());
    environment.put("AWS_ACCESS_KEY_ID", key.id());
    environment.put("AWS_SECRET_ACCESS_KEY", key.secret().reveal());
  }

  @AfterEach
  void stop() {
    worker.shutdownNow();
    server.close();
    embedded.close();
  }

  @Test
  void anImportIsFollowedToItsEndAndSaysWhatWasRefused() throws IOException {
    String carrier = carrier();
    list(
        """
        e164,country,type,state,city
        +12535550100,US,Local,WA,Tacoma
        +12535550101,US,Mobile,WA,Tacoma
        +12535550102,US,Local,WA,Tacoma
        """);
    work();

    assertThat(carillon("numbers", "import", carrier, "lists", "north.csv", "--dry-run", "true"))
        .isZero();
    assertThat(err.lines().toList().getLast())
        .isEqualTo("SUCCEEDED  100%  3 rows read  2 taken  1 refused");
    assertThat(job()).containsEntry("DryRun", true).containsEntry("RowsAccepted", 2);
    assertThat(report()).contains("3,\"+12535550101,US,Mobile,WA,Tacoma\",\"type is not Local");

    assertThat(carillon("numbers", "import", carrier, "lists", "north.csv")).isZero();
    assertThat(err.lines().toList().getFirst())
        .isEqualTo("SUBMITTED  0%  0 rows read  0 taken  0 refused");
    assertThat(job()).containsEntry("DryRun", false).containsEntry("Status", "SUCCEEDED");
    assertThat(report())
        .isEqualTo(
            """
            line,row,reason
            3,"+12535550101,US,Mobile,WA,Tacoma","type is not Local or TollFree"
            """);

    assertThat(carillon("numbers", "remove", carrier)).isZero();
    assertThat(err.lines().toList().getLast()).isEqualTo("SUCCEEDED  100%  2 removed");
  }

  @Test
  void aListThatCannotBeImportedFailsWithItsReason() throws IOException {
    String carrier = carrier();
    list("number,land\n+12535550100,US\n");
    work();

    assertThat(carillon("numbers", "import", carrier, "lists", "north.csv")).isEqualTo(1);
    assertThat(err.lines().toList().getLast()).startsWith("FAILED").contains("e164");
    assertThat(carillon("numbers", "import", carrier, "lists", "south.csv")).isEqualTo(1);
    assertThat(err).contains("Key: the bucket has no such object");
  }

  @Test
  void withoutWaitingTheJobIsPrintedAndCanBeLookedAt() throws IOException {
    String carrier = carrier();
    list("e164,country,type\n+12535550100,US,Local\n");

    assertThat(carillon("numbers", "import", carrier, "lists", "north.csv", "--no-wait")).isZero();
    assertThat(err).isEmpty();
    assertThat(job()).containsEntry("Status", "SUBMITTED");
    assertThat(carillon("numbers", "job", (String) job().get("JobId"))).isZero();
    assertThat(job()).containsEntry("Status", "SUBMITTED");
  }

  private String carrier() {
    assertThat(
            carillon(
                "carriers",
                "create",
                "--name",
                "north",
                "--directions",
                "OUTBOUND",
                "--trunks",
                "[{\"Name\": \"t\", \"Host\": \"north.test\"}]"))
        .as(err)
        .isZero();
    return (String) ((Map<?, ?>) json().get("Carrier")).get("CarrierId");
  }

  private void list(String csv) throws IOException {
    Path bucket = Files.createDirectories(data.resolve("s3/lists"));
    Files.writeString(bucket.resolve("north.csv"), csv);
  }

  /** Works on jobs, as the running Carillon does. */
  private void work() {
    Ports ports = embedded.ports();
    var runner =
        new NumberJobRunner(
            ports.items(), ports.objects(), new NumberJobs(ports.items(), CLOCK), true);
    var _ =
        worker.scheduleWithFixedDelay(
            () -> runner.run(CLOCK.instant().plusSeconds(60)), 0, 100, TimeUnit.MILLISECONDS);
  }

  private String report() throws IOException {
    return Files.readString(data.resolve("s3/lists/" + job().get("ReportPrefix") + "00001.csv"));
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> job() {
    return (Map<String, Object>) json().get("NumberJob");
  }

  private int carillon(String... args) {
    var output = new ByteArrayOutputStream();
    var errors = new ByteArrayOutputStream();
    int status =
        CarillonCommand.run(
            environment,
            new PrintStream(output, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8),
            args);
    out = output.toString(StandardCharsets.UTF_8);
    err = errors.toString(StandardCharsets.UTF_8);
    return status;
  }

  private Map<String, Object> json() {
    return Json.readObject(out.getBytes(StandardCharsets.UTF_8));
  }
}
