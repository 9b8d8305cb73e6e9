package org.carillon.media.sip;

import java.nio.charset.StandardCharsets;

/** What peers on streams say in tests. */
final class TcpPeer {
  private TcpPeer() {}

  /** An OPTIONS request with that branch over TCP or TLS. */
  static byte[] options(String branch, String transport) {
    return """
        OPTIONS sip:carillon@127.0.0.1 SIP/2.0
        Via: SIP/2.0/%s 127.0.0.1;branch=z9hG4bK%s
        From: <sip:raw@example.com>;tag=raw
        To: <sip:carillon@example.com>
        Call-ID: %s
        CSeq: 1 OPTIONS
        Max-Forwards: 70
        Content-Length: 0

        """
        .formatted(transport, branch, branch)
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
