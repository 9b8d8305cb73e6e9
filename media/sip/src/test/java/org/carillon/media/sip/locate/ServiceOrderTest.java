package org.carillon.media.sip.locate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Priorities and weights (RFC 2782). */
class ServiceOrderTest {
  private static DnsData.Service service(int priority, int weight, String target) {
    return new DnsData.Service(priority, weight, 5060, target);
  }

  @Test
  void lowerPriorityComesFirstWhateverTheWeight() {
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      assertThat(
              ServiceOrder.of(
                  List.of(service(20, 65535, "c"), service(10, 0, "a"), service(15, 65535, "b")),
                  random))
          .extracting(DnsData.Service::target)
          .containsExactly("a", "b", "c");
    }
  }

  @Test
  void equalsComeFirstAsOftenAsTheirWeightSays() {
    Random random = new Random(7);
    Map<String, Integer> first = new HashMap<>();
    int draws = 20_000;
    for (int i = 0; i < draws; i++) {
      List<DnsData.Service> ordered =
          ServiceOrder.of(
              List.of(
                  service(1, 60, "a"),
                  service(1, 30, "b"),
                  service(1, 10, "c"),
                  service(1, 0, "zero")),
              random);
      assertThat(ordered).hasSize(4);
      first.merge(ordered.getFirst().target(), 1, Integer::sum);
    }

    assertThat(first.get("a")).isCloseTo(draws * 60 / 101, within(draws / 50));
    assertThat(first.get("b")).isCloseTo(draws * 30 / 101, within(draws / 50));
    assertThat(first.get("c")).isCloseTo(draws * 10 / 101, within(draws / 50));
    assertThat(first.get("zero")).isBetween(1, draws / 25);
  }

  @Test
  void withoutWeightsNoneIsLost() {
    assertThat(
            ServiceOrder.of(
                List.of(service(1, 0, "a"), service(1, 0, "b"), service(0, 0, "c")), new Random(3)))
        .extracting(DnsData.Service::target)
        .containsExactlyInAnyOrder("a", "b", "c")
        .startsWith("c");
  }
}
