package org.carillon.core.routing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.ports.SealedSecret;
import org.carillon.core.records.CallDirection;

/** Where a call goes. Sealed: a new kind of way makes every place that takes one handle it. */
public sealed interface RouteDecision {

  /** Names the connector that a call comes through to the host that gets it. */
  String CONNECTOR_HEADER = "X-VoiceConnector-ID";

  /**
   * Nowhere: answer the INVITE with this.
   *
   * @param reason which rule refused it
   * @param sipStatus the final response's status code
   * @param reasonPhrase the final response's reason phrase
   * @param cdrReason the call detail record's {@code StatusMessage}
   * @param advice one log line: what happened and what to do about it
   * @param direction seen from the account
   * @param voiceConnectorId the connector whose rule refused it, for its record and metrics
   */
  record Reject(
      RejectReason reason,
      int sipStatus,
      String reasonPhrase,
      String cdrReason,
      String advice,
      CallDirection direction,
      Optional<String> voiceConnectorId)
      implements RouteDecision {}

  /**
   * Nowhere yet: the connector has credentials and the caller must show one of them (V2). The node
   * challenges, and asks again with {@link InviteFacts#authenticatedUser}.
   *
   * @param voiceConnectorId the connector
   * @param realm the challenge's realm (RFC 7616 section 3.3)
   * @param users the user names it knows and their passwords
   */
  record Authenticate(String voiceConnectorId, String realm, Map<String, SealedSecret> users)
      implements RouteDecision {
    public Authenticate {
      users = Map.copyOf(users);
    }
  }

  /**
   * To a connector's hosts or to carriers: the first target that takes it has it (V2, V3, V6, E3).
   *
   * @param direction seen from the account
   * @param voiceConnectorId the connector the call belongs to; of a group, the first that is tried
   * @param targets the places in the order they are tried, at least one
   * @param from the caller's number for the callee, E.164 where one is known; empty for a caller
   *     who named none
   * @param fromName the calling name for the callee, empty for none
   * @param to the called E.164 number (or the emergency number as it was dialled)
   * @param proxySessionId the proxy session whose numbers these are (V13)
   * @param emergency whether it is a call to emergency services: nothing may refuse it (E3)
   * @param attestation how an outbound call is to be signed (N13); empty for none
   * @param headers header fields to add, as {@code X-VoiceConnector-ID}
   * @param location the PIDF-LO document to hand on (E3)
   * @param limits how many calls there may be at once
   */
  record ToTrunk(
      CallDirection direction,
      String voiceConnectorId,
      List<TrunkTarget> targets,
      String from,
      String fromName,
      String to,
      Optional<String> proxySessionId,
      boolean emergency,
      Optional<Attestation> attestation,
      Map<String, String> headers,
      Optional<String> location,
      CallLimits limits)
      implements RouteDecision {

    /** Whether the callee is not to learn who calls (RFC 3323 section 4.1.1.3). */
    public boolean hidesCaller() {
      return from.isEmpty() || headers.containsKey(Callers.PRIVACY);
    }

    /** Without limits. */
    public ToTrunk(
        CallDirection direction,
        String voiceConnectorId,
        List<TrunkTarget> targets,
        String from,
        String fromName,
        String to,
        Optional<String> proxySessionId,
        boolean emergency,
        Optional<Attestation> attestation,
        Map<String, String> headers,
        Optional<String> location) {
      this(
          direction,
          voiceConnectorId,
          targets,
          from,
          fromName,
          to,
          proxySessionId,
          emergency,
          attestation,
          headers,
          location,
          CallLimits.NONE);
    }

    /** The same within these limits; a call to emergency services has none (E3). */
    ToTrunk within(CallLimits most) {
      return emergency
          ? this
          : new ToTrunk(
              direction,
              voiceConnectorId,
              targets,
              from,
              fromName,
              to,
              proxySessionId,
              false,
              attestation,
              headers,
              location,
              most);
    }

    public ToTrunk {
      if (targets.isEmpty()) {
        throw new IllegalArgumentException("a call to a trunk has at least one target");
      }
      targets = List.copyOf(targets);
      headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
  }

  /**
   * To an application (S3).
   *
   * @param ruleId the SIP rule that matched
   * @param targets the applications in the order they are tried, at least one
   * @param from the caller: an E.164 number, or the From user part as it came (cut to 128
   *     characters) when it is none
   * @param to the E.164 number that was called
   * @param sipHeaders the custom headers the application sees
   * @param voiceConnectorId the connector whose host name's rule it is (S2); empty for a rule on a
   *     number
   */
  record ToApplication(
      String ruleId,
      List<RouteTarget> targets,
      String from,
      String to,
      Map<String, String> sipHeaders,
      Optional<String> voiceConnectorId)
      implements RouteDecision {

    /** Of a rule on a number. */
    public ToApplication(
        String ruleId,
        List<RouteTarget> targets,
        String from,
        String to,
        Map<String, String> sipHeaders) {
      this(ruleId, targets, from, to, sipHeaders, Optional.empty());
    }

    public ToApplication {
      if (targets.isEmpty()) {
        throw new IllegalArgumentException("a call to an application has at least one target");
      }
      targets = List.copyOf(targets);
      sipHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(sipHeaders));
    }
  }
}
