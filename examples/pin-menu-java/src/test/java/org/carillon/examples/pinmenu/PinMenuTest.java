package org.carillon.examples.pinmenu;

import org.carillon.sma.testkit.SmaCall;
import org.junit.jupiter.api.Test;

/** Calls to the menu, played by the test kit. */
class PinMenuTest {

  private final SmaCall call = SmaCall.inbound(new PinMenu()).from("+12065550199").start();

  @Test
  void theRightPinOpensTheMenu() {
    call.expectSpeak("enter your PIN")
        .press("1234")
        .expectSpeak("For our opening hours")
        .press("1")
        .expectSpeak("from nine to five")
        .press("9")
        .expectSpeak("Goodbye")
        .expectHangup()
        .expectOver();
  }

  @Test
  void threeWrongPinsEndTheCall() {
    call.expectSpeak("enter your PIN")
        .press("1111")
        .expectSpeak("try again")
        .press("2222")
        .expectSpeak("try again")
        .press("3333")
        .expectSpeak("not the PIN either")
        .expectHangup();
  }

  @Test
  void whoPressesNothingIsAskedThreeTimes() {
    call.expectSpeak("enter your PIN")
        .pressNothing()
        .pressNothing()
        .pressNothing()
        .expectSpeak("did not understand")
        .expectHangup();
  }

  @Test
  void aCallerMayHangUpAtAnyTime() {
    call.expectSpeak("enter your PIN").press("12").hangUp().expectOver();
  }
}
