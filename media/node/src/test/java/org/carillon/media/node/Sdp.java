package org.carillon.media.node;

import java.nio.charset.StandardCharsets;

/** Session descriptions that a test writes by hand. */
final class Sdp {
  private Sdp() {}

  /** Audio at a port of 127.0.0.1, with these payload types and attribute lines. */
  static String audio(String port, String types, String... attributes) {
    StringBuilder sdp =
        new StringBuilder(
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n");
    sdp.append("m=audio ").append(port).append(" RTP/AVP ").append(types).append("\r\n");
    for (String attribute : attributes) {
      sdp.append("a=").append(attribute).append("\r\n");
    }
    return sdp.toString();
  }

  static byte[] bytes(String sdp) {
    return sdp.getBytes(StandardCharsets.US_ASCII);
  }
}
