package org.carillon.compatibility.walk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/** Plain maps as the AWS SDK's request objects, and its answers as plain maps. */
final class JavaSdkShapes {

  private JavaSdkShapes() {}

  static Object request(Class<?> type, Map<?, ?> input) throws ReflectiveOperationException {
    return fill((SdkPojo) type.getMethod("builder").invoke(null), input);
  }

  private static Object fill(SdkPojo builder, Map<?, ?> input) {
    for (Object name : input.keySet()) {
      if (builder.sdkFields().stream().noneMatch(field -> field.memberName().equals(name))) {
        throw new AssertionError("the SDK has no member " + name + " in " + builder.getClass());
      }
    }
    for (SdkField<?> field : builder.sdkFields()) {
      if (input.containsKey(field.memberName())) {
        field.set(builder, typed(field, input.get(field.memberName())));
      }
    }
    return ((Buildable) builder).build();
  }

  private static Object typed(SdkField<?> field, Object value) {
    return switch (field.marshallingType().getKnownType()) {
      case SDK_POJO -> fill(field.constructor().get(), (Map<?, ?>) value);
      case LIST -> {
        SdkField<?> element = field.getTrait(ListTrait.class).memberFieldInfo();
        List<Object> typed = new ArrayList<>();
        ((List<?>) value).forEach(it -> typed.add(typed(element, it)));
        yield typed;
      }
      case MAP -> {
        SdkField<?> element = field.getTrait(MapTrait.class).valueFieldInfo();
        Map<Object, Object> typed = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((key, it) -> typed.put(key, typed(element, it)));
        yield typed;
      }
      case LONG -> ((Number) value).longValue();
      case FLOAT -> ((Number) value).floatValue();
      case DOUBLE -> ((Number) value).doubleValue();
      case INSTANT -> Instant.parse((String) value);
      default -> value;
    };
  }

  static Map<String, Object> members(SdkPojo shape) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (SdkField<?> field : shape.sdkFields()) {
      Object value = field.getValueOrDefault(shape);
      if (value != null
          && !(value instanceof SdkAutoConstructList<?>)
          && !(value instanceof SdkAutoConstructMap<?, ?>)) {
        members.put(field.memberName(), plain(value));
      }
    }
    return members;
  }

  private static Object plain(Object value) {
    return switch (value) {
      case SdkPojo shape -> members(shape);
      case List<?> list -> list.stream().map(JavaSdkShapes::plain).toList();
      case Map<?, ?> map -> {
        Map<Object, Object> plain = new LinkedHashMap<>();
        map.forEach((key, it) -> plain.put(key, plain(it)));
        yield plain;
      }
      case Instant time -> time.toString();
      default -> value;
    };
  }
}
