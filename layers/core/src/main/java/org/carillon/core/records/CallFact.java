package org.carillon.core.records;

import java.time.Instant;
import java.util.Optional;
import org.carillon.core.Ids;
import org.carillon.core.documents.DocumentException;
import org.carillon.core.ports.StreamRecord;

/**
 * Something that is known of a call. Facts go to the event stream with the transaction id as key;
 * {@link CallRecords} folds them into one record. Each kind comes at most once per call, so its
 * stream record's id is the transaction id and the kind.
 *
 * <p>Transaction and application ids must be GUIDs, since they become parts of object keys; texts
 * that came from a peer are cut to {@value #MAX_TEXT} characters.
 */
public sealed interface CallFact {

  /** Longest text of a fact, in characters. */
  int MAX_TEXT = 256;

  /** The call it is about; of a second leg the leg's own id, see {@link CallStarted}. */
  String transactionId();

  /** The incarnation of the media node that owns the call: a new id at each start of a node. */
  String nodeId();

  /** When it happened. */
  Instant at();

  /**
   * An INVITE was accepted for a decision; reported for refused calls too.
   *
   * @param callId the first leg's id
   * @param sipCallId the INVITE's Call-ID header
   * @param direction seen from the account
   * @param from the caller
   * @param to the called number
   * @param sipRuleId the rule that matched
   * @param applicationId the SIP media application that got the call
   * @param trunk the Voice Connector it belongs to, and how it came in there
   * @param ofTransaction set for a second leg that an application called: the transaction of the
   *     call. The leg has facts and a record of its own, under its call id as transaction id
   */
  record CallStarted(
      String transactionId,
      String nodeId,
      Instant at,
      String callId,
      String sipCallId,
      CallDirection direction,
      String from,
      String to,
      Optional<String> sipRuleId,
      Optional<String> applicationId,
      TrunkUse trunk,
      Optional<String> ofTransaction)
      implements CallFact {
    public CallStarted {
      requireGuid(transactionId);
      ofTransaction.ifPresent(CallFact::requireGuid);
      applicationId.ifPresent(CallFact::requireGuid);
      sipCallId = cut(sipCallId);
      from = cut(from);
      to = cut(to);
    }

    /** The start of a call's first leg. */
    public CallStarted(
        String transactionId,
        String nodeId,
        Instant at,
        String callId,
        String sipCallId,
        CallDirection direction,
        String from,
        String to,
        Optional<String> sipRuleId,
        Optional<String> applicationId,
        TrunkUse trunk) {
      this(
          transactionId,
          nodeId,
          at,
          callId,
          sipCallId,
          direction,
          from,
          to,
          sipRuleId,
          applicationId,
          trunk,
          Optional.empty());
    }

    /** The transaction that the function and the record know it by. */
    public String transaction() {
      return ofTransaction.orElse(transactionId);
    }
  }

  /**
   * A call's way through a Voice Connector.
   *
   * @param voiceConnectorId empty for a call between the telephone network and an application
   * @param sipAuthUser the user name whose digest was right
   * @param proxySessionId the proxy session whose numbers it used (V13)
   */
  record TrunkUse(
      Optional<String> voiceConnectorId,
      Optional<String> sipAuthUser,
      Optional<String> proxySessionId) {
    /** No connector. */
    public static final TrunkUse NONE =
        new TrunkUse(Optional.empty(), Optional.empty(), Optional.empty());

    public TrunkUse {
      sipAuthUser = sipAuthUser.map(CallFact::cut);
    }
  }

  /** The call was answered: from here on it is billed. */
  record CallAnswered(String transactionId, String nodeId, Instant at) implements CallFact {
    public CallAnswered {
      requireGuid(transactionId);
    }
  }

  /**
   * The call is over.
   *
   * @param status how
   * @param sipStatus 0 for a BYE in an answered call, else the final status
   * @param reason the record's {@code StatusMessage}
   * @param answeredAt when it was answered, so that a late {@link CallAnswered} changes nothing
   * @param applicationId the application that had the call at its end, after any failover
   * @param voiceConnectorId the connector that had the call at its end, after any failover of its
   *     group
   * @param voiceFocusSeconds how long VoiceFocus was on for the leg
   */
  record CallEnded(
      String transactionId,
      String nodeId,
      Instant at,
      CallStatus status,
      int sipStatus,
      String reason,
      Optional<Instant> answeredAt,
      Optional<String> applicationId,
      Optional<String> voiceConnectorId,
      int voiceFocusSeconds)
      implements CallFact {
    public CallEnded {
      requireGuid(transactionId);
      applicationId.ifPresent(CallFact::requireGuid);
      reason = cut(reason);
    }

    /** Of a leg without VoiceFocus. */
    public CallEnded(
        String transactionId,
        String nodeId,
        Instant at,
        CallStatus status,
        int sipStatus,
        String reason,
        Optional<Instant> answeredAt,
        Optional<String> applicationId,
        Optional<String> voiceConnectorId) {
      this(
          transactionId,
          nodeId,
          at,
          status,
          sipStatus,
          reason,
          answeredAt,
          applicationId,
          voiceConnectorId,
          0);
    }
  }

  /** This fact for the event stream. */
  default StreamRecord toRecord() {
    return CallFactDocuments.toRecord(this);
  }

  /**
   * The fact in a record of the event stream.
   *
   * @throws org.carillon.core.documents.DocumentException when it holds none, or a broken one
   */
  static CallFact fromRecord(StreamRecord entry) {
    return CallFactDocuments.fromRecord(entry);
  }

  private static void requireGuid(String id) {
    if (!Ids.isGuid(id)) {
      throw new DocumentException("Transaction and application ids of call facts must be GUIDs.");
    }
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }
}
