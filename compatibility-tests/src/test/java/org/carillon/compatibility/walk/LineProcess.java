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

/** A program that takes a line of JSON and answers with a line of JSON, until it is closed. */
final class LineProcess implements AutoCloseable {

  private final Path words;
  private final Process process;
  private final Writer questions;
  private final BufferedReader answers;

  /**
   * Starts it.
   *
   * @param words where its errors go
   */
  LineProcess(List<String> command, Map<String, String> environment, Path words)
      throws IOException {
    this.words = words;
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectError(words.toFile());
    process = builder.start();
    questions = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Its answer; when it ends instead, the words it left are in the error. */
  Map<String, Object> ask(Map<String, ?> question) {
    try {
      questions.write(JSON.std.asString(question));
      questions.write("\n");
      questions.flush();
      String line = answers.readLine();
      if (line == null) {
        throw new AssertionError(
            "the client ended at " + question + ":\n" + Files.readString(words));
      }
      return JSON.std.mapFrom(line);
    } catch (IOException broken) {
      throw new UncheckedIOException(question.toString(), broken);
    }
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
