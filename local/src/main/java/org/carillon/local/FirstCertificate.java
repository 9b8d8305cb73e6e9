package org.carillon.local;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of an installation that was given none: made at the first start, signed by
 * itself, kept in the data directory, its key readable by its owner alone. It names this machine's
 * addresses and {@code localhost}. Peers take it when they are told to trust it.
 */
final class FirstCertificate {
  private static final Logger log = LoggerFactory.getLogger(FirstCertificate.class);

  private static final Duration VALIDITY = Duration.ofDays(3650);
  private static final int KEY_BITS = 2048;

  private FirstCertificate() {}

  /**
   * The files, made when they are not there.
   *
   * @throws StartException when they cannot be made
   */
  static LocalTls.KeyFiles provide(Path data, List<InetAddress> bind) throws StartException {
    Path folder = data.resolve("tls");
    var files = new LocalTls.KeyFiles(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
    if (Files.exists(files.certificate()) && Files.exists(files.key())) {
      return files;
    }
    try {
      Files.createDirectories(folder);
      make(files, bind);
      log.info(
          "SIP over TLS has a new certificate in {}, signed by itself; peers must be told to trust"
              + " it. Give another with --tls-certificate and --tls-key.",
          files.certificate());
      return files;
    } catch (IOException | GeneralSecurityException e) {
      throw new StartException(
          "The certificate for SIP over TLS cannot be made in "
              + folder
              + ": "
              + e.getMessage()
              + " Give one with --tls-certificate and --tls-key.",
          e);
    }
  }

  private static void make(LocalTls.KeyFiles files, List<InetAddress> bind)
      throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(KEY_BITS);
    KeyPair keys = generator.generateKeyPair();
    Instant now = Instant.now();
    byte[] certificate =
        SelfSigned.certificate(
            keys,
            "carillon",
            List.of("localhost"),
            addresses(bind),
            now.minus(Duration.ofHours(1)), // for peers whose clocks are behind
            now.plus(VALIDITY));
    write(files.key(), "PRIVATE KEY", keys.getPrivate().getEncoded());
    write(files.certificate(), "CERTIFICATE", certificate);
  }

  private static List<InetAddress> addresses(List<InetAddress> bind) {
    Set<InetAddress> addresses = new LinkedHashSet<>();
    addresses.add(InetAddress.ofLiteral("127.0.0.1"));
    addresses.add(InetAddress.ofLiteral("::1"));
    bind.stream().filter(address -> !address.isAnyLocalAddress()).forEach(addresses::add);
    return List.copyOf(addresses);
  }

  /** Moved into place when it is whole, so that a start that dies leaves no half file. */
  private static void write(Path file, String kind, byte[] der) throws IOException {
    String pem =
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(
                kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), kind);
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      var ownerOnly = PosixFilePermissions.fromString("rw-------");
      Files.createFile(part, PosixFilePermissions.asFileAttribute(ownerOnly));
    }
    Files.write(part, pem.getBytes(StandardCharsets.US_ASCII));
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
