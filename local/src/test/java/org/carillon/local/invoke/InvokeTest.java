package org.carillon.local.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.carillon.contract.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Lambda handlers on the sample events of {@code events/} (D4). */
class InvokeTest {
  private static final Path EVENTS = Path.of(System.getProperty("carillon.home"), "events");

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void theRoutingRejectsANumberThatIsNotThere() {
    assertThat(run("sip-rule-dispatch", event("sip-rule-dispatch-inbound-call.json"))).isZero();
    assertThat(answer()).containsEntry("Decision", "Reject");
  }

  @Test
  void aTurnInvokesTheExampleFunction() {
    assertThat(run("sma-actions", event("sma-actions-new-inbound-call.json"))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("welcome to Carillon")
        .contains("chime.wav");
  }

  @Test
  void aBatchOfFactsIsTakenWhole() {
    assertThat(run("cdr-writer", event("cdr-writer-call.json"))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("itemIdentifier");
  }

  @Test
  void aMessageWithoutAFactIsHandedBack() {
    assertThat(run("cdr-writer", event("cdr-writer-broken-message.json"))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("itemIdentifier");
  }

  @Test
  void aSweepOfNoNumbersDoesNothing() {
    assertThat(run("number-lifecycle", event("number-lifecycle-schedule.json"))).isZero();
    assertThat(answer()).containsEntry("Released", 0).containsEntry("More", false);
  }

  @Test
  void aSweepOfANewAccountDoesNothing() {
    assertThat(run("account-lifecycle", event("account-lifecycle-schedule.json"))).isZero();
    assertThat(answer()).containsEntry("Meetings", 0).containsEntry("More", false);
  }

  @Test
  void aScheduleFindsNoOpenNumberJobInANewFolder() {
    assertThat(run("number-import", event("number-import-schedule.json"))).isZero();
    assertThat(answer()).containsEntry("Worked", false);
  }

  @Test
  void anUnsignedRequestIsRefusedAndASignedOneAnswered() {
    String event = event("voice-api-list-sip-media-applications-unsigned.json");
    assertThat(run("voice-api", event)).isZero();
    assertThat((Integer) answer().get("statusCode")).isIn(401, 403);

    out.reset();
    assertThat(run("--sign", "voice-api", event)).isZero();
    assertThat(answer()).containsEntry("statusCode", 200);
  }

  @Test
  void theScheduleOfTheTrailSaysHowMuchLeft() {
    assertThat(run("trail-delivery", event("trail-delivery-every-minute.json"))).isZero();
    assertThat(answer()).containsEntry("events", 0).containsEntry("auditRecords", 0);
  }

  @Test
  void whatCannotBeIsRefused() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.json"), "{");
    assertThat(run("no-such", event("cdr-writer-call.json"))).isEqualTo(2);
    assertThat(run("cdr-writer", broken.toString())).isEqualTo(2);
    assertThat(run("cdr-writer", folder.resolve("none.json").toString())).isEqualTo(2);
    assertThat(run("cdr-writer")).isEqualTo(2);
  }

  private int run(String... args) {
    return Invoke.run(args, new PrintStream(out, true, StandardCharsets.UTF_8));
  }

  private Map<String, Object> answer() {
    return Json.readObject(out.toByteArray());
  }

  private static String event(String name) {
    return EVENTS.resolve(name).toString();
  }
}
