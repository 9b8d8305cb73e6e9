package org.carillon.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.contract.Shape.Location;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Spoils every member of every operation's input, at every depth, one at a time: a wrong type is
 * told with the member's path, a required member's absence too, an optional one's is accepted.
 */
class EveryMemberTest {

  private static final Contract CONTRACT = Contract.load();
  private static final Binding BINDING = new Binding(CONTRACT);

  static List<Arguments> operations() {
    return CONTRACT.operations().stream()
        .filter(it -> !it.inputShape().isEmpty())
        .filter(
            it ->
                CONTRACT.model(it.api()).shape(it.inputShape()).members().values().stream()
                    .anyMatch(member -> member.location() == Location.BODY))
        .map(it -> Arguments.of(it.api(), it.name()))
        .toList();
  }

  /** A place of a value in a body: how to put another there, how to take it out. */
  private record Slot(String path, Object value, Boolean required, Place place) {}

  private interface Place {
    void put(Object value);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("operations")
  void everyMemberIsCheckedWithItsPath(Api api, String name) {
    ApiOperation operation = CONTRACT.operation(api, name).orElseThrow();
    ApiModel model = CONTRACT.model(api);
    Map<String, Object> sample = new Samples(model, true).document(operation.inputShape());
    Map<String, Object> body = body(model, operation, sample);
    String target = target(model, operation, sample);
    List<Slot> slots = new ArrayList<>();
    collect(model, operation.inputShape(), body, "", slots);
    assertThat(slots).isNotEmpty();
    assertThat(refusal(operation, target, body)).as("the sample itself").isNull();

    for (Slot slot : slots) {
      slot.place().put(ofAnotherType(slot.value()));
      assertThat(refusal(operation, target, body))
          .as("wrong type")
          .startsWith("1 validation error: ")
          .contains(slot.path() + " must be ");

      slot.place().put(null);
      String withoutIt = refusal(operation, target, body);
      if (slot.required() == null) {
        assertThat(withoutIt).endsWith(slot.path() + " must not be null");
      } else if (slot.required()) {
        assertThat(withoutIt).isEqualTo("1 validation error: " + slot.path() + " is required");
      } else {
        assertThat(withoutIt).as("without %s", slot.path()).isNull();
      }
      slot.place().put(slot.value());
    }
  }

  private static String refusal(ApiOperation operation, String target, Object body) {
    String text = new String(Json.write(body), StandardCharsets.UTF_8);
    ApiRequest request = Requests.request(operation.method(), target, text);
    Route route = CONTRACT.in(operation.api(), CONTRACT.route(request));
    ApiException thrown =
        catchThrowableOfType(ApiException.class, () -> BINDING.readRequest(route, request));
    return thrown == null ? null : thrown.getMessage();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> body(
      ApiModel model, ApiOperation operation, Map<String, Object> sample) {
    Map<String, Object> inBody = new LinkedHashMap<>(sample);
    model
        .shape(operation.inputShape())
        .members()
        .forEach(
            (name, member) -> {
              if (member.location() != Location.BODY) {
                inBody.remove(name);
              }
            });
    return (Map<String, Object>) new ResponseWriter(model).wire(operation.inputShape(), inBody);
  }

  private static String target(ApiModel model, ApiOperation operation, Map<String, Object> sample) {
    StringBuilder target = new StringBuilder(operation.uri());
    for (Shape.Member member : model.shape(operation.inputShape()).members().values()) {
      String value =
          URLEncoder.encode(sample.get(member.name()).toString(), StandardCharsets.UTF_8)
              .replace("+", "%20");
      if (member.location() == Location.URI) {
        String label = "{" + member.locationName() + "}";
        int at = target.indexOf(label);
        target.replace(at, at + label.length(), value);
      } else if (member.location() == Location.QUERYSTRING) {
        target.append(target.indexOf("?") < 0 ? '?' : '&');
        target.append(member.locationName()).append('=').append(value);
      }
    }
    return target.toString();
  }

  @SuppressWarnings("unchecked")
  private static void collect(
      ApiModel model, String shapeName, Object value, String path, List<Slot> slots) {
    Shape shape = model.shape(shapeName);
    switch (shape.kind()) {
      case STRUCTURE -> {
        Map<String, Object> object = (Map<String, Object>) value;
        object.forEach(
            (name, it) -> {
              String at = path.isEmpty() ? name : path + "." + name;
              boolean required = shape.required().contains(name);
              slots.add(new Slot(at, it, required, other -> object.put(name, other)));
              collect(model, shape.members().get(name).shape(), it, at, slots);
            });
      }
      case LIST -> {
        List<Object> list = (List<Object>) value;
        for (int i = 0; i < list.size(); i++) {
          int index = i;
          String at = path + "[" + i + "]";
          slots.add(new Slot(at, list.get(i), null, other -> list.set(index, other)));
          collect(model, shape.element(), list.get(i), at, slots);
        }
      }
      case MAP -> {
        Map<String, Object> map = (Map<String, Object>) value;
        map.forEach(
            (key, it) ->
                slots.add(new Slot(path + ".value[0]", it, null, other -> map.put(key, other))));
      }
      case STRING, INTEGER, FLOAT, BOOLEAN, TIMESTAMP -> {}
    }
  }

  private static Object ofAnotherType(Object value) {
    return value instanceof String ? List.of() : "text";
  }
}
