package org.carillon.local;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The options of {@code scripts/run-local} about SIP over TLS. */
final class TlsOptions {

  @Option(
      names = "--sip-tls-port",
      paramLabel = "PORT",
      description =
          "Port of SIP over TLS; 0: any free one. Default: the one after the SIP port, or any when"
              + " that is taken. [CARILLON_SIP_TLS_PORT]")
  String port;

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description =
          "Certificate of SIP over TLS, PEM, with those between it and its authority. Default: one"
              + " that is made at the first start and signed by itself."
              + " [CARILLON_TLS_CERTIFICATE]")
  String certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description =
          "The certificate's key, PEM in PKCS #8 form without a password. [CARILLON_TLS_KEY]")
  String key;

  @Option(
      names = "--tls-trusted",
      paramLabel = "FILE",
      description =
          "Authorities whose certificates are taken from hosts that are called over TLS, PEM."
              + " Default: those of the JDK. [CARILLON_TLS_TRUSTED]")
  String trusted;

  /** All values, checked. */
  LocalTls check(Map<String, String> environment) throws LocalOptions.InvalidOptionException {
    OptionalInt chosen =
        LocalOptions.value("--sip-tls-port", port, "", environment).isEmpty()
            ? OptionalInt.empty()
            : OptionalInt.of(LocalOptions.port("--sip-tls-port", port, 0, environment));
    Optional<Path> chain = file("--tls-certificate", certificate, environment);
    Optional<Path> secret = file("--tls-key", key, environment);
    if (chain.isPresent() != secret.isPresent()) {
      throw new LocalOptions.InvalidOptionException(
          "--tls-certificate and --tls-key are given together or not at all.");
    }
    Optional<LocalTls.KeyFiles> own = chain.map(c -> new LocalTls.KeyFiles(c, secret.get()));
    return new LocalTls(chosen, own, file("--tls-trusted", trusted, environment));
  }

  private static Optional<Path> file(String option, String given, Map<String, String> environment)
      throws LocalOptions.InvalidOptionException {
    String text = LocalOptions.value(option, given, "", environment);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path file = Path.of(text);
      if (Files.isReadable(file)) {
        return Optional.of(file);
      }
    } catch (InvalidPathException e) {
      throw LocalOptions.invalid(option, given, "is the path of a file", text);
    }
    throw LocalOptions.invalid(option, given, "is a file that can be read", text);
  }
}
