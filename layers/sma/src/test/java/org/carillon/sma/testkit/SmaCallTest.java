package org.carillon.sma.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.sma.CallActions;
import org.carillon.sma.DigitRules;
import org.carillon.sma.SmaAction;
import org.carillon.sma.SmaEvent;
import org.carillon.sma.SmaHandler;
import org.carillon.sma.SmaResponse;
import org.carillon.sma.Target;
import org.junit.jupiter.api.Test;

/** The test kit: which events a handler gets, and what an expectation that fails says. */
class SmaCallTest {

  private static final SmaHandler SPEAKS_TWICE =
      event ->
          switch (event) {
            case SmaEvent.NewInboundCall call ->
                SmaResponse.of(SmaAction.speak("one"), SmaAction.speak("two"));
            case SmaEvent.ActionSuccessful done -> SmaResponse.of(SmaAction.hangup());
            default -> SmaResponse.none();
          };

  @Test
  void aListCallsBackOnceWithItsLastAction() {
    SmaCall call = SmaCall.inbound(SPEAKS_TWICE).start().expectSpeak("one").expectSpeak("two");

    assertThat(types(call)).containsExactly("NEW_INBOUND_CALL", "ACTION_SUCCESSFUL");
    assertThat(call.expectHangup().expectOver().events().getLast())
        .containsEntry("InvocationEventType", "HANGUP")
        .containsEntry("Sequence", 3);
  }

  @Test
  void anExpectationThatFailsSaysWhatCameInstead() {
    SmaCall call = SmaCall.inbound(SPEAKS_TWICE).start();
    assertThatThrownBy(() -> call.expectSpeak("three"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("spoken is \"one\", not \"three\"; events so far: [NEW_INBOUND_CALL]");
    assertThatThrownBy(() -> SmaCall.inbound(SPEAKS_TWICE).start().expectHangup())
        .hasMessageContaining("next is Speak, not Hangup");
    assertThatThrownBy(() -> SmaCall.inbound(event -> SmaResponse.none()).start())
        .hasMessageContaining("without an action");
  }

  @Test
  void digitsEndAtTheTerminatorWhichIsNotOneOfThem() {
    DigitRules rules =
        new DigitRules(
            "^\\d+$", 1, 6, List.of("#"), Duration.ofSeconds(3), 2, Duration.ofSeconds(5));
    SmaHandler asks =
        event ->
            switch (event) {
              case SmaEvent.NewInboundCall call ->
                  SmaResponse.of(SmaAction.ask("PIN", "again", rules), SmaAction.speak("never"));
              case SmaEvent.ActionSuccessful done ->
                  SmaResponse.of(SmaAction.speak("got " + done.action().receivedDigits()));
              case SmaEvent.ActionFailed failed ->
                  SmaResponse.of(SmaAction.speak(failed.errorType()));
              default -> SmaResponse.none();
            };
    SmaCall.inbound(asks).start().expectSpeak("PIN").press("1234#").expectSpeak("got 1234");
    SmaCall.inbound(asks)
        .start()
        .expectSpeak("PIN")
        .press("#")
        .pressNothing()
        .expectSpeak("InvalidDigitsReceived");
  }

  @Test
  void aRegisteredReceiveDigitsHearsKeysBesideAllElse() {
    SmaHandler listens =
        event ->
            switch (event) {
              case SmaEvent.NewInboundCall call ->
                  SmaResponse.of(
                      new SmaAction.ReceiveDigits(
                          Target.DEFAULT,
                          "^\\d{2}#$",
                          Duration.ofSeconds(1),
                          Duration.ofSeconds(5)));
              case SmaEvent.DigitsReceived keys -> SmaResponse.of(SmaAction.speak(keys.digits()));
              default -> SmaResponse.none();
            };
    SmaCall call = SmaCall.inbound(listens).start().expect("ReceiveDigits").press("11#");
    call.expectSpeak("11#");
    assertThat(types(call))
        .containsExactly(
            "NEW_INBOUND_CALL", "ACTION_SUCCESSFUL", "DIGITS_RECEIVED", "ACTION_SUCCESSFUL");
  }

  @Test
  void aBridgedCallHasTwoLegsAndTheSecondOutlivesTheFirst() {
    SmaHandler bridges =
        event ->
            switch (event) {
              case SmaEvent.NewInboundCall call ->
                  SmaResponse.of(
                      new CallActions.CallAndBridge(
                          "+12065550181",
                          call.call().legA().from(),
                          Duration.ofSeconds(20),
                          Optional.empty(),
                          "",
                          Map.of()));
              case SmaEvent.Hangup hangup ->
                  hangup.participantTag().equals("LEG-A")
                      ? SmaResponse.of(SmaAction.hangup(Target.tag("LEG-B")))
                      : SmaResponse.none();
              default -> SmaResponse.none();
            };
    SmaCall call =
        SmaCall.inbound(bridges)
            .start()
            .expectBridge("+12065550181")
            .hangUp("LEG-A")
            .expectHangup()
            .expectOver();
    assertThat(types(call))
        .containsExactly("NEW_INBOUND_CALL", "ACTION_SUCCESSFUL", "HANGUP", "HANGUP");
  }

  @Test
  void aCallByApiRingsAndIsAnsweredAndKeepsItsAttributes() {
    SmaHandler outbound =
        event ->
            switch (event) {
              case SmaEvent.NewOutboundCall call ->
                  SmaResponse.of(SmaAction.speak("ignored"))
                      .attributes(Map.of("name", call.arguments().get("name")));
              case SmaEvent.CallAnswered call ->
                  SmaResponse.of(SmaAction.speak("Hello " + call.call().attribute("name")));
              default -> SmaResponse.none();
            };
    SmaCall.outbound(outbound)
        .argument("name", "Ada")
        .start()
        .rings()
        .answers()
        .expectSpeak("Hello Ada");
  }

  private static List<Object> types(SmaCall call) {
    return call.events().stream().map(event -> event.get("InvocationEventType")).toList();
  }
}
