package org.carillon.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds the operation of a request by method, path and fixed query. Immutable.
 *
 * <p>Of several that fit, the one with more of its query fixed wins, then the one with fewer
 * labels, then the one of the first API.
 */
final class Router {

  /** Longest path and longest query that are looked at, in characters. */
  static final int MAX_LENGTH = 16 * 1024;

  private record Template(
      ApiOperation operation, String path, List<String> segments, Map<String, String> fixedQuery) {

    static Template of(ApiOperation operation) {
      String[] halves = operation.uri().split("\\?", 2);
      Map<String, String> fixed = new LinkedHashMap<>();
      if (halves.length == 2) {
        Percent.query(halves[1]).forEach((name, values) -> fixed.put(name, values.getFirst()));
      }
      return new Template(operation, halves[0], List.of(halves[0].substring(1).split("/")), fixed);
    }

    static boolean isLabel(String segment) {
      return segment.startsWith("{");
    }

    boolean fitsPath(List<String> path) {
      return IntStream.range(0, segments.size())
          .allMatch(
              i ->
                  isLabel(segments.get(i))
                      ? !path.get(i).isEmpty()
                      : segments.get(i).equals(path.get(i)));
    }

    boolean fitsQuery(Map<String, List<String>> query) {
      return fixedQuery.entrySet().stream()
          .allMatch(it -> query.getOrDefault(it.getKey(), List.of()).contains(it.getValue()));
    }

    long labels() {
      return segments.stream().filter(Template::isLabel).count();
    }

    Route route(List<String> path) {
      Map<String, String> values = new HashMap<>();
      for (int i = 0; i < segments.size(); i++) {
        String segment = segments.get(i);
        if (isLabel(segment)) {
          values.put(segment.substring(1, segment.length() - 1), path.get(i));
        }
      }
      return new Route(operation, values);
    }
  }

  private static final Comparator<Template> MOST_SPECIFIC_FIRST =
      Comparator.<Template>comparingInt(it -> -it.fixedQuery().size())
          .thenComparingLong(Template::labels)
          .thenComparing(it -> it.operation().api());

  private final Map<Integer, List<Template>> bySegments;

  Router(List<ApiOperation> operations) {
    bySegments =
        operations.stream()
            .map(Template::of)
            .sorted(MOST_SPECIFIC_FIRST)
            .collect(Collectors.groupingBy(it -> it.segments().size()));
  }

  Route route(ApiRequest request) {
    List<String> path = path(request.rawPath());
    List<Template> onPath =
        bySegments.getOrDefault(path.size(), List.of()).stream()
            .filter(it -> it.fitsPath(path))
            .toList();
    if (onPath.isEmpty()) {
      throw new ApiException(ErrorType.NOT_FOUND, "No operation has this path" + under(path) + ".");
    }
    List<Template> withMethod =
        onPath.stream().filter(it -> it.operation().method().equals(request.method())).toList();
    if (withMethod.isEmpty()) {
      Set<String> methods = new TreeSet<>();
      onPath.forEach(it -> methods.add(it.operation().method()));
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          onPath.getFirst().path()
              + " takes the method "
              + String.join(" or ", methods)
              + " only.");
    }
    return chosen(withMethod, query(request)).route(path);
  }

  private static Template chosen(List<Template> candidates, Map<String, List<String>> query) {
    Template first = candidates.stream().filter(it -> it.fitsQuery(query)).findFirst().orElse(null);
    // an unknown ?operation= must not fall through to the operation without one
    boolean unknownChoice =
        first != null
            && first.fixedQuery().isEmpty()
            && candidates.stream()
                .flatMap(it -> it.fixedQuery().keySet().stream())
                .anyMatch(query::containsKey);
    if (first == null || unknownChoice) {
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          candidates.getFirst().operation().method()
              + " "
              + candidates.getFirst().path()
              + " takes the query "
              + candidates.stream()
                  .filter(it -> !it.fixedQuery().isEmpty())
                  .flatMap(it -> it.fixedQuery().entrySet().stream())
                  .map(it -> it.getKey() + "=" + it.getValue())
                  .distinct()
                  .collect(Collectors.joining(" or "))
              + (unknownChoice ? ", or none." : "."));
    }
    return first;
  }

  private static List<String> path(String rawPath) {
    if (rawPath.length() > MAX_LENGTH) {
      throw new ApiException(
          ErrorType.BAD_REQUEST, "The path is longer than " + MAX_LENGTH + " characters.");
    }
    if (!rawPath.startsWith("/")) {
      throw new ApiException(ErrorType.BAD_REQUEST, "The path does not start with a slash.");
    }
    List<String> segments = new ArrayList<>();
    try {
      for (String segment : rawPath.substring(1).split("/", -1)) {
        segments.add(Percent.decode(segment));
      }
    } catch (IllegalArgumentException broken) {
      throw new ApiException(
          ErrorType.BAD_REQUEST, "The path is not correctly encoded: " + broken.getMessage() + ".");
    }
    return segments;
  }

  /** The request's query. */
  static Map<String, List<String>> query(ApiRequest request) {
    if (request.rawQuery().length() > MAX_LENGTH) {
      throw new ApiException(
          ErrorType.BAD_REQUEST, "The query is longer than " + MAX_LENGTH + " characters.");
    }
    try {
      return Percent.query(request.rawQuery());
    } catch (IllegalArgumentException broken) {
      throw new ApiException(
          ErrorType.BAD_REQUEST,
          "The query is not correctly encoded: " + broken.getMessage() + ".");
    }
  }

  // the first segment only, and only when it cannot be an id or a number: those may be sensitive
  private static String under(List<String> path) {
    String first = path.getFirst();
    return first.matches("[a-z-]{1,40}") ? " under /" + first : "";
  }
}
