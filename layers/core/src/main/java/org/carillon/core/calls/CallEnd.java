package org.carillon.core.calls;

import org.carillon.core.records.CallStatus;

/**
 * How a call ended, for its {@link org.carillon.core.records.CallFact.CallEnded}.
 *
 * @param status the record's {@code Status}
 * @param sipStatus 0 for a BYE in an answered call, else the final status
 * @param reason the record's {@code StatusMessage}
 */
public record CallEnd(CallStatus status, int sipStatus, String reason) {}
