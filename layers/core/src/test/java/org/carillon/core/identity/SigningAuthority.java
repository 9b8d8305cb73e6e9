package org.carillon.core.identity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** An authority and a signer's key and certificate, made by the JDK's own keytool. */
public final class SigningAuthority {

  private static final char[] PASSWORD = "sesame-sesame".toCharArray();

  private final KeyStore store;

  /**
   * Makes one.
   *
   * @param curve of the signer's key, such as {@code secp256r1}
   * @param validity how long the signer's certificate is good, from {@code start} on
   * @param start as keytool takes it, such as {@code -1d}
   */
  public SigningAuthority(Path directory, String curve, int validity, String start)
      throws IOException, InterruptedException, GeneralSecurityException {
    this(directory, curve, validity, start, List.of());
  }

  /** The same with extensions of the signer's certificate, as keytool takes them. */
  SigningAuthority(
      Path directory, String curve, int validity, String start, List<String> extensions)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = directory.resolve(UUID.randomUUID() + ".p12");
    keytool(file, "ca", "secp256r1", 3650, start, List.of("-ext", "bc:c=ca:true"));
    List<String> more = new ArrayList<>(List.of("-signer", "ca"));
    extensions.forEach(extension -> more.addAll(List.of("-ext", extension)));
    keytool(file, "signer", curve, validity, start, more);
    store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
  }

  private static void keytool(
      Path file, String alias, String curve, int validity, String start, List<String> more)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                curve,
                "-dname",
                "CN=" + alias,
                "-validity",
                String.valueOf(validity),
                "-startdate",
                start,
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD)));
    command.addAll(more);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool: " + output);
    }
  }

  /** The authority's certificate as PEM. */
  public String authority() throws GeneralSecurityException {
    return pem("CERTIFICATE", store.getCertificate("ca").getEncoded());
  }

  /** The signer's certificate and what leads to the authority, as PEM. */
  public String chain() throws GeneralSecurityException {
    StringBuilder chain = new StringBuilder();
    for (Certificate certificate : store.getCertificateChain("signer")) {
      chain.append(pem("CERTIFICATE", certificate.getEncoded()));
    }
    return chain.toString();
  }

  /** The signer's key as PEM. */
  public String key() throws GeneralSecurityException {
    return pem("PRIVATE KEY", store.getKey("signer", PASSWORD).getEncoded());
  }

  private static String pem(String what, byte[] bytes) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
  }
}
