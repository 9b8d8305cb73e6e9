package org.carillon.core.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys of signers whose certificates lead to a configured authority (RFC 8224 section 7, RFC
 * 8226). Good ones are held for an hour, others for a minute, so that a flood of calls fetches
 * little. Revocation lists are not asked. Safe for use by many threads.
 */
final class TrustedCertificates {

  private static final Duration GOOD_HELD = Duration.ofHours(1);
  private static final Duration BAD_HELD = Duration.ofMinutes(1);
  private static final int MOST_HELD = 1_000;
  private static final int MOST_IN_CHAIN = 5;
  private static final int P256_BITS = 256;

  private final Set<TrustAnchor> anchors;
  private final CertificateSource source;
  private final InstantSource clock;
  private final Map<URI, Held> held = new ConcurrentHashMap<>();

  private record Held(Optional<Signer> signer, Instant until) {}

  /**
   * Who signs.
   *
   * @param key of P-256
   * @param numbers it may sign for
   */
  record Signer(PublicKey key, TnAuthList numbers) {}

  TrustedCertificates(String anchorsPem, CertificateSource source, InstantSource clock) {
    this.anchors = anchors(anchorsPem);
    this.source = source;
    this.clock = clock;
  }

  private static Set<TrustAnchor> anchors(String pem) {
    try {
      Set<TrustAnchor> anchors = new HashSet<>();
      for (X509Certificate certificate : certificates(pem.getBytes(StandardCharsets.US_ASCII))) {
        anchors.add(new TrustAnchor(certificate, null));
      }
      if (anchors.isEmpty()) {
        throw new IllegalArgumentException("the list of trusted authorities holds none");
      }
      return anchors;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the list of trusted authorities cannot be read", e);
    }
  }

  private static List<X509Certificate> certificates(byte[] pem) throws GeneralSecurityException {
    Collection<? extends Certificate> read =
        CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
    List<X509Certificate> certificates = new ArrayList<>();
    for (Certificate certificate : read) {
      certificates.add((X509Certificate) certificate);
    }
    return certificates;
  }

  /** Whose the certificate under a URL is; empty when it is not to be had or not trusted. */
  Optional<Signer> signer(URI url) {
    Instant now = clock.instant();
    Held known = held.get(url);
    if (known != null && now.isBefore(known.until())) {
      return known.signer();
    }
    if (held.size() >= MOST_HELD) {
      held.clear();
    }
    Optional<Signer> signer = fetched(url, now);
    held.put(url, new Held(signer, now.plus(signer.isPresent() ? GOOD_HELD : BAD_HELD)));
    return signer;
  }

  private Optional<Signer> fetched(URI url, Instant now) {
    if (!"https".equals(url.getScheme()) || url.getHost() == null || url.getUserInfo() != null) {
      return Optional.empty();
    }
    try {
      List<X509Certificate> chain = certificates(source.fetch(url));
      if (chain.isEmpty() || chain.size() > MOST_IN_CHAIN) {
        return Optional.empty();
      }
      validate(chain, now);
      X509Certificate own = chain.getFirst();
      return isP256(own.getPublicKey())
          ? Optional.of(new Signer(own.getPublicKey(), TnAuthList.of(own)))
          : Optional.empty();
    } catch (IOException | GeneralSecurityException notTrusted) {
      return Optional.empty();
    }
  }

  private void validate(List<X509Certificate> chain, Instant now) throws GeneralSecurityException {
    List<X509Certificate> path = new ArrayList<>(chain);
    path.removeIf(
        certificate ->
            anchors.stream().anyMatch(anchor -> anchor.getTrustedCert().equals(certificate)));
    if (path.isEmpty()) { // the signer is an authority itself
      chain.getFirst().checkValidity(Date.from(now));
      return;
    }
    PKIXParameters parameters = new PKIXParameters(anchors);
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(now));
    CertPath certPath = CertificateFactory.getInstance("X.509").generateCertPath(path);
    CertPathValidator.getInstance("PKIX").validate(certPath, parameters);
  }

  private static boolean isP256(PublicKey key) {
    return key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == P256_BITS;
  }
}
