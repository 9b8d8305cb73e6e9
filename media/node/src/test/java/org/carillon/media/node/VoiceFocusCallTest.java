package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The limit of VoiceFocus (S4). */
@Timeout(120)
class VoiceFocusCallTest {
  private static final String NUMBER = "+12065550100";
  @TempDir Path data;

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
