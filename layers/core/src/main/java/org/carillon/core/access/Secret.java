package org.carillon.core.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A text nobody may see by accident: it prints as a placeholder and compares in constant time. */
public final class Secret {

  private final byte[] value;

  /** Keeps this text. */
  public Secret(String value) {
    this.value = value.getBytes(StandardCharsets.UTF_8);
  }

  /** The text itself. Whoever asks for it keeps it out of logs and messages. */
  public String reveal() {
    return new String(value, StandardCharsets.UTF_8);
  }

  /** Whether the other text is the same; takes as long for a near miss as for a far one. */
  public boolean matches(String other) {
    return MessageDigest.isEqual(value, other.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
