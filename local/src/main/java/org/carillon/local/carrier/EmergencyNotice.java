package org.carillon.local.carrier;

import org.carillon.media.sip.message.SipRequest;

/** What the simulated carrier says to a caller of 911 or 933: what it was told of him. */
final class EmergencyNotice {
  private static final int LONGEST = 900;

  private EmergencyNotice() {}

  static String of(SipRequest invite) {
    StringBuilder text = new StringBuilder("You called ");
    text.append(digits(invite.requestUri().user().orElse("")));
    text.append(". Your number is ");
    text.append(digits(invite.from().uri().user().orElse("not known")));
    text.append(". ");
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text.toString();
  }

  /** A number is said digit by digit. */
  private static String digits(String number) {
    return number.matches("\\+?[0-9]+")
        ? String.join(" ", number.replace("+", "").split(""))
        : number;
  }
}
