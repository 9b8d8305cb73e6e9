package org.carillon.media.rtp;

import java.io.IOException;

/** No RTP port pair of the configured range is free; the call cannot have media now. */
public final class PortsExhaustedException extends IOException {
  private static final long serialVersionUID = 1L;

  PortsExhaustedException(String message) {
    super(message);
  }
}
