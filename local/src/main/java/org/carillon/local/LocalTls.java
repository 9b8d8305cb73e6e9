package org.carillon.local;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How SIP over TLS is taken.
 *
 * @param port the port, 0 for any free one; empty: the one after the SIP port, or any when that is
 *     taken
 * @param own certificate and key; empty: one that is made at the first start and signed by itself
 * @param trusted PEM file of the authorities whose certificates are taken from servers that are
 *     called; empty: those of the JDK
 */
public record LocalTls(OptionalInt port, Optional<KeyFiles> own, Optional<Path> trusted) {
  /** All as it comes. */
  public static final LocalTls DEFAULT =
      new LocalTls(OptionalInt.empty(), Optional.empty(), Optional.empty());

  public LocalTls {
    Objects.requireNonNull(port, "port");
    Objects.requireNonNull(own, "own");
    Objects.requireNonNull(trusted, "trusted");
  }

  /**
   * PEM files.
   *
   * @param certificate the certificate, and those between it and its authority
   * @param key its key, PKCS #8, without a password
   */
  public record KeyFiles(Path certificate, Path key) {}
}
