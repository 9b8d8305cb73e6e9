package org.carillon.compatibility.walk;

import java.util.Map;

/** A client in a process of its own that takes a call a line and answers with a line. */
final class LineClient implements ApiClient {

  private final String name;
  private final LineProcess process;

  LineClient(String name, LineProcess process) {
    this.name = name;
    this.process = process;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  @SuppressWarnings("unchecked")
  public Answer call(String service, String operation, Map<String, Object> input) {
    Map<String, Object> line =
        process.ask(Map.of("service", service, "operation", operation, "input", input));
    if (line.containsKey("missing")) {
      return Answer.notInThisClient();
    }
    if (line.get("output") instanceof Map<?, ?> output) {
      return Answer.success((Map<String, Object>) output);
    }
    String error = (String) line.get("error");
    boolean modeled = Boolean.TRUE.equals(line.get("modeled"));
    return Answer.refused(
        modeled ? error : "not modeled: " + error, String.valueOf(line.get("message")));
  }

  @Override
  public void close() {
    process.close();
  }
}
