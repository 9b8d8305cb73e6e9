package org.carillon.examples.pinmenu;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import org.carillon.sma.CallDetails;
import org.carillon.sma.DigitRules;
import org.carillon.sma.SmaAction;
import org.carillon.sma.SmaEvent;
import org.carillon.sma.SmaFunction;
import org.carillon.sma.SmaResponse;

/**
 * Asks for a PIN of four digits, three times at most, and then offers a menu: opening hours, the
 * office, or goodbye. The PIN is {@code MENU_PIN} of the environment, 1234 without it.
 */
public final class PinMenu extends SmaFunction {
  private static final int TRIES = 3;

  private final String pin = System.getenv().getOrDefault("MENU_PIN", "1234");

  @Override
  public SmaResponse handle(SmaEvent event) {
    return switch (event) {
      case SmaEvent.NewInboundCall call -> askPin("Welcome. Please enter your PIN.", 1);
      case SmaEvent.ActionSuccessful done when done.action().is("SpeakAndGetDigits") ->
          done.call().attribute("Step").equals("menu")
              ? choose(done.action().receivedDigits())
              : checkPin(done.call(), done.action().receivedDigits());
      case SmaEvent.ActionSuccessful done -> SmaResponse.none();
      case SmaEvent.ActionFailed failed ->
          goodbye("We did not understand that. Please call again. Goodbye.");
      default -> SmaResponse.none();
    };
  }

  private static SmaResponse askPin(String words, int tries) {
    return SmaResponse.of(SmaAction.ask(words, "Four digits, please.", DigitRules.exactly(4)))
        .attributes(Map.of("Step", "pin", "Tries", tries));
  }

  private SmaResponse checkPin(CallDetails call, String digits) {
    if (matches(digits)) {
      return menu("Thank you.");
    }
    long tries = call.attribute("Tries", 1);
    return tries < TRIES
        ? askPin("That is not the PIN. Please try again.", (int) tries + 1)
        : goodbye("That is not the PIN either. Goodbye.");
  }

  /** Takes as long for a wrong PIN as for the right one. */
  private boolean matches(String digits) {
    return MessageDigest.isEqual(
        digits.getBytes(StandardCharsets.UTF_8), pin.getBytes(StandardCharsets.UTF_8));
  }

  private static SmaResponse menu(String words) {
    return SmaResponse.of(
            SmaAction.ask(
                words + " For our opening hours press 1. For our address press 2. To end press 9.",
                "Press 1, 2 or 9, please.",
                DigitRules.oneOf("129")))
        .attributes(Map.of("Step", "menu"));
  }

  private static SmaResponse choose(String key) {
    return switch (key) {
      case "1" -> menu("We are open from nine to five.");
      case "2" -> menu("You find us at one Main Street.");
      default -> goodbye("Goodbye.");
    };
  }

  private static SmaResponse goodbye(String words) {
    return SmaResponse.of(SmaAction.speak(words), SmaAction.hangup());
  }
}
