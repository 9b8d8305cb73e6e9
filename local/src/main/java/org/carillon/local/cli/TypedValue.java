package org.carillon.local.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.carillon.contract.InputMember;
import org.carillon.contract.Json;
import org.carillon.contract.JsonException;

/** What a person types, as a member's value. {@code file://PATH} stands for a file's content. */
final class TypedValue {

  private static final String FILE = "file://";

  private TypedValue() {}

  /**
   * The value.
   *
   * @throws CommandFailedException that names the member and what it wants
   */
  static Object of(InputMember member, String typed) throws CommandFailedException {
    String text = typed.startsWith(FILE) ? content(typed.substring(FILE.length())) : typed;
    return switch (member.kind()) {
      case TEXT -> text;
      case NUMBER -> number(member, text);
      case BOOLEAN -> {
        if (!text.equals("true") && !text.equals("false")) {
          throw wrong(member, "true or false");
        }
        yield Boolean.valueOf(text);
      }
      case TEXTS -> text.startsWith("[") ? document(member, text) : List.of(text.split(","));
      case DOCUMENT -> document(member, text);
    };
  }

  private static Object number(InputMember member, String text) throws CommandFailedException {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException notOne) {
      throw wrong(member, "a whole number");
    }
  }

  private static Object document(InputMember member, String text) throws CommandFailedException {
    try {
      return Json.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonException broken) {
      throw wrong(member, "JSON (" + broken.getMessage() + ")");
    }
  }

  private static CommandFailedException wrong(InputMember member, String wanted) {
    return new CommandFailedException(
        member.name() + ": " + wanted + " is wanted, or file:// and a file with it.");
  }

  private static String content(String path) throws CommandFailedException {
    try {
      return Files.readString(Path.of(path));
    } catch (IOException e) {
      throw new CommandFailedException("The file " + path + " cannot be read: " + e.getMessage());
    }
  }
}
