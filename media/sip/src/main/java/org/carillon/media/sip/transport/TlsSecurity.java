package org.carillon.media.sip.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.carillon.media.sip.SipConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys, certificates and rules of TLS (RFC 3261 section 26.3.1, RFC 5922). The JDK's own
 * implementation, so that nothing native has to fit the machine. Safe from any thread.
 */
final class TlsSecurity {
  private static final Logger LOG = LoggerFactory.getLogger(TlsSecurity.class);

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  static {
    // A client that asks for new handshakes on end costs much and gains nothing. Peers never need
    // it: TLS 1.3 has it no more. The JDK reads this once, with its first handshake.
    if (System.getProperty("jdk.tls.rejectClientInitiatedRenegotiation") == null) {
      System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }
  }

  private final TlsKeys keys;
  private final List<String> suites;
  private final SslContext client;
  private final Duration handshakeTime;
  private volatile Server server;

  /** What peers that call us get, of one generation of the keys. */
  private record Server(long generation, SslContext context) {}

  private TlsSecurity(TlsKeys keys, List<String> suites, SslContext client, Duration handshakeTime)
      throws IOException {
    this.keys = keys;
    this.suites = suites;
    this.client = client;
    this.handshakeTime = handshakeTime;
    this.server = server(keys.current());
  }

  /**
   * Reads the files and says in the log what is offered.
   *
   * @throws IOException naming the file that is missing or cannot be read
   */
  static TlsSecurity load(SipConfig.Tls tls, Duration handshakeTime) throws IOException {
    Set<String> supported = supported();
    List<String> offered = TlsSuites.in(supported, true).stream().map(TlsSuites::javaName).toList();
    TlsSecurity security =
        new TlsSecurity(tls.keys(), offered, client(tls, offered), handshakeTime);
    LOG.info(
        "TLS is offered in versions 1.3 and 1.2 with the suites {}. Of the guide's suites the JDK"
            + " refuses (jdk.tls.disabledAlgorithms): {}.",
        names(supported, true),
        names(supported, false));
    return security;
  }

  private static String names(Set<String> supported, boolean wanted) {
    return TlsSuites.in(supported, wanted).stream()
        .map(TlsSuites::guideName)
        .collect(Collectors.joining(", "));
  }

  private static Set<String> supported() throws IOException {
    try {
      return Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("This JDK has no TLS: " + e.getMessage(), e);
    }
  }

  private Server server(TlsKeys.Current own) throws IOException {
    TlsIdentity identity = own.identity();
    return new Server(
        own.generation(),
        common(SslContextBuilder.forServer(identity.key(), identity.chain()), suites));
  }

  /** With the keys there are now; those that cannot be used leave the ones before in place. */
  private SslContext server() {
    Server made = server;
    try {
      TlsKeys.Current now = keys.current();
      if (now.generation() != made.generation()) {
        try {
          made = server(now);
        } catch (IOException e) {
          LOG.error("The new TLS certificate cannot be used; the one before stays.", e);
          made = new Server(now.generation(), made.context());
        }
        server = made;
      }
    } catch (IOException e) { // they were read before
      throw new IllegalStateException("TLS keys that were there cannot be read again", e);
    }
    return made.context();
  }

  private static SslContext client(SipConfig.Tls tls, List<String> suites) throws IOException {
    SslContextBuilder builder = SslContextBuilder.forClient();
    if (tls.trusted().isPresent()) {
      builder.trustManager(TlsIdentity.certificates(tls.trusted().get()));
    }
    return common(builder, suites);
  }

  private static SslContext common(SslContextBuilder builder, List<String> suites)
      throws SSLException {
    return builder
        .sslProvider(SslProvider.JDK)
        .protocols(PROTOCOLS)
        .ciphers(suites, SupportedCipherSuiteFilter.INSTANCE)
        .build();
  }

  /**
   * For a connection that a peer made.
   *
   * @param sums does the costly sums of the handshake, so that open connections do not wait
   */
  SslHandler accepting(ByteBufAllocator buffers, Executor sums) {
    return timed(server().newHandler(buffers, sums));
  }

  /** For a connection that we make; the peer's certificate must have that name or IP address. */
  SslHandler connecting(ByteBufAllocator buffers, Executor sums, String peerName, int port) {
    SslHandler handler = client.newHandler(buffers, peerName, port, sums);
    SSLParameters parameters = handler.engine().getSSLParameters();
    // The rules of HTTPS for names (RFC 9525), since the JDK has no others. They differ from RFC
    // 5922 in that *.example.com stands for sip.example.com.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    handler.engine().setSSLParameters(parameters);
    return timed(handler);
  }

  private SslHandler timed(SslHandler handler) {
    handler.setHandshakeTimeoutMillis(handshakeTime.toMillis());
    return handler;
  }
}
