package org.carillon.core.records;

import java.time.Instant;
import java.util.Optional;
import org.carillon.core.ports.StreamRecord;

/**
 * Something that is known of a call. Facts go to the event stream with the transaction id as key;
 * {@link CallRecords} folds them into one record. Each kind comes at most once per call, so its
 * stream record's id is the transaction id and the kind.
 */
public sealed interface CallFact {

  /** The call it is about. */
  String transactionId();

  /** The incarnation of the media node that owns the call: a new id at each start of a node. */
  String nodeId();

  /** When it happened. */
  Instant at();

  /**
   * An INVITE was accepted for a decision; reported for refused calls too.
   *
   * @param callId the first leg's id
   * @param sipCallId the INVITE's Call-ID header, at most 256 characters
   * @param direction seen from the account
   * @param from the caller
   * @param to the called number
   * @param sipRuleId the rule that matched
   * @param applicationId the SIP media application that got the call
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
      Optional<String> applicationId)
      implements CallFact {}

  /** The call was answered: from here on it is billed. */
  record CallAnswered(String transactionId, String nodeId, Instant at) implements CallFact {}

  /**
   * The call is over.
   *
   * @param status how
   * @param sipStatus 0 for a BYE in an answered call, else the final status
   * @param reason the record's {@code StatusMessage}
   * @param applicationId the application that had the call at its end, after any failover
   */
  record CallEnded(
      String transactionId,
      String nodeId,
      Instant at,
      CallStatus status,
      int sipStatus,
      String reason,
      Optional<String> applicationId)
      implements CallFact {}

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
}
