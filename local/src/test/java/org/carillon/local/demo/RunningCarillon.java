package org.carillon.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.core.Account;
import org.carillon.local.Carillon;
import org.carillon.local.LocalConfig;
import org.carillon.local.cli.CarillonCommand;
import org.carillon.local.functions.FunctionSpec;
import org.carillon.local.phone.ScriptedPhone;
import org.carillon.media.node.CallObserver;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A whole Carillon on loopback for the calls of a test class, with its telephones and its API. */
final class RunningCarillon implements AutoCloseable {
  /** Where it and its telephones are. */
  static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  /** Its region. */
  static final String REGION = "us-east-1";

  /** Who calls, unless a test says otherwise. */
  static final String CALLER = "+12065550199";

  private static final Account ACCOUNT = new Account("111122223333", REGION);
  private static final String KEY = "AKIASCRIPTEDCALLS";
  private static final String SECRET = "of-this-test-alone";

  private final Carillon carillon;
  private final Story story;

  private RunningCarillon(Carillon carillon) {
    this.carillon = carillon;
    var nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    this.story =
        new Story(
            carillon.apiEndpoint(), REGION, KEY, SECRET, new Timeline(Instant.now(), nowhere));
  }

  /**
   * Starts one.
   *
   * @param given what its functions find in their environment
   */
  static RunningCarillon start(Path data, Map<String, String> given, List<FunctionSpec> functions)
      throws Exception {
    var environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.startsWith("AWS_"));
    environment.put("AWS_ACCESS_KEY_ID", KEY);
    environment.put("AWS_SECRET_ACCESS_KEY", SECRET);
    environment.putAll(given);
    var config =
        new LocalConfig(0, 0, 0, 0, List.of(LOOPBACK), data, ACCOUNT, functions, false, true);
    Carillon carillon = Carillon.start(config, environment, CallObserver.none());
    carillon.awaitVoice();
    return new RunningCarillon(carillon);
  }

  /** A number that is answered by this function. */
  String numberOf(String function) throws Exception {
    String number = story.orderNumber();
    story.answerWith(number, ACCOUNT, function);
    return number;
  }

  /** Where it takes calls. */
  InetSocketAddress sip() {
    String address = carillon.sipAddress();
    int colon = address.lastIndexOf(':');
    return new InetSocketAddress(LOOPBACK, Integer.parseInt(address.substring(colon + 1)));
  }

  /** Where its API is. */
  URI api() {
    return carillon.apiEndpoint();
  }

  /** A key of its API. */
  static StaticCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET));
  }

  /** A telephone that calls it. */
  ScriptedPhone phone(String from, Consumer<String> words) throws Exception {
    return new ScriptedPhone(LOOPBACK, sip(), from, words);
  }

  /** What the command line says to this; it must succeed. */
  String command(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status =
        CarillonCommand.run(
            Map.of(
                "CARILLON_ENDPOINT", carillon.apiEndpoint().toString(),
                "AWS_ACCESS_KEY_ID", KEY,
                "AWS_SECRET_ACCESS_KEY", SECRET),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            arguments);
    assertThat(status).as(err.toString(StandardCharsets.UTF_8)).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  /** The id of the last call to a number, once the list of calls says that it has ended. */
  String transactionOf(String number) {
    Pattern row = Pattern.compile("Ended .*" + Pattern.quote(number) + " +([0-9a-f-]{36})");
    long end = System.nanoTime() + 10_000_000_000L;
    while (true) {
      Matcher found = row.matcher(command("calls", "list"));
      if (found.find()) {
        return found.group(1);
      }
      assertThat(System.nanoTime()).as("the call is in the list within 10 s").isLessThan(end);
    }
  }

  @Override
  public void close() {
    story.close();
    carillon.close();
  }
}
