package org.carillon.contract;

/**
 * A text is not the JSON that was asked for. The message gives the reason and the position and
 * never a piece of the text, which may be secret.
 */
public class JsonException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  JsonException(String reason, int line, int column) {
    super(line > 0 ? reason + " at line " + line + ", column " + column : reason);
    this.line = line;
    this.column = column;
  }

  /** The line, from 1, or 0 when the fault has no place (such as a size). */
  public int line() {
    return line;
  }

  /** The column, from 1, counted in characters, or 0 when the fault has no place. */
  public int column() {
    return column;
  }
}
