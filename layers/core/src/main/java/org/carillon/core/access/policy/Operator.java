package org.carillon.core.access.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The condition operators ("IAM JSON policy elements: condition operators"). A negated one holds
 * when none of the policy's values goes with the request's.
 */
enum Operator {
  STRING_EQUALS("StringEquals", false, text(false, false)),
  STRING_NOT_EQUALS("StringNotEquals", true, text(false, false)),
  STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", false, text(false, true)),
  STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", true, text(false, true)),
  STRING_LIKE("StringLike", false, text(true, false)),
  STRING_NOT_LIKE("StringNotLike", true, text(true, false)),
  NUMERIC_EQUALS("NumericEquals", false, (v, x) -> Comparison.number(v, o -> o == 0)),
  NUMERIC_NOT_EQUALS("NumericNotEquals", true, (v, x) -> Comparison.number(v, o -> o == 0)),
  NUMERIC_LESS_THAN("NumericLessThan", false, (v, x) -> Comparison.number(v, o -> o < 0)),
  NUMERIC_LESS_THAN_EQUALS(
      "NumericLessThanEquals", false, (v, x) -> Comparison.number(v, o -> o <= 0)),
  NUMERIC_GREATER_THAN("NumericGreaterThan", false, (v, x) -> Comparison.number(v, o -> o > 0)),
  NUMERIC_GREATER_THAN_EQUALS(
      "NumericGreaterThanEquals", false, (v, x) -> Comparison.number(v, o -> o >= 0)),
  DATE_EQUALS("DateEquals", false, (v, x) -> Comparison.moment(v, o -> o == 0)),
  DATE_NOT_EQUALS("DateNotEquals", true, (v, x) -> Comparison.moment(v, o -> o == 0)),
  DATE_LESS_THAN("DateLessThan", false, (v, x) -> Comparison.moment(v, o -> o < 0)),
  DATE_LESS_THAN_EQUALS("DateLessThanEquals", false, (v, x) -> Comparison.moment(v, o -> o <= 0)),
  DATE_GREATER_THAN("DateGreaterThan", false, (v, x) -> Comparison.moment(v, o -> o > 0)),
  DATE_GREATER_THAN_EQUALS(
      "DateGreaterThanEquals", false, (v, x) -> Comparison.moment(v, o -> o >= 0)),
  BOOL("Bool", false, (v, x) -> Comparison.flag(v)),
  IP_ADDRESS("IpAddress", false, (v, x) -> Comparison.address(v)),
  NOT_IP_ADDRESS("NotIpAddress", true, (v, x) -> Comparison.address(v)),
  ARN_EQUALS("ArnEquals", false, Comparison::arn),
  ARN_NOT_EQUALS("ArnNotEquals", true, Comparison::arn),
  ARN_LIKE("ArnLike", false, Comparison::arn),
  ARN_NOT_LIKE("ArnNotLike", true, Comparison::arn),
  /** Asks whether the key is there at all. */
  NULL("Null", false, (v, x) -> Comparison.flag(v));

  private static final Map<String, Operator> BY_NAME =
      Arrays.stream(values())
          .collect(
              Collectors.toMap(
                  operator -> operator.wireName.toLowerCase(Locale.ROOT), Function.identity()));

  /** Makes a comparison of a policy's value. */
  @FunctionalInterface
  private interface Maker {
    Comparison make(String policyValue, boolean variables);
  }

  private final String wireName;
  private final boolean negated;

  @SuppressWarnings("ImmutableEnumChecker") // makers hold nothing that changes
  private final Maker maker;

  Operator(String wireName, boolean negated, Maker maker) {
    this.wireName = wireName;
    this.negated = negated;
    this.maker = maker;
  }

  private static Maker text(boolean like, boolean ignoreCase) {
    return (value, variables) -> Comparison.text(value, like, ignoreCase, variables);
  }

  static Optional<Operator> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
  }

  boolean isNegated() {
    return negated;
  }

  /**
   * The comparison with one value of a policy.
   *
   * @throws IllegalArgumentException when the value is not of the operator's kind
   */
  Comparison with(String policyValue, boolean variables) {
    return maker.make(policyValue, variables);
  }
}
