package org.carillon.media.sip.transport;

import java.io.IOException;

/** The port for TLS cannot be taken; the others could. */
public final class TlsBindException extends IOException {
  private static final long serialVersionUID = 1L;

  TlsBindException(String message, IOException cause) {
    super(message, cause);
  }
}
