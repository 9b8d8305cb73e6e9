package org.carillon.core.metrics;

/** What a metric's values count, in CloudWatch's words. */
public enum MetricUnit {
  COUNT("Count", "count"),
  MICROSECONDS("Microseconds", "microseconds"),
  /** A score between 1.0 and 4.4, for which CloudWatch has no unit. */
  SCORE("None", "score 1.0 to 4.4");

  private final String wireName;
  private final String words;

  MetricUnit(String wireName, String words) {
    this.wireName = wireName;
    this.words = words;
  }

  /** CloudWatch's name ({@code MetricDatum.Unit}). */
  public String wireName() {
    return wireName;
  }

  /** For people. */
  public String words() {
    return words;
  }
}
