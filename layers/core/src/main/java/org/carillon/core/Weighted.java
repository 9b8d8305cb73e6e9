package org.carillon.core;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/** An order of chance with weights, for routes of equal priority. */
public final class Weighted {

  private Weighted() {}

  /**
   * All of them in an order of chance in which each stands first as often as its weight says
   * (Efraimidis and Spirakis, "Weighted random sampling with a reservoir", 2006).
   *
   * @param weight at least 1
   */
  public static <T> List<T> order(List<T> all, ToIntFunction<T> weight, RandomGenerator random) {
    if (all.size() < 2) {
      return all;
    }
    record Drawn<T>(T entry, double key) {}
    return all.stream()
        .map(
            entry ->
                new Drawn<>(entry, -Math.log(1 - random.nextDouble()) / weight.applyAsInt(entry)))
        .sorted(Comparator.comparingDouble(Drawn::key))
        .map(Drawn::entry)
        .toList();
  }
}
