package org.carillon.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.carillon.core.Account;
import org.carillon.local.Carillon;
import org.carillon.local.LocalConfig;
import org.carillon.local.cli.CarillonCommand;
import org.carillon.local.functions.FunctionSpec;
import org.carillon.local.phone.CallPlan;
import org.carillon.local.phone.ManyCalls;
import org.carillon.local.phone.PhoneScript;
import org.carillon.local.phone.ScriptedPhone;
import org.carillon.local.phone.Telephone;
import org.carillon.media.node.CallObserver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The examples, called by a scripted telephone over real SIP and RTP, as run-local serves them; and
 * what the developer sees of the calls afterwards (S4).
 */
@Timeout(180)
class ScriptedCallsTest {
  private static final String KEY = "AKIASCRIPTEDCALLS";
  private static final String SECRET = "of-this-test-alone";
  private static final Path EXAMPLES =
      Path.of(System.getProperty("carillon.home", ".."), "examples");
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @TempDir static Path data;
  private static Carillon carillon;
  private static Story story;

  private final List<String> words = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    var environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.startsWith("AWS_"));
    environment.put("AWS_ACCESS_KEY_ID", KEY);
    environment.put("AWS_SECRET_ACCESS_KEY", SECRET);
    environment.putAll(Example.FORWARDING_NODE.environment());
    var config =
        new LocalConfig(
            0,
            0,
            0,
            0,
            List.of(LOOPBACK),
            data,
            new Account("111122223333", "us-east-1"),
            functions(
                Example.HELLO_JAVA,
                Example.HELLO_PYTHON,
                Example.HELLO_NODE,
                Example.PIN_MENU_JAVA,
                Example.VOICEMAIL_PYTHON,
                Example.FORWARDING_NODE),
            false,
            true);
    carillon = Carillon.start(config, environment, CallObserver.none());
    var nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    story =
        new Story(
            carillon.apiEndpoint(), "us-east-1", KEY, SECRET, new Timeline(Instant.now(), nowhere));
    carillon.awaitVoice();
  }

  @AfterAll
  static void stop() {
    story.close();
    carillon.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello-java", "hello-python", "hello-node"})
  void helloGreetsAndHangsUp(String function) throws Exception {
    String number = numberOf(function);
    callAs(function, number);

    String shown = carillonCommand("calls", "show", transactionOf(number));

    assertThat(shown)
        .contains("from +12065550199 to " + number)
        .contains(function + ": NEW_INBOUND_CALL #1")
        .contains(function + ": Speak, PlayAudio, Pause, Hangup  (")
        .contains("INVITE sip:" + number + "@127.0.0.1")
        .contains("200 OK (INVITE)")
        .contains("BYE sip:")
        .contains("HANGUP #2 LEG-A 0")
        .contains("ended, Completed: OK");
  }

  @Test
  void thePinMenuLetsInWhoKnowsThePin() throws Exception {
    String number = numberOf("pin-menu-java");
    callAs("pin-menu-java", number);

    assertThat(carillonCommand("calls", "show", transactionOf(number)))
        .contains("ACTION_SUCCESSFUL #2 SpeakAndGetDigits 4 digits")
        .doesNotContain("1234");
  }

  @Test
  void voicemailKeepsTheMessage() throws Exception {
    String number = numberOf("voicemail-python");
    callAs("voicemail-python", number);

    try (Stream<Path> files = Files.walk(data.resolve("s3/carillon-voicemail"))) {
      assertThat(files.filter(Files::isRegularFile)).isNotEmpty();
    }
  }

  @Test
  void forwardingConnectsTheCallerWithSomebodyElse() throws Exception {
    callAs("forwarding-node", numberOf("forwarding-node"));
  }

  @Test
  void manyCallsAreAnsweredSomeAtATime() throws Exception {
    String number = numberOf("hello-java");
    try (var telephone = new Telephone(LOOPBACK)) {
      var plan = CallPlan.of("+12065550199", number, sip(), Duration.ofSeconds(30));

      assertThat(new ManyCalls(telephone, 3).place(plan, 6)).isEqualTo(6);
    }
  }

  @Test
  void aNumberThatIsNobodysIsRefused() throws Exception {
    call("call NUMBER is refused with 404 within 10 s", "+12065559999");
  }

  @Test
  void aStepThatDoesNotComeTrueSaysWhatCameInstead() throws Exception {
    String number = numberOf("hello-java");
    assertThatThrownBy(() -> call("call NUMBER\nhear keys 7 within 0.5 s\n", number))
        .isInstanceOf(ScriptedPhone.PhoneException.class)
        .hasMessage("keys heard are '' within 500 ms");
  }

  @Test
  void aTelephoneIsCalledToo() throws Exception {
    try (var called = new ScriptedPhone(LOOPBACK, sip(), "+12065550198", text -> {});
        var caller = new ScriptedPhone(LOOPBACK, called.sipAddress(), "+12065550199", words::add)) {
      var answering =
          CompletableFuture.runAsync(
              () -> {
                try {
                  called.run(
                      PhoneScript.parse(
                          "wait for a call within 20 s\npress 42\nis hung up within 20 s"));
                } catch (Exception failed) {
                  throw new CompletionException(failed);
                }
              });
      awaitRefusalOrAnswer(caller);
      answering.join();
    }
  }

  /** The other telephone may not be waiting yet: it is busy then. */
  private static void awaitRefusalOrAnswer(ScriptedPhone caller) throws Exception {
    PhoneScript script = PhoneScript.parse("call 42\nhear keys 42 within 10 s\nwait 1 s\nhang up");
    for (int tries = 0; ; tries++) {
      try {
        caller.run(script);
        return;
      } catch (ScriptedPhone.PhoneException busy) {
        if (tries == 100 || !busy.getMessage().contains("486")) {
          throw busy;
        }
      }
    }
  }

  private static List<FunctionSpec> functions(Example... examples) throws DemoException {
    List<FunctionSpec> functions = new ArrayList<>();
    for (Example example : examples) {
      functions.add(example.function(EXAMPLES));
    }
    return functions;
  }

  /** A number that is answered by this function. */
  private static String numberOf(String function) throws Exception {
    String number = story.orderNumber();
    story.answerWith(number, new Account("111122223333", "us-east-1"), function);
    return number;
  }

  private static InetSocketAddress sip() {
    String address = carillon.sipAddress();
    int colon = address.lastIndexOf(':');
    return new InetSocketAddress(LOOPBACK, Integer.parseInt(address.substring(colon + 1)));
  }

  /** As the demo tries the example, by the script in its folder. */
  private void callAs(String example, String number) throws Exception {
    call(Files.readString(EXAMPLES.resolve(example).resolve("call.txt")), number);
  }

  private void call(String script, String number) throws Exception {
    try (var phone = new ScriptedPhone(LOOPBACK, sip(), "+12065550199", words::add)) {
      phone.run(PhoneScript.parse(script.replace("NUMBER", number)));
    }
  }

  /** The call's id, once the list of calls says that it has ended. */
  private static String transactionOf(String number) {
    Pattern row = Pattern.compile("Ended .*" + Pattern.quote(number) + " +([0-9a-f-]{36})");
    long end = System.nanoTime() + 10_000_000_000L;
    while (true) {
      Matcher found = row.matcher(carillonCommand("calls", "list"));
      if (found.find()) {
        return found.group(1);
      }
      assertThat(System.nanoTime()).as("the call is in the list within 10 s").isLessThan(end);
    }
  }

  private static String carillonCommand(String... arguments) {
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
}
