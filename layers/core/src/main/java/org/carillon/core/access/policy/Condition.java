package org.carillon.core.access.policy;

import java.util.List;
import java.util.Locale;

/**
 * One condition of a statement: an operator, a key, and the policy's values. Immutable.
 *
 * @param ifExists holds also when the request does not have the key
 */
record Condition(
    Operator operator,
    Quantifier quantifier,
    boolean ifExists,
    String key,
    List<Comparison> values) {

  /** How a key with several values is looked at. */
  enum Quantifier {
    /** Not said: any value will do, or with a negated operator none may. */
    NONE,
    FOR_ALL_VALUES,
    FOR_ANY_VALUE
  }

  private static final String ALL = "forallvalues:";
  private static final String ANY = "foranyvalue:";
  private static final String IF_EXISTS = "ifexists";

  /**
   * Reads a condition.
   *
   * @param operatorName with its prefix and suffix, such as {@code ForAnyValue:StringLikeIfExists}
   * @throws IllegalArgumentException that says what is wrong
   */
  static Condition of(String operatorName, String key, List<String> values, boolean variables) {
    String name = operatorName.toLowerCase(Locale.ROOT);
    Quantifier quantifier =
        name.startsWith(ALL)
            ? Quantifier.FOR_ALL_VALUES
            : name.startsWith(ANY) ? Quantifier.FOR_ANY_VALUE : Quantifier.NONE;
    String plain = quantifier == Quantifier.NONE ? name : name.substring(name.indexOf(':') + 1);
    boolean ifExists = plain.endsWith(IF_EXISTS);
    Operator operator =
        Operator.named(ifExists ? plain.substring(0, plain.length() - IF_EXISTS.length()) : plain)
            .orElseThrow(() -> new IllegalArgumentException("there is no such operator here"));
    if (operator == Operator.NULL && (ifExists || quantifier != Quantifier.NONE)) {
      throw new IllegalArgumentException("Null takes no IfExists and no ForAllValues");
    }
    return new Condition(
        operator,
        quantifier,
        ifExists,
        key,
        values.stream().map(value -> operator.with(value, variables)).toList());
  }

  /** Whether it holds for a request. */
  boolean holds(RequestContext context) {
    List<String> given = context.values(key);
    if (operator == Operator.NULL) {
      return oneHolds(Boolean.toString(given.isEmpty()), context);
    }
    if (given.isEmpty()) {
      return ifExists
          || switch (quantifier) {
            case FOR_ALL_VALUES -> true;
            case FOR_ANY_VALUE -> false;
            case NONE -> operator.isNegated(); // what is not there is not equal to anything
          };
    }
    boolean all =
        quantifier == Quantifier.FOR_ALL_VALUES
            || (quantifier == Quantifier.NONE && operator.isNegated());
    return all
        ? given.stream().allMatch(value -> fits(value, context))
        : given.stream().anyMatch(value -> fits(value, context));
  }

  private boolean fits(String value, RequestContext context) {
    return oneHolds(value, context) != operator.isNegated();
  }

  private boolean oneHolds(String value, RequestContext context) {
    return values.stream().anyMatch(it -> it.holds(value, context));
  }
}
