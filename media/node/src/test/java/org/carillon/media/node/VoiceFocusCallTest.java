package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.core.records.CallFact;
import org.carillon.media.ivr.PromptPlayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** VoiceFocus on a bridged call and its limit (S4). */
@Timeout(120)
class VoiceFocusCallTest {
  private static final String NUMBER = "+12065550100";
  private static final String BRIDGE =
      """
      [{"Type":"CallAndBridge","Parameters":{"CallTimeoutSeconds":30,"CallerIdNumber":"+12065550199",
        "Endpoints":[{"BridgeEndpointType":"PSTN","Uri":"+14255550181"}]}}]
      """;

  @TempDir Path data;

  @Test
  void theCallersHumIsTakenOutForTheCalleeAndComesBack() throws Exception {
    AtomicInteger successes = new AtomicInteger();
    ScriptedFunction function =
        new ScriptedFunction(
            type ->
                ScriptedFunction.actions(
                    switch (type) {
                      case "NEW_INBOUND_CALL" -> BRIDGE;
                      case "ACTION_SUCCESSFUL" ->
                          switch (successes.incrementAndGet()) {
                            case 1 ->
                                // first a while for the hum to be heard as it is
                                "["
                                    + String.join(
                                        ",", pause(2000), focus(true), pause(5000), focus(false))
                                    + "]";
                            default -> "[]";
                          };
                      default -> "[]";
                    }));
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.with(data, function, Trunks.applicationCalling(callee.target()));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      caller.awaitAnswer();
      var _ = new PromptPlayer(caller.stream()).play(Tones.of(600, 1000), Integer.MAX_VALUE);
      var _ = new PromptPlayer(callee.stream()).play(Tones.of(900, 1000), Integer.MAX_VALUE);

      Await.until("the hum", () -> callee.levelLately() > 6000);
      Await.until("less of it", () -> callee.levelLately() < 3000);
      Await.until("the callee is heard as before", () -> caller.shareLately(900) > 0.3);
      caller.stream().sendDigits("7", Duration.ofMillis(100));
      Await.until("the key on the other side", () -> callee.digits().equals("7"));
      Await.until("all of it again", () -> callee.levelLately() > 6000);
      Await.until("the end of the list", () -> successes.get() == 2);
      caller.hangUp();
      callee.hangUp();
      assertThat(node.ends(2))
          .extracting(CallFact.CallEnded::voiceFocusSeconds)
          .anyMatch(seconds -> seconds >= 5 && seconds < 15)
          .contains(0);
    }
  }

  @Test
  void moreThanFiveASecondAreThrottled() throws Exception {
    String six = String.join(",", Collections.nCopies(6, focus(true)));
    ScriptedFunction function = ScriptedFunction.onInbound("[" + pause(100) + "," + six + "]");
    try (TestNode node = TestNode.with(data, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());

      Await.until("ACTION_FAILED", () -> function.eventTypes().contains("ACTION_FAILED"));
      assertThat(function.event("ACTION_FAILED").get("ActionData").toString())
          .contains("Type=VoiceFocus", "ErrorType=ActionExecutionThrottled");
    }
  }

  private static String focus(boolean enable) {
    return "{\"Type\":\"VoiceFocus\",\"Parameters\":{\"Enable\":" + enable + "}}";
  }

  private static String pause(int millis) {
    return "{\"Type\":\"Pause\",\"Parameters\":{\"DurationInMilliseconds\":" + millis + "}}";
  }
}
