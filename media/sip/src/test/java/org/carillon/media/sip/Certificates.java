package org.carillon.media.sip;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/** An authority of a test's own, and the files that an endpoint reads. */
public final class Certificates {
  private final Path folder;
  private final X509Bundle authority;

  public Certificates(Path folder) throws Exception {
    this.folder = folder;
    this.authority =
        new CertificateBuilder()
            .rsa2048()
            .subject("CN=Authority of a test")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Files.writeString(trusted(), authority.getCertificatePEM());
  }

  Path trusted() {
    return folder.resolve("authority.pem");
  }

  /** TLS on a free port, for a host with those names; both sides trust the authority. */
  SipConfig.Tls tls(String... names) throws Exception {
    CertificateBuilder builder = new CertificateBuilder().rsa2048().subject("CN=" + names[0]);
    for (String name : names) {
      try {
        builder = builder.addSanIpAddress(InetAddress.ofLiteral(name));
      } catch (IllegalArgumentException e) {
        builder = builder.addSanDnsName(name);
      }
    }
    X509Bundle certificate = builder.buildIssuedBy(authority);
    Files.writeString(chain(names[0]), certificate.getCertificatePathPEM());
    Files.writeString(key(names[0]), certificate.getPrivateKeyPEM());
    return new SipConfig.Tls(0, chain(names[0]), key(names[0]), Optional.of(trusted()));
  }

  /** The file with the certificate of {@link #tls} with that first name. */
  Path chain(String name) {
    return folder.resolve(name + ".crt.pem");
  }

  /** The file with its key. */
  Path key(String name) {
    return folder.resolve(name + ".key.pem");
  }

  /** An endpoint's configuration with TLS on loopback, with the names that loopback has. */
  SipConfig config() throws Exception {
    return Endpoints.config("127.0.0.1").withTls(tls("localhost", "127.0.0.1", "::1"));
  }

  /** Makes sockets that trust the authority. */
  SSLSocketFactory sockets() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {authority.toTrustManager()}, null);
    return context.getSocketFactory();
  }

  /** Makes servers with a certificate of the authority for that name. */
  SSLServerSocketFactory servers(String name) throws Exception {
    X509Bundle own =
        new CertificateBuilder()
            .rsa2048()
            .subject("CN=" + name)
            .addSanDnsName(name)
            .buildIssuedBy(authority);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.toKeyManagerFactory().getKeyManagers(), null, null);
    return context.getServerSocketFactory();
  }

  static Set<String> suitesOfTheGuide() {
    return Set.of(
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
        "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256",
        "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256");
  }
}
