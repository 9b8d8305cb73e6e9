package org.carillon.infra;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;

/**
 * Whose word on callers is believed (N13): the file that the setting {@code identity.authorities}
 * names. It is read when the templates are made, so a wrong one never gets as far as a node.
 * Certificates are public; no secret is needed for them.
 */
final class StirAuthorities {

  private static final String KEY = "identity.authorities";

  /** Of 64 KiB that ECS has for a task definition; the rest of ours takes less than 8. */
  private static final int MOST_CHARACTERS = 48 * 1024;

  /** Lists have words between their certificates. */
  private static final int MOST_BYTES = 1024 * 1024;

  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private StirAuthorities() {}

  /**
   * The certificates of a file, each once and in its order, without the words between them.
   *
   * @param file certificates as PEM
   * @return PEM that begins with its first certificate
   * @throws SettingException when the file cannot be read, holds no certificate or something else,
   *     or holds too many of them
   */
  static String read(Path file) {
    byte[] bytes;
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new SettingException(KEY, "a file of at most 1 MiB, which " + file + " is not");
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new SettingException(KEY, "a file that can be read, which " + file + " is not");
    }
    LinkedHashSet<String> certificates = new LinkedHashSet<>();
    for (Certificate certificate : certificates(bytes, file)) {
      certificates.add(pem(certificate));
    }
    if (certificates.isEmpty()) {
      throw new SettingException(KEY, "a file with certificates, and " + file + " has none");
    }
    String all = String.join("", certificates);
    if (all.length() > MOST_CHARACTERS) {
      throw new SettingException(
          KEY,
          "at most %,d characters of certificates, as a task definition has room for, not %,d"
              .formatted(MOST_CHARACTERS, all.length()));
    }
    return all;
  }

  private static Collection<? extends Certificate> certificates(byte[] bytes, Path file) {
    // the factory would take a binary certificate too
    if (!new String(bytes, StandardCharsets.US_ASCII).contains("-----BEGIN ")) {
      throw new SettingException(
          KEY, "a file with certificates as PEM text, and " + file + " has none");
    }
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(bytes));
    } catch (CertificateException e) {
      // without what it says, which may be a part of the file: that may be a key by mistake
      throw new SettingException(
          KEY, "a file with certificates as PEM text and nothing else, which " + file + " is not");
    }
  }

  private static String pem(Certificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + LINES.encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("A certificate that was read cannot be written", e);
    }
  }
}
