package org.carillon.compatibility.walk;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A client in a process of its own that takes a call a line and answers with a line. */
final class LineClient implements ApiClient {

  private final String name;
  private final Path words;
  private final Process process;
  private final Writer calls;
  private final BufferedReader answers;

  /**
   * @param command starts the process
   * @param words where its errors go
   */
  LineClient(String name, List<String> command, Map<String, String> environment, Path words)
      throws IOException {
    this.name = name;
    this.words = words;
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectError(words.toFile());
    process = builder.start();
    calls = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Answer call(String service, String operation, Map<String, Object> input) {
    try {
      calls.write(
          JSON.std.asString(Map.of("service", service, "operation", operation, "input", input)));
      calls.write("\n");
      calls.flush();
      String line = answers.readLine();
      if (line == null) {
        throw new AssertionError(
            name + " ended at " + operation + " " + input + ":\n" + Files.readString(words));
      }
      return answer(JSON.std.mapFrom(line));
    } catch (IOException broken) {
      throw new UncheckedIOException(operation + " " + input, broken);
    }
  }

  @SuppressWarnings("unchecked")
  private static Answer answer(Map<String, Object> line) {
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
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
