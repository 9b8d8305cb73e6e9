package org.carillon.local.carrier;

import java.util.Set;
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
  /** What is called is no number. */
  NO_NUMBER(404);

  private static final Set<String> EMERGENCY_NUMBERS = Set.of("911", "933");

  private final int status;

  Behaviour(int status) {
    this.status = status;
  }

  /** The first SIP status that tells this behaviour; 0 for none at all. */
  int status() {
    return status;
  }

  /** By the called number; separators of RFC 3966 between its digits do not count. */
  static Behaviour of(SipUri called) {
    String number = called.user().orElse("").replaceAll("[-.() ]", "");
    if (!number.matches("\\+?[0-9]{2,15}")) {
      return NO_NUMBER;
    }
    if (EMERGENCY_NUMBERS.contains(number.replace("+", ""))) {
      return EMERGENCY;
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
}
