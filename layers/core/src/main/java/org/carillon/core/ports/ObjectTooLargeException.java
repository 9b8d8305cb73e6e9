package org.carillon.core.ports;

/** An object is larger than its reader is ready to hold. */
public final class ObjectTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ObjectTooLargeException(String bucket, String key, long size, long maxBytes) {
    super(
        "s3://" + bucket + "/" + key + " has " + size + " bytes; at most " + maxBytes + " allowed");
  }
}
