package org.carillon.media.sip.locate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The order in which servers are tried: lowest priority first, and among equals by chance, each as
 * often as its weight says (RFC 2782).
 */
final class ServiceOrder {
  private ServiceOrder() {}

  static List<DnsData.Service> of(List<DnsData.Service> services, RandomGenerator random) {
    List<DnsData.Service> rest = new ArrayList<>(services);
    // Those of weight 0 first, as the RFC has it: they get a small chance that way.
    rest.sort(
        Comparator.comparingInt(DnsData.Service::priority)
            .thenComparingInt(DnsData.Service::weight));
    List<DnsData.Service> ordered = new ArrayList<>(rest.size());
    while (!rest.isEmpty()) {
      ordered.add(draw(rest, random));
    }
    return ordered;
  }

  private static DnsData.Service draw(List<DnsData.Service> rest, RandomGenerator random) {
    int priority = rest.getFirst().priority();
    int sum = 0;
    for (DnsData.Service service : rest) {
      if (service.priority() == priority) {
        sum += service.weight();
      }
    }
    int drawn = random.nextInt(sum + 1);
    int reached = 0;
    for (int i = 0; i < rest.size(); i++) {
      reached += rest.get(i).weight();
      if (reached >= drawn) {
        return rest.remove(i);
      }
    }
    return rest.removeFirst();
  }
}
