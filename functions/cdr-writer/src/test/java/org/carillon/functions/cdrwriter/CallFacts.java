package org.carillon.functions.cdrwriter;

import java.time.Instant;
import java.util.Optional;
import org.carillon.core.records.CallDirection;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallFact.CallAnswered;
import org.carillon.core.records.CallFact.CallEnded;
import org.carillon.core.records.CallFact.CallStarted;
import org.carillon.core.records.CallStatus;

/** The facts of one call, for tests. */
record CallFacts(String transactionId, String nodeId) {

  static final String APPLICATION = "aaaaaaaa-0000-4000-8000-000000000001";
  static final Instant START = Instant.parse("2025-03-01T17:10:00.020Z");

  CallFact started() {
    return new CallStarted(
        transactionId,
        nodeId,
        START,
        "cccccccc-0000-4000-8000-00000000000a",
        "a84b4c76e66710@127.0.0.1",
        CallDirection.INBOUND,
        "+12065550199",
        "+12065550100",
        Optional.of("99999999-2222-4333-8444-555555555555"),
        Optional.of(APPLICATION),
        CallFact.TrunkUse.NONE);
  }

  CallFact answered() {
    return new CallAnswered(transactionId, nodeId, START.plusMillis(1480));
  }

  CallFact ended() {
    return new CallEnded(
        transactionId,
        nodeId,
        START.plusMillis(5230),
        CallStatus.COMPLETED,
        0,
        "OK",
        Optional.of(START.plusMillis(1480)),
        Optional.of(APPLICATION),
        Optional.empty());
  }
}
