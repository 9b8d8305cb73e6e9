package org.carillon.core.calls;

import org.carillon.core.records.CallStatus;

/**
 * How a call ended, for its {@link org.carillon.core.records.CallFact.CallEnded}.
 *
 * @param status the record's {@code Status}
 * @param sipStatus 0 for a BYE in an answered call, else the final status
 * @param reason the record's {@code StatusMessage}
 */
public record CallEnd(CallStatus status, int sipStatus, String reason) {

  /**
   * The end of a call whose only leg ended.
   *
   * @param answered whether the call was answered
   */
  public static CallEnd of(CallEvent.HungUp hungUp, boolean answered) {
    boolean completed = answered && hungUp.cause().normal();
    return new CallEnd(
        completed ? CallStatus.COMPLETED : CallStatus.FAILED,
        hungUp.sipResponseCode(),
        hungUp.cause().reason(answered));
  }
}
