package org.carillon.functions.sipruledispatch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.carillon.core.connectors.AddressPolicy;
import org.carillon.core.identity.CertificateSource;

/**
 * Signers' certificates over HTTPS (RFC 8224 section 7.1). A caller names the URL, so it is taken
 * with care: public hosts and the ports of ATIS-1000074 only, no redirections, two seconds, and a
 * bound on the answer. Safe for use by many threads.
 */
public final class HttpsCertificates implements CertificateSource, AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final int HTTPS = 443;
  private static final int HTTPS_OTHER = 8443;

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(LIMIT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  @Override
  public byte[] fetch(URI url) throws IOException {
    int port = url.getPort() < 0 ? HTTPS : url.getPort();
    if (!"https".equals(url.getScheme())
        || url.getHost() == null
        || (port != HTTPS && port != HTTPS_OTHER)) {
      throw new IOException("not an https URL on port 443 or 8443");
    }
    for (InetAddress address : InetAddress.getAllByName(url.getHost())) {
      if (AddressPolicy.PUBLIC.problem(address.getHostAddress()).isPresent()) {
        throw new IOException("not a public host");
      }
    }
    HttpRequest request = HttpRequest.newBuilder(url).timeout(LIMIT).GET().build();
    Future<HttpResponse<byte[]>> answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
    try {
      HttpResponse<byte[]> response = answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new IOException("answered " + response.statusCode());
      }
      return response.body();
    } catch (TimeoutException | ExecutionException e) {
      answer.cancel(true);
      throw new IOException("not answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
