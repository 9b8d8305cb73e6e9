package org.carillon.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/**
 * One kept connection that sends requests made and signed beforehand, so that the time measured is
 * the server's and the loopback's, and hardly the client's.
 */
final class WireClient implements AutoCloseable {
  private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();
  private static final AwsBasicCredentials KEY =
      AwsBasicCredentials.create(CarillonProcess.KEY_ID, CarillonProcess.SECRET);

  private final Socket socket;
  private final InputStream in;

  WireClient(URI api) throws IOException {
    socket = new Socket(api.getHost(), api.getPort());
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 16_384);
  }

  /** A request as it goes over the wire, signed by the AWS SDK's signer. Good for five minutes. */
  static byte[] request(URI api, SdkHttpMethod method, String path, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    SdkHttpRequest.Builder plain =
        SdkHttpRequest.builder()
            .method(method)
            .uri(api)
            .encodedPath(path)
            .putHeader("Host", api.getAuthority());
    if (body.length > 0) {
      plain
          .putHeader("Content-Type", "application/json")
          .putHeader("Content-Length", Integer.toString(body.length));
    }
    SignedRequest signed =
        SIGNER.sign(
            r ->
                r.identity(KEY)
                    .request(plain.build())
                    .payload(ContentStreamProvider.fromByteArray(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "chime")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"));
    StringBuilder head = new StringBuilder(512);
    head.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
    signed
        .request()
        .forEachHeader(
            (name, values) ->
                head.append(name).append(": ").append(String.join(",", values)).append("\r\n"));
    head.append("\r\n");
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    wire.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
    wire.writeBytes(body);
    return wire.toByteArray();
  }

  /** Sends one and gives the answer's body. Anything but this status is an error. */
  byte[] exchange(byte[] request, int expected) throws IOException {
    socket.getOutputStream().write(request);
    String status = line();
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    byte[] body = in.readNBytes(length);
    if (!status.startsWith("HTTP/1.1 " + expected)) {
      throw new IOException(status + " " + new String(body, StandardCharsets.UTF_8));
    }
    return body;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection was closed after: " + line);
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
