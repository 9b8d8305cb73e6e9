package org.carillon.local.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.carillon.local.phone.PhoneScript.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines of a telephone's script. */
class PhoneScriptTest {

  @Test
  void everyLineIsAStep() {
    PhoneScript script =
        PhoneScript.parse(
            """
            -- the caller knows the PIN
            call +12065550100

            hear sound within 5 s
            press 1234#
            hear silence for 0.5 s within 20 s
            hear 1000 Hz within 5 s
            say 700 Hz for 0.5 s
            hear keys 99 within 3 s
            sees X-Ticket: 7 of 9
            wait 2 s
            keep heard.wav
            hang up
            """);
    assertThat(script.steps())
        .hasSize(11)
        .contains(new Step.SeeHeader("X-Ticket", "7 of 9"))
        .startsWith(
            new Step.Call("+12065550100"),
            new Step.HearSound(Duration.ofSeconds(5)),
            new Step.Press("1234#"),
            new Step.HearSilence(Duration.ofMillis(500), Duration.ofSeconds(20)),
            new Step.HearTone(1000, Duration.ofSeconds(5)),
            new Step.Say(700, Duration.ofMillis(500)))
        .endsWith(new Step.HangUp());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "call",
        "call sip:evil",
        "call +12065550100 now",
        "hear sound",
        "hear sound within 5",
        "hear sound within 99999 s",
        "press hello",
        "hear 99999 Hz within 1 s",
        "say hello",
        "sing",
        "hang up now"
      })
  void whatATelephoneCannotDoIsToldByItsLine(String line) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PhoneScript.parse("wait 1 s\n" + line))
        .withMessage("line 2 is nothing a telephone can do: '" + line + "'");
  }

  @Test
  void aScriptHasAnEnd() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PhoneScript.parse("wait 1 s\n".repeat(1001)))
        .withMessageContaining("at most 1000");
  }
}
