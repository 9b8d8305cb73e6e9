package org.carillon.contract;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes documents of shapes ({@link Documents}) as a model's wire form: the names and the
 * timestamp format are the model's.
 */
final class ResponseWriter {

  // three digits always, as AWS writes them; finer parts are cut off
  private static final DateTimeFormatter ISO_MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final ApiModel model;

  ResponseWriter(ApiModel model) {
    this.model = model;
  }

  Object wire(String shapeName, Object value) {
    Shape shape = model.shape(shapeName);
    return switch (shape.kind()) {
      case STRUCTURE -> {
        Map<String, Object> object = new LinkedHashMap<>();
        ((Map<?, ?>) value)
            .forEach(
                (name, it) -> {
                  Shape.Member member = shape.members().get(name);
                  if (member != null) {
                    object.put(member.locationName(), wire(member.shape(), it));
                  }
                });
        yield object;
      }
      case LIST ->
          ((List<?>) value)
              .stream().map(it -> wire(shape.element(), it)).collect(Collectors.toList());
      case MAP -> {
        Map<String, Object> object = new LinkedHashMap<>();
        ((Map<?, ?>) value)
            .forEach((key, it) -> object.put((String) key, wire(shape.element(), it)));
        yield object;
      }
      case TIMESTAMP -> {
        Instant time = Instant.parse((String) value);
        yield shape.iso8601() ? ISO_MILLIS.format(time) : epochSeconds(time);
      }
      case STRING, INTEGER, FLOAT, BOOLEAN -> value;
    };
  }

  private static Number epochSeconds(Instant time) {
    long millis = time.toEpochMilli();
    return millis % 1000 == 0 ? (Number) (millis / 1000) : BigDecimal.valueOf(millis, 3);
  }
}
