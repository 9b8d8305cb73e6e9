package org.carillon.compatibility.walk;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A sequence of calls with what is expected, from a file of {@code stories/}. README.md there says
 * how one is written.
 */
record Story(String name, List<Step> steps) {

  private static final String VOICE = "chime-sdk-voice";

  /** All stories in the order of their files. */
  static List<Story> all() {
    Path folder = Path.of(System.getProperty("carillon.home"), "compatibility-tests", "stories");
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(it -> it.toString().endsWith(".json")).sorted().map(Story::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Story read(Path file) {
    try {
      Map<String, Object> story = JSON.std.mapFrom(Files.readString(file));
      List<Step> steps = new ArrayList<>();
      ((List<?>) story.get("steps")).forEach(it -> steps.add(Step.of((Map<?, ?>) it)));
      return new Story(file.getFileName() + ": " + story.get("story"), steps);
    } catch (IOException | RuntimeException broken) {
      throw new IllegalStateException(file + " is no story", broken);
    }
  }

  /**
   * A call.
   *
   * @param service as the CLI spells it, or that of Carillon's own API
   * @param operation the model's name; method and path for Carillon's own API
   * @param error the error that the call itself is to end with, empty for a success
   * @param refused by error: changes of the input that are refused before the call is made
   * @param expect by path: what the answer has there
   * @param save by variable: the path of the answer that is remembered
   * @param pages how a list is walked to its end, empty for one call
   */
  record Step(
      String service,
      String operation,
      Map<String, Object> input,
      String error,
      Map<String, Object> refused,
      Map<String, Object> expect,
      Map<String, Object> save,
      Map<String, Object> pages) {

    static Step of(Map<?, ?> step) {
      if (step.get("operator") instanceof String line) {
        return new Step(
            "operator",
            line,
            map(step, "input"),
            "",
            Map.of(),
            map(step, "expect"),
            map(step, "save"),
            Map.of());
      }
      String[] call = ((String) step.get("call")).split(":", 2);
      return new Step(
          call.length == 1 ? VOICE : "chime-sdk-" + call[0],
          call[call.length - 1],
          map(step, "input"),
          step.get("error") instanceof String error ? error : "",
          map(step, "refused"),
          map(step, "expect"),
          map(step, "save"),
          map(step, "pages"));
    }

    /** The operation as {@link StatusTable} has it. */
    String key() {
      return service + " " + operation;
    }

    boolean isOperator() {
      return service.equals("operator");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<?, ?> step, String name) {
      return step.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
  }
}
