package org.carillon.core.routing;

import java.util.Optional;
import org.carillon.core.records.CallDirection;
import org.carillon.core.routing.RouteDecision.Reject;

/**
 * The table of what routing refuses: SIP status, reason phrase and CDR reason of each (RFC 3261
 * section 21.4). The advice of each goes to the log and has one place for the number or id.
 *
 * <p>404 tells a carrier that no retry helps; 480 tells it that the number exists and may work
 * again. No call in is refused with 5xx or 6xx for what it is: a 5xx makes a carrier try its next
 * route, which ends here again, and a 6xx speaks for every place the callee could be. A call that
 * finds no room on this node gets 503, since another one may have some, and so does a call out that
 * is too much or finds no carrier: the caller's own equipment may have another trunk. Statuses that
 * are the same have their own reason phrases, but where they would tell a stranger what is there:
 * 404, 480 of an inbound number and the 403 of an unknown source. Each has its own CDR reason, and
 * its name is its own in the metric of refused calls.
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
      "No SIP rule has %s as its trigger, and no Voice Connector or group has it. Make a rule"
          + " with create-sip-rule --trigger-type ToPhoneNumber --trigger-value THE_NUMBER, or"
          + " assign it with associate-phone-numbers-with-voice-connector."),

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
          + " update-sip-rule --target-applications."),

  /** A stranger's call for a host that is no connector's. */
  UNKNOWN_SOURCE(
      403,
      "Forbidden",
      "The call came from an address that is no carrier's",
      "A call came from %s, which is no carrier's address, and not for a Voice Connector's host"
          + " name. If it is a carrier, name the address with scripts/carillon carriers."),

  /** Another region's node hands over a call that cannot go on from here (V6). */
  HAND_OVER_FAILED(
      503,
      "Hand-Over Failed",
      "The call that another region handed over could not go on",
      "Another region handed over a call for Voice Connector %s, which cannot go on from here: the"
          + " called number is not its number here, it has no origination here, or the table was"
          + " busy. That region's node tries its hosts itself. If it stays so, compare the"
          + " configuration of both regions."),

  /** The number's connectors take no calls in, or have no hosts (V3). */
  NO_ORIGINATION(
      480,
      "Origination Disabled",
      "No origination route for the called number",
      "No Voice Connector of %s has origination enabled with a route. Put one with"
          + " put-voice-connector-origination."),

  /** The caller's proxy session on this number is over, and there is no number to fall back on. */
  PROXY_SESSION_OVER(
      410,
      "Gone",
      "The proxy session is closed",
      "The caller's proxy session on %s is closed. To send such calls elsewhere set"
          + " FallBackPhoneNumber with put-voice-connector-proxy."),

  /** The proxy session is for messages only (V13). */
  PROXY_SESSION_WITHOUT_VOICE(
      405,
      "Voice Not In Session",
      "The proxy session carries no voice",
      "The caller's proxy session on %s has no Voice among its capabilities. Add it with"
          + " update-proxy-session."),

  /** The connector makes no calls out (V2). */
  TERMINATION_DISABLED(
      480,
      "Termination Disabled",
      "Termination is not enabled",
      "Voice Connector %s has no termination, or it is disabled. Enable it with"
          + " put-voice-connector-termination."),

  /** The caller's address is not in the connector's allow-list (V2). */
  SOURCE_NOT_ALLOWED(
      403,
      "Source Address Not Allowed",
      "The source address is not in the allowed hosts",
      "%s is not in the CidrAllowedList of the Voice Connector's termination. Add its block with"
          + " put-voice-connector-termination, or give the Voice Connector credentials and an empty"
          + " list to allow every address that knows one."),

  /** The digest was of a user whom the connector does not have any more. */
  UNKNOWN_USER(
      403,
      "Credentials Not Accepted",
      "The user name is not one of the termination credentials",
      "The user %s is not one of the Voice Connector's termination credentials. Put it with"
          + " put-voice-connector-termination-credentials."),

  /** A digest that the password does not make (V2). */
  WRONG_CREDENTIALS(
      403,
      "Wrong Credentials",
      "The credentials are wrong",
      "The caller at %s gave a wrong password. Look at the Voice Connector's termination"
          + " credentials."),

  /** An answer to a challenge that is none (RFC 7616). */
  BROKEN_CREDENTIALS(
      400,
      "Bad Credentials",
      "The credentials are broken",
      "The caller at %s sent a Proxy-Authorization that cannot be read."),

  /** So many wrong digests that its address waits (V2). */
  TOO_MANY_WRONG_CREDENTIALS(
      403,
      "Too Many Wrong Credentials",
      "Too many wrong credentials from this address",
      "%s has given so many wrong passwords that it has to wait."),

  /** A call in clear on a connector that requires encryption (V4). */
  ENCRYPTION_REQUIRED(
      488,
      "Encryption Required",
      "The call is not encrypted",
      "Voice Connector %s requires encryption: send calls over TLS (port 5061) and offer SRTP"
          + " (RTP/SAVP with a=crypto)."),

  /** Over the connector's calls per second (V2). */
  TOO_MANY_CALLS(
      503,
      "Calls Per Second Exceeded",
      "Over the calls per second of the Voice Connector",
      "Voice Connector %s makes more calls per second than its CpsLimit. Raise it with"
          + " put-voice-connector-termination."),

  /** Over the quota of calls of one connector (O8). */
  TOO_MANY_CALLS_AT_ONCE(
      503,
      "Too Many Calls Of Voice Connector",
      "Over the quota of active calls of the Voice Connector",
      "Voice Connector %s has as many calls as the quota CallsPerVoiceConnector allows on one"
          + " node. Raise it with: scripts/carillon quotas set CallsPerVoiceConnector NUMBER"),

  /** Over the quota of calls of the account (O8). */
  TOO_MANY_CALLS_OF_ACCOUNT(
      503,
      "Too Many Calls Of Account",
      "Over the quota of active calls of the account",
      "A call of Voice Connector %s is one more than the quota Calls allows on one node. Raise it"
          + " with: scripts/carillon quotas set Calls NUMBER"),

  /** The media node has as many calls as it takes, or writes down no more, or is stopping. */
  NODE_FULL(
      503,
      "Node Takes No More Calls",
      "The media node takes no more calls",
      "The call %s came to a node that takes no more. Run more nodes, or find out why the event"
          + " stream is slow."),

  /** The store with the configuration is away, so that nobody knows where the call goes. */
  CONFIGURATION_UNREADABLE(
      503,
      "Configuration Not Readable",
      "The configuration could not be read",
      "The call %s has no way, because the store of the configuration could not be read. The line"
          + " before says why."),

  /** The called country is not in the calling plan (V2). */
  COUNTRY_NOT_ALLOWED(
      403,
      "Country Not In Calling Plan",
      "The called country is not in the calling plan",
      "The country of %s is not in the CallingRegions of the Voice Connector's termination. Add it"
          + " with put-voice-connector-termination."),

  /** The called country takes calls from approved numbers only (N11). */
  CALLER_NOT_APPROVED(
      403,
      "Caller Not Approved For Country",
      "The caller id is not approved for the called country",
      "%s is not approved to call this country. Approve numbers with scripts/carillon"
          + " outbound-restrictions."),

  /** Over the calls a minute that one caller may make to a restricted country (N11). */
  TOO_MANY_CALLS_TO_COUNTRY(
      403,
      "Too Many Calls To Country",
      "Over the calls per minute of one caller id to the called country",
      "%s has called this country five times in a minute. Its carriers block callers who do more,"
          + " so further calls wait for the minute's end."),

  /** The caller id is not a number of the account, and there is no default (V2). */
  CALLER_ID_NOT_OWNED(
      403,
      "Caller ID Not Owned",
      "The caller id is not in the inventory",
      "The caller id '%s' is not an active number of this account's inventory, and the Voice"
          + " Connector's termination has no DefaultPhoneNumber."),

  /** A caller without a number (RFC 5079). */
  ANONYMOUS_CALLER(
      433,
      "Anonymity Disallowed",
      "The caller named no number",
      "An anonymous call (%s) named no number of the account. Send it in P-Asserted-Identity with"
          + " Privacy: id, or set DefaultPhoneNumber with put-voice-connector-termination."),

  /** A transfer to a place that calls of the connector do not go to (RFC 3515). */
  TRANSFER_TARGET_NOT_ALLOWED(
      403,
      "Transfer Target Not Allowed",
      "The transfer goes to a host that is not the Voice Connector's",
      "A transfer to the host '%s' is refused: its Refer-To must be an E.164 number at the Voice"
          + " Connector's outbound host name, or at the address Carillon named in its Contact."),

  /** An application's call to a connector or group that the account does not have (S6). */
  UNKNOWN_CONNECTOR(
      404,
      "Not Found",
      "The account has no such Voice Connector or group",
      "An application called a user of %s, which is no Voice Connector or group of this account."),

  /** An application's call to something that is no SIP URI. */
  NOT_SIP_URI(
      404,
      "Not Found",
      "The called address is not a SIP URI",
      "An application called '%s', which is no SIP URI such as sip:alice@example.com."),

  /** No carrier takes calls to this number. */
  NO_CARRIER(
      503,
      "No Carrier",
      "No carrier takes the called number",
      "No enabled carrier takes outbound calls to %s. Give one the country or a prefix with"
          + " scripts/carillon carriers."),

  /** No carrier at all for a call to emergency services (E3). */
  NO_EMERGENCY_CARRIER(
      503,
      "No Emergency Carrier",
      "No carrier takes emergency calls",
      "A call to %s found no carrier at all. Give one EmergencyCalling with scripts/carillon"
          + " carriers.");

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
        advice.formatted(safe(about)),
        direction,
        voiceConnectorId);
  }

  /** What a stranger sent, made safe for one log line. */
  private static String safe(String text) {
    return text.substring(0, Math.min(64, text.length())).replaceAll("\\p{Cntrl}", "?");
  }
}
