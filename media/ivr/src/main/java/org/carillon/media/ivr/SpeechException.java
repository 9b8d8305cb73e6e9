package org.carillon.media.ivr;

/** A text cannot be spoken. */
public final class SpeechException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Reason {
    /**
     * The text is empty, too long, or the SSML is not well formed or uses an element we do not
     * know.
     */
    INVALID_TEXT,
    /** The synthesiser has no voice of that language. */
    UNSUPPORTED_LANGUAGE,
    /** The synthesiser may not be asked: a permission is missing. */
    ACCESS_DENIED,
    /** Too many texts wait already: try again. */
    THROTTLED,
    /** The synthesiser did not start or failed on this text. */
    UNAVAILABLE
  }

  private final Reason reason;

  /** A refusal with its reason; {@code cause} may be null. */
  public SpeechException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }
}
