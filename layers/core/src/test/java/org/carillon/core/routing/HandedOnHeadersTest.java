package org.carillon.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.records.CallDirection;
import org.junit.jupiter.api.Test;

/** Which of a caller's own headers go on to the far side of a trunk (V2, V3, V13). */
class HandedOnHeadersTest {
  private static final TrunkTarget HOST =
      new TrunkTarget(
          TrunkTarget.Kind.CONNECTOR_HOST,
          "abcdefghijklmnopqrstuv",
          Optional.empty(),
          "pbx.example.com",
          5060,
          "UDP",
          Optional.empty(),
          Optional.empty(),
          false);
  private static final Map<String, String> HEADERS =
      Map.of(
          "X-Account", "4711",
          "User-to-User", "56a390f3d2b7310023a2",
          "Diversion", "<sip:+12065550123@example.com>;reason=no-answer",
          "Subject", "not ours to hand on");

  @Test
  void theCustomersOwnGoOn() {
    assertThat(CustomSipHeaders.handedOn(HEADERS, way("+12065550100", Map.of(), "")))
        .containsOnlyKeys("X-Account", "User-to-User", "Diversion");
  }

  @Test
  void ofAHiddenCallerNobodyLearnsWhoHadTheCallBefore() {
    assertThat(CustomSipHeaders.handedOn(HEADERS, way("+12065550100", Map.of("Privacy", "id"), "")))
        .containsOnlyKeys("X-Account", "User-to-User");
    assertThat(CustomSipHeaders.handedOn(HEADERS, way("", Map.of(), "")))
        .containsOnlyKeys("X-Account", "User-to-User");
  }

  @Test
  void ofAMaskedCallNoneDoes() {
    assertThat(CustomSipHeaders.handedOn(HEADERS, way("+12065550100", Map.of(), "a session")))
        .isEmpty();
  }

  private static RouteDecision.ToTrunk way(
      String from, Map<String, String> headers, String proxySession) {
    return new RouteDecision.ToTrunk(
        CallDirection.OUTBOUND,
        "abcdefghijklmnopqrstuv",
        List.of(HOST),
        from,
        "",
        "+12065550101",
        Optional.of(proxySession).filter(id -> !id.isEmpty()),
        false,
        Optional.empty(),
        headers,
        Optional.empty());
  }
}
