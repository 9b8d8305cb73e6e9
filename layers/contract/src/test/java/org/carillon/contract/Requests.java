package org.carillon.contract;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Raw requests for tests, as an edge would hand them over. */
final class Requests {

  private Requests() {}

  static ApiRequest request(String method, String target) {
    return request(method, target, "");
  }

  static ApiRequest request(String method, String target, String body) {
    return request(method, target, body.getBytes(StandardCharsets.UTF_8));
  }

  static ApiRequest request(String method, String target, byte[] body) {
    String[] halves = target.split("\\?", 2);
    return new ApiRequest(
        method,
        halves[0],
        halves.length == 2 ? halves[1] : "",
        Map.of("content-type", List.of("application/json")),
        body);
  }
}
