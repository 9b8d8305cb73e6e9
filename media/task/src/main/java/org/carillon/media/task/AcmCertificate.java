package org.carillon.media.task;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.carillon.media.sip.transport.TlsKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.ExportCertificateResponse;

/**
 * The certificate of SIP over TLS that AWS Certificate Manager made, and renews weeks before its
 * end (V4). Its key is exported under a passphrase that is drawn for each export, and is in memory
 * only. Its timer's thread owns what was exported last.
 */
final class AcmCertificate implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AcmCertificate.class);

  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** How often it is asked for a renewed one; ACM renews long before the end. */
  private static final Duration LOOK = Duration.ofHours(12);

  private static final int PASSPHRASE_BYTES = 32;

  private final AcmClient acm;
  private final String arn;
  private final SecureRandom random = new SecureRandom();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("tls-certificate").factory());

  /**
   * What ACM gave, as PEM.
   *
   * @param chain the certificate and those above it
   * @param key its key, open
   */
  private record Exported(String chain, String key) {
    /** Without the key. */
    @Override
    public String toString() {
      return "Exported[]";
    }
  }

  AcmCertificate(AcmClient acm, String arn) {
    this.acm = acm;
    this.arn = arn;
  }

  /** Asks ACM in the task's region, with the task's role. */
  static AcmCertificate of(String arn) {
    return new AcmCertificate(
        AcmClient.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(it -> it.apiCallTimeout(LIMIT))
            .build(),
        arn);
  }

  /**
   * Exports it, and from then on looks for renewed ones, which take its place.
   *
   * @throws IOException when ACM does not give it, or something that cannot be used
   */
  TlsKeys keys() throws IOException {
    // nodes that started together do not ask together
    long spread = ThreadLocalRandom.current().nextLong(LOOK.toMillis() / 2);
    return keys(Duration.ofMillis(LOOK.toMillis() / 2 + spread), LOOK);
  }

  /** As the other, with a look of its own. */
  TlsKeys keys(Duration first, Duration every) throws IOException {
    Exported exported = export();
    TlsKeys keys;
    try {
      keys = TlsKeys.of(exported.chain(), exported.key());
    } catch (IOException e) {
      throw new IOException("ACM's certificate " + arn + " cannot be used: " + e.getMessage(), e);
    }
    Renewals renewals = new Renewals(keys, exported.chain());
    var _ =
        timer.scheduleWithFixedDelay(
            renewals::look, first.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    return keys;
  }

  /** Owned by the timer's thread. */
  private final class Renewals {
    private final TlsKeys keys;
    private String chain;

    Renewals(TlsKeys keys, String chain) {
      this.keys = keys;
      this.chain = chain;
    }

    void look() {
      try {
        Exported now = export();
        if (!now.chain().equals(chain)) {
          keys.replace(now.chain(), now.key());
          chain = now.chain();
          log.info("ACM renewed the certificate {}; new connections get it.", arn);
        }
      } catch (IOException e) { // asked again; the one before is good for weeks
        log.warn("A renewed certificate could not be had: {}", e.getMessage());
      } catch (RuntimeException e) { // the timer would end with it
        log.error("The look for a renewed certificate failed. Report this as a defect.", e);
      }
    }
  }

  private Exported export() throws IOException {
    byte[] drawn = new byte[PASSPHRASE_BYTES];
    random.nextBytes(drawn);
    String passphrase = HexFormat.of().formatHex(drawn);
    try {
      ExportCertificateResponse given =
          acm.exportCertificate(
              it -> it.certificateArn(arn).passphrase(SdkBytes.fromUtf8String(passphrase)));
      if (given.certificate() == null || given.privateKey() == null) {
        throw new IOException("the answer has no certificate or no key");
      }
      String above = given.certificateChain() == null ? "" : given.certificateChain();
      return new Exported(
          given.certificate().strip() + "\n" + above,
          SealedKey.open(given.privateKey(), passphrase.toCharArray()));
    } catch (SdkException | IOException e) {
      throw new IOException("ACM does not give the certificate " + arn + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    acm.close();
  }
}
