package org.carillon.core.porting;

import java.util.EnumSet;
import java.util.Set;

/** How a port-out stands (N6). */
enum PortOutStatus {
  /** Asked for by the winning carrier, with the right account and PIN. */
  SUBMITTED,
  /** The operator lets the numbers go. */
  ACCEPTED,
  /** The operator does not. */
  REJECTED,
  /** The winning carrier withdrew it. */
  CANCELLED,
  /** The winning carrier has the numbers. */
  COMPLETED;

  boolean isFinal() {
    return next().isEmpty();
  }

  /** What it can become. */
  Set<PortOutStatus> next() {
    return switch (this) {
      case SUBMITTED -> EnumSet.of(ACCEPTED, REJECTED, CANCELLED);
      case ACCEPTED -> EnumSet.of(COMPLETED, REJECTED, CANCELLED);
      case REJECTED, CANCELLED, COMPLETED -> EnumSet.noneOf(PortOutStatus.class);
    };
  }
}
