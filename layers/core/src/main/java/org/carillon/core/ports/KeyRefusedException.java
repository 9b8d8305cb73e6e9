package org.carillon.core.ports;

/** A customer's key cannot be used for what was asked. Nothing was changed. */
public final class KeyRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why not. */
  public enum Reason {
    /** There is no such key. */
    NOT_FOUND,
    /** The key is disabled, or waits for its deletion. */
    DISABLED,
    /** The key is asymmetric, or not for encryption. */
    WRONG_KIND,
    /** The key's policy does not allow it, or the grant was revoked or does not cover it. */
    DENIED
  }

  private final Reason reason;

  /**
   * @param message what is wrong with the key, for the log; names no secret
   */
  public KeyRefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why not. */
  public Reason reason() {
    return reason;
  }
}
