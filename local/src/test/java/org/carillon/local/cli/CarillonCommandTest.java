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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.carillon.contract.ApiOperation;
import org.carillon.contract.Contract;
import org.carillon.contract.Json;
import org.carillon.core.Account;
import org.carillon.core.access.AccessKey;
import org.carillon.core.access.AccessKeys;
import org.carillon.core.connectors.SipNetwork;
import org.carillon.core.ports.FunctionInvoker.Result;
import org.carillon.embedded.EmbeddedPorts;
import org.carillon.functions.voiceapi.VoiceApi;
import org.carillon.local.api.ApiServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's command line against a real API. */
class CarillonCommandTest {

  private static final Account ACCOUNT = new Account("111122223333", "us-east-1");

  @TempDir Path data;
  private EmbeddedPorts ports;
  private ApiServer server;
  private final Map<String, String> environment = new HashMap<>();
  private String out;
  private String err;

  @BeforeEach
  void start() throws IOException {
    ports = EmbeddedPorts.open(data, (arn, payload, timeout) -> new Result.NotFound("none"));
    AccessKey key =
        new AccessKeys(ports.ports().items(), ports.ports().sealer(), InstantSource.system())
            .create(ACCOUNT);
    server = ApiServer.bind(List.of(InetAddress.getLoopbackAddress()), 0);
    server.serve(
        new VoiceApi(ACCOUNT, ports.ports(), SipNetwork.local(), InstantSource.system())::handle);
    environment.put(
        "CARILLON_ENDPOINT", "http://127.0.0.1:" + server.addresses().getFirst().getPort());
    environment.put("AWS_ACCESS_KEY_ID", key.id());
    environment.put("AWS_SECRET_ACCESS_KEY", key.secret().reveal());
  }

  @AfterEach
  void stop() {
    server.close();
    ports.close();
  }

  @Test
  void aUserGetsAKeyAPolicyAndNoMore() throws IOException {
    Path policy =
        Files.writeString(
            data.resolve("policy.json"),
            """
            {"Version": "2012-10-17",
             "Statement": {"Effect": "Allow", "Action": "carillon:ListQuotas", "Resource": "*"}}
            """);
    assertThat(carillon("users", "create", "alice")).isZero();
    assertThat(out).contains("arn:aws:iam::111122223333:user/alice");
    assertThat(carillon("policies", "create", "quotas", "file://" + policy)).isZero();
    assertThat(carillon("policies", "attach", "alice", "quotas")).isZero();
    assertThat(out).isEmpty();
    assertThat(err).isEqualTo("Done.\n");

    assertThat(carillon("access-keys", "create", "alice")).isZero();
    assertThat(out)
        .matches(
            """
            export AWS_ACCESS_KEY_ID=AKIA\\w+
            export AWS_SECRET_ACCESS_KEY=\\S+
            unset AWS_SESSION_TOKEN
            """);
    out.lines()
        .filter(line -> line.startsWith("export "))
        .map(line -> line.substring("export ".length()).split("=", 2))
        .forEach(pair -> environment.put(pair[0], pair[1]));
    assertThat(carillon("quotas", "list")).isZero();
    assertThat(carillon("users", "list")).isEqualTo(1);
    assertThat(out).isEmpty();
    assertThat(err)
        .contains("is not authorized to perform: carillon:ListUsers on resource: *")
        .contains("(AccessDenied)");
  }

  @Test
  void aSessionIsUsedByItsVariables() {
    assertThat(carillon("sessions", "create", "console", "--duration-seconds", "900")).isZero();
    out.lines()
        .map(line -> line.substring("export ".length()).split("=", 2))
        .forEach(pair -> environment.put(pair[0], pair[1]));
    assertThat(environment).containsKey("AWS_SESSION_TOKEN");
    assertThat(carillon("users", "list")).isZero();
  }

  @Test
  void aQuotaIsSetAndReset() {
    assertThat(carillon("quotas", "set", "VoiceConnectors", "12")).isZero();
    Map<?, ?> quota = (Map<?, ?>) json().get("Quota");
    assertThat(quota.get("Value")).isEqualTo(12);
    assertThat(carillon("quotas", "set", "--quota-code", "VoiceConnectors", "--value", "13"))
        .isZero();
    assertThat(carillon("quotas", "reset", "VoiceConnectors")).isZero();
  }

  @Test
  void aNewKeysArnIsPrintedAndNothingElse() {
    assertThat(carillon("keys", "create")).isZero();
    assertThat(out).matches("arn:aws:kms:us-east-1:111122223333:key/\\S+\n");
    assertThat(carillon("keys", "list")).isZero();
    assertThat(json().get("Keys").toString()).contains("arn:aws:kms:us-east-1");
  }

  @Test
  void longListsAreJoined() {
    for (int i = 0; i < 120; i++) {
      assertThat(carillon("users", "create", "user-" + i)).isZero();
    }
    assertThat(carillon("users", "list")).isZero();
    assertThat((List<?>) json().get("Users")).hasSize(120);
    assertThat(carillon("users", "list", "--max-results", "5")).isZero();
    assertThat((List<?>) json().get("Users")).hasSize(5);
  }

  @Test
  void wrongArgumentsAreToldInWordsAndChangeNothing() {
    assertThat(carillon("users", "create")).isEqualTo(2);
    assertThat(err).contains("UserName is needed: give it as --user-name");
    assertThat(carillon("quotas", "set", "VoiceConnectors", "many")).isEqualTo(1);
    assertThat(err).contains("Value: a whole number is wanted");
    assertThat(carillon("users", "make", "x")).isEqualTo(2);
    assertThat(carillon("policies", "create", "p", "file:///no/such/file")).isEqualTo(1);
    assertThat(err).contains("/no/such/file cannot be read");
    assertThat(carillon("users")).isEqualTo(2);
    assertThat(carillon("users", "create", "a/b")).isEqualTo(1);
    assertThat(err).contains("UserName", "(BadRequest)");
    assertThat(out).isEmpty();
  }

  @Test
  void whatIsMissingAroundItIsTold() {
    String endpoint = environment.put("CARILLON_ENDPOINT", "http://127.0.0.1:1");
    assertThat(carillon("users", "list")).isEqualTo(1);
    assertThat(err).contains("No Carillon answers at http://127.0.0.1:1", "scripts/run-local");

    environment.put("CARILLON_ENDPOINT", "127.0.0.1");
    assertThat(carillon("users", "list")).isEqualTo(1);
    assertThat(err).contains("CARILLON_ENDPOINT is not a URL");

    environment.put("CARILLON_ENDPOINT", endpoint);
    environment.remove("AWS_ACCESS_KEY_ID");
    assertThat(carillon("users", "list")).isEqualTo(1);
    assertThat(err).contains("AWS_ACCESS_KEY_ID", "first-key.env");
  }

  @Test
  void everyOperationOfTheModelHasACommandOfItsOwn() {
    Set<List<String>> commands = new HashSet<>();
    for (ApiOperation operation : Contract.loadOperator().operatorOperations()) {
      List<String> words = Words.of(operation);
      assertThat(commands.add(words)).as(operation.name() + " " + words).isTrue();
      assertThat(carillon(words.getFirst(), words.getLast(), "--help")).isZero();
    }
    assertThat(commands).contains(List.of("users", "create"), List.of("audit", "show"));
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
