package org.carillon.core.access.policy;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;

/** How one value of a request compares with one value of a policy. Immutable. */
@FunctionalInterface
interface Comparison {

  /** Whether they go together. A value of the request that is of another kind does not. */
  boolean holds(String value, RequestContext context);

  /** Text, compared whole. */
  static Comparison text(String policyValue, boolean like, boolean ignoreCase, boolean variables) {
    PolicyText text = PolicyText.of(policyValue, like, variables);
    return (value, context) -> text.matches(value, context, ignoreCase);
  }

  /** ARNs: each of the six parts by itself, so that a wildcard does not reach over a colon. */
  static Comparison arn(String policyValue, boolean variables) {
    List<String> parts = split(policyValue);
    if (parts.size() != 6) {
      throw new IllegalArgumentException("an ARN has six parts with colons between them");
    }
    List<PolicyText> texts =
        parts.stream().map(part -> PolicyText.of(part, true, variables)).toList();
    return (value, context) -> {
      List<String> given = List.of(value.split(":", 6));
      if (given.size() != 6) {
        return false;
      }
      for (int i = 0; i < 6; i++) {
        if (!texts.get(i).matches(given.get(i), context, false)) {
          return false;
        }
      }
      return true;
    };
  }

  /** At the colons, but not at those inside a variable: {@code ${aws:username}} has one. */
  private static List<String> split(String arn) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    boolean inVariable = false;
    for (int i = 0; i < arn.length() && parts.size() < 5; i++) {
      char c = arn.charAt(i);
      if (arn.startsWith("${", i)) {
        inVariable = true;
      } else if (c == '}') {
        inVariable = false;
      } else if (c == ':' && !inVariable) {
        parts.add(arn.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(arn.substring(start));
    return parts;
  }

  /** Numbers, by the sign of value minus policy's value. */
  static Comparison number(String policyValue, IntPredicate order) {
    BigDecimal right =
        numberOf(policyValue)
            .orElseThrow(() -> new IllegalArgumentException("a number is wanted: 10 or 2.5"));
    return (value, context) ->
        numberOf(value).filter(left -> order.test(left.compareTo(right))).isPresent();
  }

  private static Optional<BigDecimal> numberOf(String text) {
    // an exponent of nine digits would make comparing slow
    return text.matches("[+-]?\\d{1,30}(\\.\\d{1,30})?")
        ? Optional.of(new BigDecimal(text))
        : Optional.empty();
  }

  /** Moments, by the sign of value minus policy's value. */
  static Comparison moment(String policyValue, IntPredicate order) {
    Instant right =
        momentOf(policyValue)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "a date is wanted: 2026-01-31, 2026-01-31T12:00:00Z or seconds since"
                            + " 1970"));
    return (value, context) ->
        momentOf(value).filter(left -> order.test(left.compareTo(right))).isPresent();
  }

  private static Optional<Instant> momentOf(String text) {
    try {
      if (text.matches("\\d{1,11}")) {
        return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
      }
      return Optional.of(
          text.contains("T")
              ? OffsetDateTime.parse(text).toInstant()
              : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeException notOne) {
      return Optional.empty();
    }
  }

  /** True or false. */
  static Comparison flag(String policyValue) {
    String right = policyValue.toLowerCase(Locale.ROOT);
    if (!right.equals("true") && !right.equals("false")) {
      throw new IllegalArgumentException("true or false is wanted");
    }
    return (value, context) -> value.toLowerCase(Locale.ROOT).equals(right);
  }

  /** An address in a range. */
  static Comparison address(String policyValue) {
    AddressRange range = AddressRange.of(policyValue);
    return (value, context) -> range.contains(value);
  }
}
