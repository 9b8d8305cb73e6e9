package org.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.carillon.core.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command line: what is taken, and what a wrong value is answered with. */
class LocalOptionsTest {

  @Test
  void withoutOptionsTheDefaultsOfTheDesignHold() throws Exception {
    LocalConfig config = parse().check(Map.of());

    assertThat(config.apiPort()).isEqualTo(4680);
    assertThat(config.sipPort()).isEqualTo(5060);
    assertThat(config.data()).isEqualTo(Path.of("./carillon-data"));
    assertThat(config.account().id()).isEqualTo("111122223333");
    assertThat(config.account().region()).isEqualTo("us-east-1");
    assertThat(config.bind().getFirst().getHostAddress()).isEqualTo("127.0.0.1");
    assertThat(config.functions()).isEmpty();
  }

  @Test
  void anOptionCountsMoreThanItsVariable() throws Exception {
    var environment =
        Map.of("CARILLON_API_PORT", "1", "CARILLON_SIP_PORT", "2", "CARILLON_RTP_PORTS", "10-20");

    LocalConfig config = parse("--api-port", "0").check(environment);

    assertThat(config.apiPort()).isZero();
    assertThat(config.sipPort()).isEqualTo(2);
    assertThat(config.firstRtpPort()).isEqualTo(10);
    assertThat(config.lastRtpPort()).isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource({
    "false,           , true",
    "false, simulated, true",
    "false, none,      false",
    "true,            , false",
    "true,  none,      false"
  })
  void theSimulatedCarrierIsForOneMachine(boolean aws, String carrier, boolean runs)
      throws Exception {
    var environment =
        new HashMap<>(Map.of("CARILLON_AWS", "" + aws, "CARILLON_ACCOUNT", "123456789012"));
    if (carrier != null) {
      environment.put("CARILLON_CARRIER", carrier);
    }
    assertThat(parse().check(environment).simulatedCarrier()).isEqualTo(runs);
  }

  @Test
  void theSimulatedCarrierIsRefusedOnAws() {
    var err = new ByteArrayOutputStream();

    int status =
        run(
            err,
            Map.of("CARILLON_AWS", "true"),
            "--account",
            "123456789012",
            "--carrier",
            "simulated");

    assertThat(status).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("run-local: --carrier is none with --aws: bring carriers of your own");
  }

  @Test
  void onAwsTheAccountIsGivenAndTheRegionIsThatOfTheEnvironment() throws Exception {
    var err = new ByteArrayOutputStream();
    assertThat(run(err, Map.of("AWS_REGION", "eu-west-1"), "--aws")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("run-local: --account: with --aws say whose resources they are");

    var environment = new HashMap<>(Map.of("CARILLON_AWS", "true", "AWS_REGION", "eu-west-1"));
    environment.put("CARILLON_ACCOUNT", "123456789012");
    assertThat(parse().check(environment).account())
        .isEqualTo(new Account("123456789012", "eu-west-1"));
    assertThat(parse().check(Map.of("AWS_REGION", "eu-west-1")).account())
        .isEqualTo(new Account("111122223333", "us-east-1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          --api-port  | 65536            | --api-port is a port, 0 to 65535; not '65536'.
          --api-port  | http             | --api-port is a port, 0 to 65535; not 'http'.
          --sip-port  | -1               | --sip-port is a port, 0 to 65535; not '-1'.
          --sip-tls-port    | 70000      | --sip-tls-port is a port, 0 to 65535; not '70000'.
          --tls-certificate | pom.xml    | --tls-certificate and --tls-key are given together or not at all.
          --tls-trusted     | none.pem   | --tls-trusted is a file that can be read; not 'none.pem'.
          --rtp-ports | 30000            | --rtp-ports is FROM-TO within 1-65535 with an even port and the odd one after it, or 0-0; not '30000'.
          --rtp-ports | 30000-29000      | --rtp-ports is FROM-TO
          --rtp-ports | 5001-5002        | --rtp-ports is FROM-TO
          --bind      | 192.0.2.1        | --bind names addresses of this machine; not '192.0.2.1'.
          --bind      | nowhere.invalid  | --bind names addresses of this machine; not 'nowhere.invalid'.
          --region    | Paris            | --region: the region is a name such as us-east-1: Paris
          --account   | 12               | --account: the account is a number of twelve digits, such as 111122223333: 12
          --carrier   | acme             | --carrier is simulated or none; not 'acme'.
          --function  | hello            | --function: 'hello' is not NAME=FILE:HANDLER
          --function  | hello=no.py:h    | --function: function hello: there is no file
          --tariff    | x                | Unknown options: '--tariff', 'x'
          """)
  void aWrongValueIsRefusedWithTheRuleItBreaks(String option, String value, String message) {
    var err = new ByteArrayOutputStream();

    int status = run(err, Map.of(), option, value);

    assertThat(status).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("run-local: " + message);
  }

  @Test
  void aWrongVariableIsNamedItself() {
    var err = new ByteArrayOutputStream();

    int status = run(err, Map.of("CARILLON_API_PORT", "x"));

    assertThat(status).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("run-local: CARILLON_API_PORT is a port, 0 to 65535; not 'x'.");
  }

  private static LocalOptions parse(String... args) {
    var options = new LocalOptions();
    new CommandLine(options).parseArgs(args);
    return options;
  }

  private static int run(
      ByteArrayOutputStream err, Map<String, String> environment, String... args) {
    return Main.run(
        args,
        environment,
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        new CountDownLatch(0));
  }
}
