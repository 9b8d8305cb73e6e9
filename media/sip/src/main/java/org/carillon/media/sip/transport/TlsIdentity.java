package org.carillon.media.sip.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate with the certificates above it, and its key.
 *
 * @param chain our certificate first
 * @param key its private key
 */
record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
  private static final Logger LOG = LoggerFactory.getLogger(TlsIdentity.class);

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  /**
   * Reads both PEM files.
   *
   * @throws IOException naming the file that cannot be used; also when the two do not fit
   */
  static TlsIdentity read(Path chainFile, Path keyFile) throws IOException {
    return of(bytes(chainFile), chainFile.toString(), bytes(keyFile), keyFile.toString());
  }

  /**
   * Reads both PEM texts.
   *
   * @throws IOException when one cannot be used; also when the two do not fit
   */
  static TlsIdentity of(String chain, String key) throws IOException {
    return of(
        chain.getBytes(StandardCharsets.ISO_8859_1),
        "the text given",
        key.getBytes(StandardCharsets.ISO_8859_1),
        "the text given");
  }

  private static TlsIdentity of(byte[] chainPem, String chainFile, byte[] keyPem, String keyFile)
      throws IOException {
    List<X509Certificate> chain = certificates(chainPem, chainFile);
    X509Certificate own = chain.getFirst();
    PrivateKey key = key(keyPem, keyFile, own.getPublicKey().getAlgorithm());
    if (!fits(own.getPublicKey(), key)) {
      throw new IOException(
          "TLS key " + keyFile + " does not belong to the first certificate in " + chainFile + ".");
    }
    try {
      own.checkValidity();
    } catch (CertificateException e) {
      LOG.warn(
          "The TLS certificate in {} is good from {} to {} only; peers will refuse it now.",
          chainFile,
          own.getNotBefore(),
          own.getNotAfter());
    }
    return new TlsIdentity(chain, key);
  }

  /** The certificates in a PEM file, at least one. */
  static List<X509Certificate> certificates(Path file) throws IOException {
    return certificates(bytes(file), file.toString());
  }

  private static List<X509Certificate> certificates(byte[] pem, String file) throws IOException {
    try (ByteArrayInputStream in = new ByteArrayInputStream(pem)) {
      List<X509Certificate> read =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (read.isEmpty()) {
        throw new IOException("There is no certificate in " + file + ".");
      }
      return read;
    } catch (CertificateException e) {
      throw new IOException(
          "The certificates in " + file + " cannot be read (" + e.getMessage() + ").", e);
    }
  }

  private static PrivateKey key(byte[] pem, String file, String algorithm) throws IOException {
    Matcher found = KEY.matcher(new String(pem, StandardCharsets.ISO_8859_1));
    try {
      if (!found.find()) {
        throw new IllegalArgumentException("no BEGIN PRIVATE KEY");
      }
      byte[] der = Base64.getMimeDecoder().decode(found.group(1));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          "The key in "
              + file
              + " cannot be read ("
              + e.getMessage()
              + "). It is the certificate's, as PEM in PKCS #8 form without a password: see openssl"
              + " pkcs8 -topk8 -nocrypt.",
          e);
    }
  }

  private static boolean fits(PublicKey publicKey, PrivateKey key) {
    String algorithm = publicKey.getAlgorithm();
    String signature =
        switch (algorithm) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> algorithm;
        };
    byte[] text = {1, 2, 3};
    try {
      Signature maker = Signature.getInstance(signature);
      maker.initSign(key);
      maker.update(text);
      byte[] signed = maker.sign();
      maker.initVerify(publicKey);
      maker.update(text);
      return maker.verify(signed);
    } catch (GeneralSecurityException e) {
      LOG.debug("A TLS key cannot be tried", e);
      return false;
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException("TLS needs " + file + ", and cannot read it.");
    }
    return Files.readAllBytes(file);
  }
}
