package org.carillon.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One API's model in its compact form. Operations are made at once, shapes when they are first
 * asked for, which keeps the start short. Shared by all threads.
 */
final class ApiModel {

  private final Api api;
  private final List<ApiOperation> operations;
  private final Map<?, ?> rawShapes;
  private final Map<String, Shape> shapes = new ConcurrentHashMap<>();

  private ApiModel(Api api, List<Map<String, Object>> files) {
    this.api = api;
    Map<Object, Object> all = new HashMap<>();
    files.forEach(file -> all.putAll((Map<?, ?>) file.get("shapes")));
    this.rawShapes = all;
    this.operations =
        files.stream()
            .map(file -> (Map<?, ?>) file.get("operations"))
            .flatMap(it -> it.entrySet().stream())
            .map(it -> operation((String) it.getKey(), (Map<?, ?>) it.getValue()))
            .toList();
  }

  static ApiModel load(Api api) {
    return new ApiModel(api, api.modelFiles().stream().map(ApiModel::read).toList());
  }

  private static Map<String, Object> read(String file) {
    try (InputStream in = ApiModel.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the API model " + file + " is missing from the build");
      }
      return Json.readObject(in.readAllBytes());
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the API model " + file + " cannot be read", unreadable);
    }
  }

  private ApiOperation operation(String name, Map<?, ?> raw) {
    return new ApiOperation(
        api,
        name,
        (String) raw.get("method"),
        (String) raw.get("uri"),
        ((Number) raw.get("status")).intValue(),
        orEmpty(raw.get("input")),
        orEmpty(raw.get("output")),
        Shape.strings(raw.get("errors")));
  }

  private static String orEmpty(Object name) {
    return name == null ? "" : (String) name;
  }

  List<ApiOperation> operations() {
    return operations;
  }

  Iterable<String> shapeNames() {
    return rawShapes.keySet().stream().map(String.class::cast).toList();
  }

  Shape shape(String name) {
    return shapes.computeIfAbsent(
        name,
        it -> {
          if (it.equals(Shape.NUMBER_OR_SIP_URI)) {
            return Shape.numberOrSipUri(rawShapes);
          }
          if (!(rawShapes.get(it) instanceof Map<?, ?> raw)) {
            throw new IllegalStateException(api.service() + " has no shape " + it);
          }
          return Shape.of(it, raw);
        });
  }
}
