package org.carillon.contract;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.contract.Shape.Location;
import org.carillon.contract.Shape.Member;

/** Collects an operation's input from path, query, headers and body, and validates it. */
final class RequestReader {

  private final Contract contract;

  RequestReader(Contract contract) {
    this.contract = contract;
  }

  /** The input as a document of member names ({@link Documents}). */
  Map<String, Object> read(Route route, ApiRequest request) {
    requireBodyFits(request);
    ApiOperation operation = route.operation();
    Map<String, Object> document = new LinkedHashMap<>();
    if (operation.inputShape().isEmpty()) {
      return document;
    }
    ApiModel model = contract.model(operation.api());
    Shape input = model.shape(operation.inputShape());
    Violations violations = new Violations();
    ValueReader values = new ValueReader(model, violations);
    Map<String, List<String>> query = Router.query(request);
    Map<String, Object> body = hasBodyMembers(input) ? body(request) : Map.of();

    for (Member member : input.members().values()) {
      String name = member.name();
      Object value;
      if (member.location() == Location.BODY) {
        Object raw = body.get(member.locationName());
        value = raw == null ? null : values.read(member.shape(), raw, name);
        if (raw == null && input.required().contains(name)) {
          violations.add(name, "is required");
        }
      } else {
        List<String> texts = texts(member, route, request, query);
        value = texts.size() == 1 ? values.readText(member.shape(), texts.getFirst(), name) : null;
        if (texts.size() > 1) {
          violations.add(name, "is given more than once");
        } else if (texts.isEmpty() && input.required().contains(name)) {
          violations.add(name, "is required (" + where(member) + ")");
        }
      }
      if (value != null) {
        document.put(name, value);
      }
    }
    violations.throwIfAny();
    return document;
  }

  /** The resource a request of a tag operation is about, or an empty text: nothing is checked. */
  static String resourceArn(ApiRequest request) {
    requireBodyFits(request);
    if (request.method().equals("GET")) {
      return Router.query(request).getOrDefault("arn", List.of("")).getFirst();
    }
    return body(request).get("ResourceARN") instanceof String arn ? arn : "";
  }

  private static void requireBodyFits(ApiRequest request) {
    if (request.body().length > Binding.MAX_BODY_BYTES) {
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          "The body has "
              + request.body().length
              + " bytes; the limit is "
              + Binding.MAX_BODY_BYTES
              + ".");
    }
  }

  private static boolean hasBodyMembers(Shape input) {
    return input.members().values().stream().anyMatch(it -> it.location() == Location.BODY);
  }

  private static Map<String, Object> body(ApiRequest request) {
    if (new String(request.body(), StandardCharsets.ISO_8859_1).isBlank()) {
      return Map.of();
    }
    try {
      return Json.readObject(request.body());
    } catch (JsonException broken) {
      throw new ApiException(
          ErrorType.BAD_REQUEST, "The body cannot be read: " + broken.getMessage() + ".");
    }
  }

  private static List<String> texts(
      Member member, Route route, ApiRequest request, Map<String, List<String>> query) {
    return switch (member.location()) {
      case URI -> List.of(route.pathValues().get(member.locationName()));
      case QUERYSTRING -> query.getOrDefault(member.locationName(), List.of());
      case HEADER -> request.header(member.locationName()).stream().toList();
      case BODY -> throw new IllegalArgumentException(member.name() + " is in the body");
    };
  }

  private static String where(Member member) {
    return switch (member.location()) {
      case URI -> "path";
      case QUERYSTRING -> "query " + member.locationName();
      case HEADER -> "header " + member.locationName();
      case BODY -> "body";
    };
  }
}
