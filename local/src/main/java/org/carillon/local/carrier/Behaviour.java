package org.carillon.local.carrier;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.media.sip.message.SipUri;

/** What the simulated carrier does with a call: the table of design section 6. */
enum Behaviour {
  /** 81: answers and echoes the audio. */
  ECHO(200),
  /** 82: busy. */
  BUSY(486),
  /** 83: rings and never answers. */
  RING(180),
  /** 84: declines everywhere. */
  DECLINE(603),
  /** 85: a carrier that fails, so that the next one is tried. */
  UNAVAILABLE(503),
  /** 86: ringing tone as early media, then an answer. */
  EARLY_MEDIA(183),
  /** 87: answers and presses keys. */
  SEND_DIGITS(200),
  /** 88: answers and hangs up soon. */
  HANG_UP(200),
  /** 89: never answers a packet. */
  SILENT(0),
  /** 90: answers, holds, resumes. */
  HOLD(200),
  /** 91: answers and turns the call into a fax. */
  FAX(200),
  /** Every other number: answers and talks. */
  TALK(200),
  /** 911, and 933 that tries it: answers and says what it was told. */
  EMERGENCY(200),
  /** 1400 to 1699: refused with the status of the number, {@link #chosenStatus}. */
  REJECT(0),
  /** What is called is no number. */
  NO_NUMBER(404);

  private static final Set<String> EMERGENCY_NUMBERS = Set.of("911", "933");

  /** The end of a number that chooses a final status which is a refusal (RFC 3261 section 21). */
  private static final Pattern CHOSEN = Pattern.compile("\\+?[0-9]*1([4-6][0-9]{2})");

  private final int status;

  Behaviour(int status) {
    this.status = status;
  }

  /** The first SIP status that tells this behaviour; 0 for none at all, or for no fixed one. */
  int status() {
    return status;
  }

  /**
   * The status that a number of {@link #REJECT} chooses, 400 to 699.
   *
   * @throws IllegalArgumentException when the called number chooses none
   */
  static int chosenStatus(SipUri called) {
    Matcher chosen = CHOSEN.matcher(number(called));
    if (!chosen.matches()) {
      throw new IllegalArgumentException("no status is chosen by " + called);
    }
    return Integer.parseInt(chosen.group(1));
  }

  /** By the called number; separators of RFC 3966 between its digits do not count. */
  static Behaviour of(SipUri called) {
    String number = number(called);
    if (!number.matches("\\+?[0-9]{2,15}")) {
      return NO_NUMBER;
    }
    if (EMERGENCY_NUMBERS.contains(number.replace("+", ""))) {
      return EMERGENCY;
    }
    if (CHOSEN.matcher(number).matches()) {
      return REJECT;
    }
    return switch (number.substring(number.length() - 2)) {
      case "81" -> ECHO;
      case "82" -> BUSY;
      case "83" -> RING;
      case "84" -> DECLINE;
      case "85" -> UNAVAILABLE;
      case "86" -> EARLY_MEDIA;
      case "87" -> SEND_DIGITS;
      case "88" -> HANG_UP;
      case "89" -> SILENT;
      case "90" -> HOLD;
      case "91" -> FAX;
      default -> TALK;
    };
  }

  private static String number(SipUri called) {
    return called.user().orElse("").replaceAll("[-.() ]", "");
  }
}
