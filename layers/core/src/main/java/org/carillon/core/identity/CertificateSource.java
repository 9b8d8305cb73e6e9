package org.carillon.core.identity;

import java.io.IOException;
import java.net.URI;

/** Fetches certificates of others, within bounds of size and time. Safe for many threads. */
@FunctionalInterface
public interface CertificateSource {

  /** Most bytes of one answer. */
  int MAX_BYTES = 64 * 1024;

  /**
   * What stands under a URL.
   *
   * @param url an {@code https} URL on a public host
   * @return at most {@value #MAX_BYTES} bytes
   * @throws IOException when it cannot be had: away, slow, too large, not public
   */
  byte[] fetch(URI url) throws IOException;
}
