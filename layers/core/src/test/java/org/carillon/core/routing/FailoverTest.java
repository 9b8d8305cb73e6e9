package org.carillon.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.carillon.core.routing.Failover.Next;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried when a target did not take a call (V3, V6). */
class FailoverTest {
  private static final TrunkTarget FIRST = target("first.example.com");
  private static final TrunkTarget SECOND = target("second.example.com");

  @ParameterizedTest
  @ValueSource(ints = {408, 500, 502, 503, 504, 580, 401, 407})
  void whatIsTheTargetsFaultIsTriedElsewhere(int status) {
    Failover failover = new Failover(List.of(FIRST, SECOND));

    assertThat(failover.after(status, "no")).isEqualTo(new Next.Try(SECOND));
    assertThat(failover.hasNext()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 410, 480, 486, 488, 600, 603})
  void whatIsSaidOfTheCallItselfIsTheCallers(int status) {
    Failover failover = new Failover(List.of(FIRST, SECOND));

    assertThat(failover.after(status, "No")).isEqualTo(new Next.GiveUp(status, status + " No"));
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 403, 404, 480, 486, 488, 503, 600, 603})
  void aCallForHelpGoesOnAfterAnyRefusal(int status) {
    Failover failover = new Failover(List.of(FIRST, SECOND), target -> false, true);

    assertThat(failover.after(status, "No")).isEqualTo(new Next.Try(SECOND));
    assertThat(failover.after(403, "No")).isEqualTo(new Next.GiveUp(403, "403 No"));
  }

  @ParameterizedTest
  @CsvSource({"503,503", "408,408", "407,502", "401,502", "302,480", "486,486"})
  void theLastTargetsAnswerIsTold(int status, int told) {
    Failover failover = new Failover(List.of(FIRST));

    assertThat(failover.after(status, "No")).isEqualTo(new Next.GiveUp(told, status + " No"));
  }

  @Test
  void aCallThatRangAndWasNotTakenIsOver() {
    assertThat(Failover.unanswered()).isEqualTo(new Next.GiveUp(408, "408 Request Timeout"));
  }

  @Test
  void itStartsWithTheFirst() {
    Failover failover = new Failover(List.of(FIRST, SECOND));

    assertThat(failover.first()).isEqualTo(FIRST);
    assertThat(failover.hasNext()).isTrue();
  }

  @Test
  void aTargetThatIsOutIsTriedLast() {
    Failover failover = new Failover(List.of(FIRST, SECOND), FIRST::equals, false);

    assertThat(failover.first()).isEqualTo(SECOND);
    assertThat(failover.after(503, "no")).isEqualTo(new Next.Try(FIRST));
  }

  @Test
  void aNodeOfAnotherRegionThatTrustsUsNotIsPassedBy() {
    TrunkTarget node = target(TrunkTarget.Kind.REGION_NODE, "node.example.com");

    assertThat(new Failover(List.of(node, SECOND)).after(403, "No"))
        .isEqualTo(new Next.Try(SECOND));
    assertThat(new Failover(List.of(node, SECOND)).after(503, "No"))
        .isEqualTo(new Next.Try(SECOND));
    assertThat(new Failover(List.of(node, SECOND)).after(486, "No"))
        .isEqualTo(new Next.GiveUp(486, "486 No"));
  }

  private static TrunkTarget target(String host) {
    return target(TrunkTarget.Kind.CONNECTOR_HOST, host);
  }

  private static TrunkTarget target(TrunkTarget.Kind kind, String host) {
    return new TrunkTarget(
        kind,
        "abcdefghijklmnopqrstuv",
        Optional.of("us-east-1"),
        host,
        5060,
        "UDP",
        Optional.empty(),
        Optional.empty(),
        false);
  }
}
