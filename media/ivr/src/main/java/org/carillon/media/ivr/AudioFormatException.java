package org.carillon.media.ivr;

/** A file is not sound we can play; the message says why in words for its owner. */
public final class AudioFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  AudioFormatException(String message) {
    super(message);
  }
}
