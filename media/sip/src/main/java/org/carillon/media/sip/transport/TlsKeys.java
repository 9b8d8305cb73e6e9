package org.carillon.media.sip.transport;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The certificate of an endpoint's TLS and its key. Others may take their place while the endpoint
 * runs: connections made from then on get them, those that are open go on. Safe from any thread.
 */
public final class TlsKeys {

  /** Where the first ones come from. */
  private interface Source {
    TlsIdentity read() throws IOException;
  }

  /**
   * What new connections get.
   *
   * @param generation another one for each
   */
  record Current(long generation, TlsIdentity identity) {}

  private final Source first;
  private volatile Current current;

  private TlsKeys(Source first) {
    this.first = first;
  }

  /**
   * Those in files, which are read when an endpoint starts.
   *
   * @param chain PEM: our certificate, then those of the authorities between it and the root
   * @param key PEM: the certificate's key in PKCS #8 form, not encrypted
   */
  public static TlsKeys inFiles(Path chain, Path key) {
    return new TlsKeys(() -> TlsIdentity.read(chain, key));
  }

  /**
   * Those of PEM texts as in {@link #inFiles}; they are in memory only.
   *
   * @throws IOException when they cannot be read or do not fit; the message has no key
   */
  public static TlsKeys of(String chain, String key) throws IOException {
    TlsIdentity identity = TlsIdentity.of(chain, key);
    return new TlsKeys(() -> identity);
  }

  /**
   * From now on new connections get these, PEM texts as in {@link #of}.
   *
   * @throws IOException when they cannot be read or do not fit; then those before stay
   */
  public void replace(String chain, String key) throws IOException {
    TlsIdentity identity = TlsIdentity.of(chain, key);
    synchronized (this) {
      current = new Current(current().generation() + 1, identity);
    }
  }

  /**
   * What a connection made now gets.
   *
   * @throws IOException naming the file that is missing or cannot be read
   */
  Current current() throws IOException {
    Current now = current;
    if (now == null) {
      synchronized (this) {
        now = current;
        if (now == null) {
          now = new Current(0, first.read());
          current = now;
        }
      }
    }
    return now;
  }
}
