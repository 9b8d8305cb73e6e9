package org.carillon.contract;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * SDK shapes as plain documents for stores and JSON, and back without loss: the model's member
 * names are the keys, timestamps are ISO 8601 strings, enumerations strings, blobs base64, numbers
 * {@code Integer}, {@code Long} or {@code Double}; members that are not set are left out.
 */
public final class Documents {

  private Documents() {}

  /** The document of a shape. The maps and lists are the caller's to change. */
  public static Map<String, Object> toDocument(SdkPojo shape) {
    Map<String, Object> document = new LinkedHashMap<>();
    for (SdkField<?> field : shape.sdkFields()) {
      Object value = value(field, shape);
      // the SDK puts these where a list or map was not set
      if (value != null
          && !(value instanceof SdkAutoConstructList<?>)
          && !(value instanceof SdkAutoConstructMap<?, ?>)) {
        document.put(field.memberName(), plain(value));
      }
    }
    return document;
  }

  private static Object value(SdkField<?> field, SdkPojo shape) {
    // the field would make up a new token where the request has none
    return field.containsTrait(DefaultValueTrait.class) && shape instanceof SdkRequest request
        ? request.getValueForField(field.memberName(), Object.class).orElse(null)
        : field.getValueOrDefault(shape);
  }

  private static Object plain(Object value) {
    return switch (value) {
      case null -> null;
      case SdkPojo shape -> toDocument(shape);
      case List<?> list -> {
        List<Object> plain = new ArrayList<>(list.size());
        list.forEach(it -> plain.add(plain(it)));
        yield plain;
      }
      case Map<?, ?> map -> {
        Map<String, Object> plain = new LinkedHashMap<>();
        map.forEach((key, it) -> plain.put((String) key, plain(it)));
        yield plain;
      }
      case Instant time -> time.toString();
      case SdkBytes bytes -> Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
      // by its decimal digits: 0.87f stays 0.87
      case Float number -> Double.valueOf(number.toString());
      case String text -> text;
      case Number number -> number;
      case Boolean flag -> flag;
      default -> throw new IllegalArgumentException("no document for " + value.getClass());
    };
  }

  /**
   * The shape of a document. Keys that the shape does not have, and null values, are ignored.
   *
   * @throws IllegalArgumentException when a value has the wrong type; the message names the member
   *     and not the value
   */
  public static <T extends SdkPojo> T fromDocument(Map<String, Object> document, Class<T> type) {
    return type.cast(build(SdkShapes.builder(type), document, ""));
  }

  private static Object build(SdkPojo builder, Map<?, ?> document, String path) {
    for (SdkField<?> field : builder.sdkFields()) {
      Object value = document.get(field.memberName());
      if (value != null) {
        String at = path.isEmpty() ? field.memberName() : path + "." + field.memberName();
        field.set(builder, typed(field, value, at));
      }
    }
    return ((Buildable) builder).build();
  }

  private static Object typed(SdkField<?> field, Object value, String path) {
    MarshallingKnownType type = field.marshallingType().getKnownType();
    try {
      return switch (type) {
        case STRING -> (String) value;
        case INTEGER -> Math.toIntExact(whole(value));
        case LONG -> whole(value);
        case FLOAT -> ((Number) value).floatValue();
        case DOUBLE -> ((Number) value).doubleValue();
        case BOOLEAN -> (Boolean) value;
        case INSTANT -> Instant.parse((String) value);
        case SDK_BYTES -> bytes((String) value, path);
        case SDK_POJO -> build(field.constructor().get(), (Map<?, ?>) value, path);
        case LIST -> list(field.getTrait(ListTrait.class).memberFieldInfo(), (List<?>) value, path);
        case MAP -> map(field.getTrait(MapTrait.class).valueFieldInfo(), (Map<?, ?>) value, path);
        case null, default ->
            throw new IllegalArgumentException(path + " is of a kind that no document holds");
      };
    } catch (ClassCastException | ArithmeticException | DateTimeException wrong) {
      throw new IllegalArgumentException(path + " is not of the type " + type);
    }
  }

  private static SdkBytes bytes(String base64, String path) {
    try {
      return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException broken) {
      throw new IllegalArgumentException(path + " is not base64");
    }
  }

  private static long whole(Object value) {
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw new ArithmeticException("not a whole number");
  }

  private static List<Object> list(SdkField<?> element, List<?> values, String path) {
    List<Object> typed = new ArrayList<>(values.size());
    for (Object value : values) {
      typed.add(value == null ? null : typed(element, value, path + "[" + typed.size() + "]"));
    }
    return typed;
  }

  private static Map<String, Object> map(SdkField<?> element, Map<?, ?> values, String path) {
    Map<String, Object> typed = new LinkedHashMap<>();
    values.forEach(
        (key, value) ->
            typed.put(
                (String) key,
                value == null ? null : typed(element, value, path + "[" + typed.size() + "]")));
    return typed;
  }
}
