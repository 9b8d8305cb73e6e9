package org.carillon.core.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.carillon.core.records.CallDirection;
import org.carillon.core.records.CallFact.CallEnded;
import org.carillon.core.records.CallStatus;
import org.carillon.core.routing.RejectReason;
import org.carillon.core.routing.RouteDecision.Reject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which ends say that nobody was called (N12). */
class NobodyCalledTest {

  private static final Instant NOON = Instant.parse("2025-01-31T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "503, No media port was free",
    "503, The configuration could not be read",
    "500, Routing failed",
    "483, The call went in a circle",
    "488, No common codec",
    "400, No common codec: the line 3 is no session description"
  })
  void aCallThatWeRefusedCalledNobody(int status, String reason) {
    assertThat(NobodyCalled.saysEnd(end(status, reason, Optional.empty()))).isTrue();
  }

  @Test
  void noCallThatRoutingRefusedCalledAnybody() {
    assertThat(
            Stream.of(RejectReason.values())
                .map(reason -> reason.reject("it", CallDirection.OUTBOUND, Optional.empty())))
        .allMatch(NobodyCalledTest::isOfNobody);
  }

  private static boolean isOfNobody(Reject reject) {
    return NobodyCalled.saysEnd(end(reject.sipStatus(), reject.cdrReason(), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "486, 486 Busy Here",
    "488, 488 Not Acceptable Here",
    "502, 407 Proxy Authentication Required",
    "408, 408 Request Timeout",
    "487, The caller hung up before the call was answered",
    "480, The callee did not answer",
    "0, The media node was lost during the call"
  })
  void aCallThatWasNotTakenCalledSomebody(int status, String reason) {
    assertThat(NobodyCalled.saysEnd(end(status, reason, Optional.empty()))).isFalse();
  }

  @Test
  void anAnsweredCallCalledSomebodyHoweverItEnds() {
    assertThat(NobodyCalled.saysEnd(end(503, "No media", Optional.of(NOON)))).isFalse();
  }

  private static CallEnded end(int status, String reason, Optional<Instant> answeredAt) {
    return new CallEnded(
        "3f2b1a52-7b5c-4b0b-9f43-3a6a5d2d7b10",
        "node",
        NOON,
        CallStatus.FAILED,
        status,
        reason,
        answeredAt,
        Optional.empty(),
        Optional.empty());
  }
}
