package org.carillon.core.porting;

import java.util.EnumSet;
import java.util.Set;

/** How a request for international numbers stands (N4). */
enum InternationalStatus {
  /** Asked for; the operator has not looked at it. */
  SUBMITTED,
  /** The operator waits for documents. */
  PENDING_DOCUMENTS,
  /** The operator looks at the documents. */
  IN_REVIEW,
  /** Granted; the numbers are to be delivered. */
  APPROVED,
  /** All numbers are in the inventory. */
  DELIVERED,
  /** Refused. */
  REJECTED,
  /** Withdrawn. */
  CANCELLED;

  /** What it can become by the operator's word; DELIVERED comes by delivery alone. */
  Set<InternationalStatus> next() {
    return switch (this) {
      case SUBMITTED -> EnumSet.of(PENDING_DOCUMENTS, IN_REVIEW, APPROVED, REJECTED, CANCELLED);
      case PENDING_DOCUMENTS -> EnumSet.of(IN_REVIEW, REJECTED, CANCELLED);
      case IN_REVIEW -> EnumSet.of(PENDING_DOCUMENTS, APPROVED, REJECTED, CANCELLED);
      case APPROVED -> EnumSet.of(PENDING_DOCUMENTS, REJECTED, CANCELLED);
      case DELIVERED, REJECTED, CANCELLED -> EnumSet.noneOf(InternationalStatus.class);
    };
  }
}
