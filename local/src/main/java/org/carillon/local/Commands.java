package org.carillon.local;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** How all command lines of Carillon behave. */
public final class Commands {
  private Commands() {}

  /**
   * Runs a picocli command.
   *
   * @param name what the operator called, for messages
   * @return the exit status: the command's own, or 2 with one line that says what is wrong with the
   *     arguments
   */
  public static int run(
      Object command, String name, PrintStream out, PrintStream err, String... args) {
    // picocli loads Groovy when it finds it, for a second, and Groovy comes with the synthesiser.
    System.setProperty("picocli.disable.closures", "true");
    var line = new CommandLine(command);
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    line.setParameterExceptionHandler(
        (wrong, given) -> {
          err.println(name + ": " + wrong.getMessage());
          err.println("Run it with --help for all options.");
          return CommandLine.ExitCode.USAGE;
        });
    return line.execute(args);
  }
}
