package org.carillon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Programs that nobody here wrote, fed with audio. */
final class Programs {
  private Programs() {}

  /** Skips a test visibly where the program is missing; in CI the test fails instead. */
  static void require(String program, String debianPackage) {
    boolean present =
        List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
            .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    String missing = program + " is not installed (Debian package " + debianPackage + ")";
    if ("true".equals(System.getenv("CI"))) {
      assertThat(present).as("In CI: " + missing).isTrue();
    }
    assumeTrue(present, "Skipped: " + missing);
  }

  /** Runs a program to its end and gives what it said; words are parted by spaces. */
  static byte[] run(byte[] input, String command) throws IOException, InterruptedException {
    Path file = Files.createTempFile("input", ".raw");
    try {
      Files.write(file, input);
      Process process =
          new ProcessBuilder(command.split(" "))
              .redirectInput(file.toFile())
              .redirectError(Redirect.DISCARD)
              .start();
      byte[] said = process.getInputStream().readAllBytes();
      assertThat(process.waitFor()).as(command).isZero();
      return said;
    } finally {
      Files.delete(file);
    }
  }
}
