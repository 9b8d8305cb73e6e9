package org.carillon.local.functions;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What runs a function: one of the machine's own interpreters. */
public enum FunctionRuntime {
  PYTHON(
      "python3",
      "python3 is not on the PATH. Install Python 3.9 or newer"
          + " (Debian, Ubuntu: sudo apt-get install python3; macOS: brew install python)"),
  NODE(
      "node",
      "node is not on the PATH. Install Node.js 18 or newer"
          + " (Debian, Ubuntu: sudo apt-get install nodejs; macOS: brew install node)"),
  JAVA("java", "java is missing from the JDK that runs Carillon. Set JAVA_HOME to a whole JDK 25");

  private final String program;
  private final String advice;

  FunctionRuntime(String program, String advice) {
    this.program = program;
    this.advice = advice;
  }

  /**
   * Tells the runtime by the file.
   *
   * @throws IllegalArgumentException when the file is none that can be run
   */
  static FunctionRuntime of(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".py")) {
      return PYTHON;
    }
    if (name.endsWith(".js") || name.endsWith(".mjs") || name.endsWith(".cjs")) {
      return NODE;
    }
    if (name.endsWith(".java") || name.endsWith(".jar") || Files.isDirectory(file)) {
      return JAVA;
    }
    throw new IllegalArgumentException(
        "'"
            + file
            + "' is no function file: .py, .js, .mjs, .cjs, .java, .jar or a folder of Java"
            + " classes");
  }

  /**
   * Where the interpreter is.
   *
   * @param environment whose {@code PATH} is looked through
   * @return empty when it is missing; {@link #advice()} says what to do
   */
  Optional<Path> interpreter(Map<String, String> environment) {
    if (this == JAVA) {
      Path java = Path.of(System.getProperty("java.home"), "bin", program);
      return Optional.of(java).filter(Files::isExecutable);
    }
    for (String folder :
        environment.getOrDefault("PATH", "").split(File.pathSeparator, /* limit= */ -1)) {
      Path candidate = Path.of(folder.isEmpty() ? "." : folder, program);
      if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return Optional.of(candidate.toAbsolutePath());
      }
    }
    return Optional.empty();
  }

  /** What to install when the interpreter is missing. */
  String advice() {
    return advice;
  }
}
