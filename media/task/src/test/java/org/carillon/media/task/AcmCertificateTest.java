package org.carillon.media.task;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.carillon.contract.Json;
import org.carillon.media.sip.CallListener;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.SipEndpoint;
import org.carillon.media.sip.SipUser;
import org.carillon.media.sip.UasCall;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.transport.TlsKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.AcmClient;

/** SIP over TLS with a certificate of ACM's, whose answers are made with openssl (V4). */
@Timeout(60)
class AcmCertificateTest {
  private static final String ARN =
      "arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012";

  @TempDir Path folder;
  private final List<String> passphrases = new CopyOnWriteArrayList<>();
  private final AtomicInteger exports = new AtomicInteger();
  private X509Bundle authority;
  private HttpServer server;
  private AcmClient acm;
  private volatile X509Bundle issued;
  private volatile String cipher = "aes-256-cbc";

  @BeforeEach
  void open() throws Exception {
    authority =
        new CertificateBuilder()
            .rsa2048()
            .subject("CN=Authority of a test")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    issued = issue();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::export);
    server.start();
    acm =
        AcmClient.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .overrideConfiguration(it -> it.retryStrategy(retry -> retry.maxAttempts(1)))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  @AfterEach
  void close() {
    acm.close();
    server.stop(0);
  }

  private X509Bundle issue() throws Exception {
    return new CertificateBuilder()
        .rsa2048()
        .subject("CN=abcdef.voiceconnector.voice.example.com")
        .addSanDnsName("abcdef.voiceconnector.voice.example.com")
        .buildIssuedBy(authority);
  }

  private void export(HttpExchange exchange) throws IOException {
    try (exchange) {
      exports.incrementAndGet();
      Map<String, Object> asked = Json.readObject(exchange.getRequestBody().readAllBytes());
      assertThat(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
          .isEqualTo("CertificateManager.ExportCertificate");
      X509Bundle given = issued;
      byte[] answer;
      int status = 200;
      if (given == null) {
        status = 400;
        answer =
            Json.write(Map.of("__type", "RequestInProgressException", "message", "not issued yet"));
      } else {
        String passphrase =
            new String(Base64.getDecoder().decode((String) asked.get("Passphrase")), UTF_8);
        passphrases.add(passphrase);
        answer =
            Json.write(
                Map.of(
                    "Certificate",
                    given.getCertificatePEM(),
                    "CertificateChain",
                    authority.getCertificatePEM(),
                    "PrivateKey",
                    sealed(given.getPrivateKeyPEM(), passphrase)));
      }
      exchange.sendResponseHeaders(status, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /** By openssl, so that not both sides are ours. */
  private String sealed(String key, String passphrase) throws Exception {
    Path open = Files.writeString(folder.resolve("key.pem"), key);
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "pkcs8",
                "-topk8",
                "-v2",
                cipher,
                "-in",
                open.toString(),
                "-passout",
                "pass:" + passphrase)
            .redirectErrorStream(true)
            .start();
    String sealed = new String(openssl.getInputStream().readAllBytes(), UTF_8);
    assertThat(openssl.waitFor()).as(sealed).isZero();
    return sealed;
  }

  /** An endpoint with the certificate, which is asked for anew all the time. */
  private static SipEndpoint listening(AcmCertificate certificate) throws IOException {
    TlsKeys keys = certificate.keys(Duration.ofMillis(20), Duration.ofMillis(20));
    return SipEndpoint.start(
        SipConfig.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .withTls(new SipConfig.Tls(0, keys, Optional.empty())),
        new Silent());
  }

  @Test
  void callsComeOverTlsAndARenewedCertificateServesNewConnections() throws Exception {
    try (AcmCertificate certificate = new AcmCertificate(acm, ARN)) {
      try (SipEndpoint endpoint = listening(certificate)) {
        X509Bundle first = issued;
        SSLSocket before = connect(endpoint);
        assertThat(shown(before)).isEqualTo(first.getCertificate());

        issued = issue();
        Await.until(
            "the renewed certificate", () -> shownBy(endpoint).equals(issued.getCertificate()));

        before.getOutputStream().write("\r\n\r\n".getBytes(UTF_8)); // RFC 5626 section 3.5.1
        assertThat(before.getInputStream().readNBytes(2)).isEqualTo("\r\n".getBytes(UTF_8));
        before.close();
      }
      assertThat(passphrases).doesNotHaveDuplicates().allSatisfy(it -> assertThat(it).hasSize(64));
    }
  }

  @Test
  void aFailureLeavesTheCertificateThereWas() throws Exception {
    try (AcmCertificate certificate = new AcmCertificate(acm, ARN)) {
      try (SipEndpoint endpoint = listening(certificate)) {
        X509Bundle first = issued;
        issued = null;
        int seen = exports.get();
        Await.until("some failures", () -> exports.get() > seen + 2);

        assertThat(shownBy(endpoint)).isEqualTo(first.getCertificate());
      }
    }
  }

  @Test
  void aCertificateThatIsNotGivenIsSaid() {
    issued = null;
    try (AcmCertificate certificate = new AcmCertificate(acm, ARN)) {
      assertThatThrownBy(certificate::keys)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(ARN)
          .hasMessageContaining("not issued yet");
    }
  }

  @Test
  void aKeyInAnotherFormIsSaidAndNotShown() {
    cipher = "des3";
    try (AcmCertificate certificate = new AcmCertificate(acm, ARN)) {
      assertThatThrownBy(certificate::keys)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot be opened")
          .message()
          .doesNotContain(passphrases.getFirst());
    }
  }

  private X509Certificate shownBy(SipEndpoint endpoint) {
    try (SSLSocket socket = connect(endpoint)) {
      return shown(socket);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private SSLSocket connect(SipEndpoint endpoint) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {authority.toTrustManager()}, null);
    InetSocketAddress at = endpoint.tlsAddresses().getFirst();
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(at.getAddress(), at.getPort());
    socket.setSoTimeout(10_000);
    socket.startHandshake();
    return socket;
  }

  private static X509Certificate shown(SSLSocket socket) throws Exception {
    return (X509Certificate) socket.getSession().getPeerCertificates()[0];
  }

  /** Takes nothing. */
  private static final class Silent implements SipUser {
    @Override
    public CallListener onInvite(UasCall call, SipRequest invite) {
      throw new AssertionError("nobody calls");
    }

    @Override
    public void onRequest(UasRequest request) {
      request.respond(481);
    }
  }
}
