package org.carillon.local.carrier;

import java.util.Optional;
import org.carillon.core.emergency.CivicLocation;
import org.carillon.core.emergency.PidfLo;
import org.carillon.media.sip.message.MediaType;
import org.carillon.media.sip.message.Multipart;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipParseException;
import org.carillon.media.sip.message.SipRequest;

/** What the simulated carrier says to a caller of 911 or 933: what it was told of him. */
final class EmergencyNotice {
  /** A synthesiser takes a thousand characters. */
  private static final int LONGEST = 900;

  private static final String LOCATION = "application/pidf+xml";

  private EmergencyNotice() {}

  static String of(SipRequest invite) {
    String text =
        "You called %s. Your number is %s. %s"
            .formatted(
                digits(invite.requestUri().user().orElse("")),
                digits(invite.from().uri().user().orElse("not known")),
                document(invite)
                    .map(EmergencyNotice::place)
                    .orElse("No location came with your call."));
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  /** A number is said digit by digit. */
  private static String digits(String number) {
    return number.matches("\\+?[0-9]+")
        ? String.join(" ", number.replace("+", "").split(""))
        : number;
  }

  private static Optional<SipBody> document(SipRequest invite) {
    Optional<SipBody> body = invite.body();
    if (body.isEmpty() || !Multipart.isMultipart(body.get())) {
      return body.filter(only -> MediaType.essence(only.contentType()).equals(LOCATION));
    }
    try {
      return Multipart.parse(body.get()).first(LOCATION);
    } catch (SipParseException e) {
      return Optional.empty();
    }
  }

  private static String place(SipBody document) {
    return PidfLo.parse(document.text())
        .map(
            found ->
                found
                    .civic()
                    .map(CivicLocation::line)
                    .or(found::point)
                    .map(line -> "Your location is " + line + ".")
                    .orElse(""))
        .orElse("A location came with your call, and cannot be read.");
  }
}
