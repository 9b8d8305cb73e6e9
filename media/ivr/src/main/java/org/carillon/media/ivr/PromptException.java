package org.carillon.media.ivr;

/** An audio source of an action cannot be played. */
public final class PromptException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong with it. */
  public enum Reason {
    /** No such bucket or key. */
    NOT_FOUND,
    /** This process may not read the object or its bucket. */
    DENIED,
    /** Larger than 50 MB, or longer than fits in memory once decoded. */
    TOO_LARGE,
    /** Not a WAV file, or one of a form we cannot decode. */
    NOT_AUDIO,
    /** The object store did not answer. */
    STORE_UNAVAILABLE
  }

  private final Reason reason;

  PromptException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What is wrong with it. */
  public Reason reason() {
    return reason;
  }
}
