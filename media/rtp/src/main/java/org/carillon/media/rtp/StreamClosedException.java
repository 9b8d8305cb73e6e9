package org.carillon.media.rtp;

import java.io.IOException;

/** The stream was closed while, or before, audio was written to it: the leg is gone. */
public final class StreamClosedException extends IOException {
  private static final long serialVersionUID = 1L;

  StreamClosedException() {
    super("the RTP stream is closed");
  }
}
