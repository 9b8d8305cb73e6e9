package org.carillon.local.functions;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A function to serve: the value of {@code --function NAME=FILE:HANDLER}.
 *
 * @param name the function's name, 1 to 64 letters, digits, {@code -} and {@code _}
 * @param file the source file, jar or class directory, absolute
 * @param handler as on Lambda: {@code handler} for Python and Node, {@code pkg.Class} or {@code
 *     pkg.Class::method} for Java
 * @param runtime what runs it, told by the file
 */
public record FunctionSpec(String name, Path file, String handler, FunctionRuntime runtime) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern CODE = Pattern.compile("(.+?):([\\w$.]+(?:::[\\w$]+)?)");

  /** A function whose runtime is told by its file. */
  public static FunctionSpec of(String name, Path file, String handler) {
    return new FunctionSpec(
        name, file.toAbsolutePath().normalize(), handler, FunctionRuntime.of(file));
  }

  /** A Java function whose classes are on our own class path. */
  public static FunctionSpec ofClass(String name, Class<?> handler) {
    try {
      var code = handler.getProtectionDomain().getCodeSource().getLocation().toURI();
      return of(name, Path.of(code), handler.getName());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("the classes of " + handler + " are not in files", e);
    }
  }

  /**
   * Reads {@code NAME=FILE:HANDLER}.
   *
   * @throws IllegalArgumentException naming what is wrong and what is expected
   */
  public static FunctionSpec parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is not NAME=FILE:HANDLER, such as hello=index.py:handler");
    }
    String name = text.substring(0, equals);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is not a function name: 1 to 64 letters, digits, '-' and '_'");
    }
    Matcher code = CODE.matcher(text.substring(equals + 1));
    if (!code.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text.substring(equals + 1)
              + "' is not FILE:HANDLER, such as index.py:handler or app.jar:example.Hello");
    }
    Path file = Path.of(code.group(1));
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "function " + name + ": there is no file " + file.toAbsolutePath().normalize());
    }
    return of(name, file, code.group(2));
  }

  /** The folder the function's code lives in: {@code LAMBDA_TASK_ROOT}, its working directory. */
  Path taskRoot() {
    return Files.isDirectory(file) ? file : file.getParent();
  }
}
