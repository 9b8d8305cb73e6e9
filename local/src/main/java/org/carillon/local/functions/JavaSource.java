package org.carillon.local.functions;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Compiles functions that are one Java source file with the JDK's compiler, in its own process. */
final class JavaSource {
  /** One compilation a function at a time; its instances share the result. */
  private static final Map<String, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  private JavaSource() {}

  /**
   * Compiles anew when the source is newer than the classes.
   *
   * @return the folder with its classes
   * @throws FunctionStartException with the compiler's words when the source has errors
   */
  static Path compile(FunctionSpec spec, Path workFolder, String classPath)
      throws FunctionStartException, IOException {
    Path classes = workFolder.resolve("classes").resolve(spec.name());
    var lock = LOCKS.computeIfAbsent(classes.toString(), folder -> new ReentrantLock());
    lock.lock();
    try {
      Path stamp = classes.resolve("compiled");
      String source = spec.file() + " " + Files.getLastModifiedTime(spec.file());
      if (!Files.exists(stamp) || !Files.readString(stamp).equals(source)) {
        Files.createDirectories(classes);
        javac(spec, classes, classPath);
        Files.writeString(stamp, source);
      }
      return classes;
    } finally {
      lock.unlock();
    }
  }

  private static void javac(FunctionSpec spec, Path classes, String classPath)
      throws FunctionStartException, IOException {
    Path javac = Path.of(System.getProperty("java.home"), "bin", "javac");
    if (!Files.isExecutable(javac)) {
      throw FunctionStartException.unavailable(
          "javac is missing from the JDK that runs Carillon. Set JAVA_HOME to a whole JDK 25");
    }
    String libraries = spec.taskRoot().resolve("lib") + File.separator + "*";
    List<String> command = new ArrayList<>();
    command.addAll(List.of(javac.toString(), "-nowarn", "-encoding", "UTF-8", "-parameters"));
    command.addAll(List.of("-proc:none", "-d", classes.toString()));
    command.addAll(List.of("-cp", classPath + File.pathSeparator + libraries));
    command.add(spec.file().toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var words = process.getInputStream()) {
      process.getOutputStream().close();
      String said = new String(words.readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw FunctionStartException.functionError("Runtime.CompileError", said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("compiling " + spec.file() + " was interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
