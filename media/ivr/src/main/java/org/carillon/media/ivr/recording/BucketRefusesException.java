package org.carillon.media.ivr.recording;

/** A bucket takes no recording under the wanted name, or is not there. */
public final class BucketRefusesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A refusal with its reason. */
  BucketRefusesException(String message) {
    super(message);
  }
}
