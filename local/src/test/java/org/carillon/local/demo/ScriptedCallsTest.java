package org.carillon.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.carillon.local.functions.FunctionSpec;
import org.carillon.local.phone.CallPlan;
import org.carillon.local.phone.ManyCalls;
import org.carillon.local.phone.PhoneScript;
import org.carillon.local.phone.ScriptedPhone;
import org.carillon.local.phone.Telephone;
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
  private static final Path EXAMPLES =
      Path.of(System.getProperty("carillon.home", ".."), "examples");

  @TempDir static Path data;
  private static RunningCarillon carillon;

  private final List<String> words = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    carillon =
        RunningCarillon.start(
            data,
            Example.FORWARDING_NODE.environment(),
            functions(
                Example.HELLO_JAVA,
                Example.HELLO_PYTHON,
                Example.HELLO_NODE,
                Example.PIN_MENU_JAVA,
                Example.VOICEMAIL_PYTHON,
                Example.FORWARDING_NODE));
  }

  @AfterAll
  static void stop() {
    carillon.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello-java", "hello-python", "hello-node"})
  void helloGreetsAndHangsUp(String function) throws Exception {
    String number = carillon.numberOf(function);
    callAs(function, number);

    String shown = carillon.command("calls", "show", carillon.transactionOf(number));

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
    String number = carillon.numberOf("pin-menu-java");
    callAs("pin-menu-java", number);

    assertThat(carillon.command("calls", "show", carillon.transactionOf(number)))
        .contains("ACTION_SUCCESSFUL #2 SpeakAndGetDigits 4 digits")
        .doesNotContain("1234");
  }

  @Test
  void voicemailKeepsTheMessage() throws Exception {
    String number = carillon.numberOf("voicemail-python");
    callAs("voicemail-python", number);

    try (Stream<Path> files = Files.walk(data.resolve("s3/carillon-voicemail"))) {
      assertThat(files.filter(Files::isRegularFile)).isNotEmpty();
    }
  }

  @Test
  void forwardingConnectsTheCallerWithSomebodyElse() throws Exception {
    callAs("forwarding-node", carillon.numberOf("forwarding-node"));
  }

  @Test
  void manyCallsAreAnsweredSomeAtATime() throws Exception {
    String number = carillon.numberOf("hello-java");
    try (var telephone = new Telephone(RunningCarillon.LOOPBACK)) {
      var plan =
          CallPlan.of(RunningCarillon.CALLER, number, carillon.sip(), Duration.ofSeconds(30));

      assertThat(new ManyCalls(telephone, 3).place(plan, 6)).isEqualTo(6);
    }
  }

  @Test
  void aNumberThatIsNobodysIsRefused() throws Exception {
    call("call NUMBER is refused with 404 within 10 s", "+12065559999");
  }

  @Test
  void aStepThatDoesNotComeTrueSaysWhatCameInstead() throws Exception {
    String number = carillon.numberOf("hello-java");
    assertThatThrownBy(() -> call("call NUMBER\nhear keys 7 within 0.5 s\n", number))
        .isInstanceOf(ScriptedPhone.PhoneException.class)
        .hasMessage("keys heard are '' within 500 ms");
  }

  @Test
  void aTelephoneIsCalledToo() throws Exception {
    try (var called = carillon.phone("+12065550198", text -> {});
        var caller =
            new ScriptedPhone(
                RunningCarillon.LOOPBACK,
                called.sipAddress(),
                RunningCarillon.CALLER,
                words::add)) {
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

  /** As the demo tries the example, by the script in its folder. */
  private void callAs(String example, String number) throws Exception {
    call(Files.readString(EXAMPLES.resolve(example).resolve("call.txt")), number);
  }

  private void call(String script, String number) throws Exception {
    try (var phone = carillon.phone(RunningCarillon.CALLER, words::add)) {
      phone.run(PhoneScript.parse(script.replace("NUMBER", number)));
    }
  }
}
