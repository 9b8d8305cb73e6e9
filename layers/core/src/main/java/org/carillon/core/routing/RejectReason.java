package org.carillon.core.routing;

import java.util.Optional;
import org.carillon.core.records.CallDirection;
import org.carillon.core.routing.RouteDecision.Reject;

/**
 * The table of what routing refuses: SIP status, reason phrase and CDR reason of each (RFC 3261
 * section 21.4). The advice of each goes to the log and has one place for the number or id.
 *
 * <p>404 tells a carrier that no retry helps; 480 tells it that the number exists and may work
 * again. Nothing here is 5xx or 6xx: a 5xx makes a carrier try its next route, which ends here
 * again, and a 6xx speaks for every place the callee could be.
 */
public enum RejectReason {
  /** The request URI's user part is no E.164 number. */
  NOT_E164(
      404,
      "Not Found",
      "The called number is not an E.164 number",
      "The called number '%s' is not an E.164 number. Dial + and the country code, as in"
          + " sip:+12065550100@host."),

  /** The account has no such number. */
  UNKNOWN_NUMBER(
      404,
      "Not Found",
      "The called number is not in the inventory",
      "The called number %s is not in this account's inventory. Order it with"
          + " create-phone-number-order, then make a SIP rule with it."),

  /** The number is there and no rule names it. */
  NO_RULE(
      404,
      "Not Found",
      "No SIP rule for the called number",
      "No SIP rule has %s as its trigger. Make one with create-sip-rule --trigger-type"
          + " ToPhoneNumber --trigger-value THE_NUMBER."),

  /** The only rules on the number are disabled. */
  RULE_DISABLED(
      480,
      "Temporarily Unavailable",
      "The SIP rule is disabled",
      "The SIP rule of %s is disabled. Enable it with update-sip-rule --no-disabled."),

  /** The rule's applications are gone. */
  NO_APPLICATION(
      480,
      "Temporarily Unavailable",
      "The SIP rule names no existing SIP media application",
      "The SIP rule of %s names no SIP media application that exists. Give it one with"
          + " update-sip-rule --target-applications.");

  private final int sipStatus;
  private final String reasonPhrase;
  private final String cdrReason;
  private final String advice;

  RejectReason(int sipStatus, String reasonPhrase, String cdrReason, String advice) {
    this.sipStatus = sipStatus;
    this.reasonPhrase = reasonPhrase;
    this.cdrReason = cdrReason;
    this.advice = advice;
  }

  /** The SIP status code it is answered with. */
  public int sipStatus() {
    return sipStatus;
  }

  /** The refusal of a call that came in from the telephone network. */
  public Reject reject(String number) {
    return reject(number, CallDirection.INBOUND, Optional.empty());
  }

  /**
   * The refusal.
   *
   * @param about the number or id that the advice names
   * @param voiceConnectorId the connector whose rule it is
   */
  public Reject reject(String about, CallDirection direction, Optional<String> voiceConnectorId) {
    return new Reject(
        this,
        sipStatus,
        reasonPhrase,
        cdrReason,
        advice.formatted(about),
        direction,
        voiceConnectorId);
  }
}
