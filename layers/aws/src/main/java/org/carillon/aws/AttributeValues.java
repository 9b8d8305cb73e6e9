package org.carillon.aws;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.core.ports.Document;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Documents to and from DynamoDB's native maps, so that a console or a query can look into them.
 */
final class AttributeValues {

  private AttributeValues() {}

  /** A checked document ({@link Document}) as an attribute. */
  static AttributeValue of(Object value) {
    return switch (value) {
      case null -> AttributeValue.fromNul(true);
      case String text -> AttributeValue.fromS(text);
      case Boolean flag -> AttributeValue.fromBool(flag);
      case Long number -> AttributeValue.fromN(number.toString());
      case Double number -> AttributeValue.fromN(number.toString());
      case List<?> list -> AttributeValue.fromL(list.stream().map(AttributeValues::of).toList());
      case Map<?, ?> map -> {
        Map<String, AttributeValue> members = LinkedHashMap.newLinkedHashMap(map.size());
        map.forEach((name, member) -> members.put((String) name, of(member)));
        yield AttributeValue.fromM(members);
      }
      default -> throw new IllegalArgumentException("not a document value: " + value.getClass());
    };
  }

  /** The document in an attribute. */
  static Map<String, Object> document(AttributeValue attribute) {
    return map(attribute.m());
  }

  private static Map<String, Object> map(Map<String, AttributeValue> members) {
    Map<String, Object> map = LinkedHashMap.newLinkedHashMap(members.size());
    members.forEach((name, member) -> map.put(name, value(member)));
    return map;
  }

  private static Object value(AttributeValue attribute) {
    return switch (attribute.type()) {
      case S -> attribute.s();
      case BOOL -> attribute.bool();
      case N -> number(attribute.n());
      case NUL -> null;
      case M -> map(attribute.m());
      case L -> {
        List<Object> list = new ArrayList<>(attribute.l().size());
        attribute.l().forEach(element -> list.add(value(element)));
        yield list;
      }
      default ->
          throw new IllegalStateException(
              "an attribute that Carillon did not write: " + attribute.type());
    };
  }

  private static Object number(String text) {
    BigDecimal number = new BigDecimal(text);
    boolean whole = number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
    // Twenty digits and more fit no long; asking first keeps 1E+100 from being spelled out.
    if (whole && number.precision() - number.scale() <= 19) {
      try {
        return number.longValueExact();
      } catch (ArithmeticException e) {
        return number.doubleValue();
      }
    }
    return number.doubleValue();
  }
}
