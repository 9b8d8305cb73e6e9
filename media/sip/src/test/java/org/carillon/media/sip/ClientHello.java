package org.carillon.media.sip;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HexFormat;

/**
 * The first message of a TLS client, written by hand (RFC 5246 section 7.4.1.2, RFC 8446 section
 * 4.1.2): so suites and versions can be offered that this JDK, or any library, would not offer.
 */
record ClientHello(String version, String suite) {
  static final String TLS_1_1 = "0302";
  static final String TLS_1_2 = "0303";
  static final String TLS_1_3 = "0304";

  /** Curves x25519 and secp256r1, group ffdhe2048. */
  private static final String GROUPS = "000a0008" + "0006" + "001d00170100";

  private static final String POINT_FORMATS = "000b0002" + "0100";

  /** RSA, with SHA-256, SHA-384 and SHA-512, in both paddings, and with SHA-1. */
  private static final String SIGNATURES = "000d0010" + "000e" + "0401050106010804080508060201";

  /** TLS 1.3, and no key yet: the server picks the suite and asks for one. */
  private static final String ONLY_1_3 = "002b0003" + "020304" + "00330002" + "0000";

  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;
  private static final int SERVER_HELLO = 2;
  private static final int RANDOM = 32;

  /** What the server said to it. */
  sealed interface Reply {
    /** It goes on with this suite. */
    record Chosen(String suite) implements Reply {}

    /** It ends the handshake, with this alert (RFC 8446 section 6). */
    record Alert(int description) implements Reply {
      static final Alert HANDSHAKE_FAILURE = new Alert(40);
      static final Alert PROTOCOL_VERSION = new Alert(70);
    }
  }

  /** Sends it on a connection of its own. */
  Reply sendTo(InetSocketAddress server) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(server, 2_000);
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(bytes());
      return read(new DataInputStream(socket.getInputStream()));
    }
  }

  private byte[] bytes() {
    HexFormat hex = HexFormat.of();
    boolean newest = version.equals(TLS_1_3);
    byte[] extensions =
        hex.parseHex(GROUPS + POINT_FORMATS + SIGNATURES + (newest ? ONLY_1_3 : ""));
    ByteArrayOutputStream hello = new ByteArrayOutputStream();
    hello.writeBytes(hex.parseHex(newest ? TLS_1_2 : version));
    hello.writeBytes(new byte[RANDOM]);
    hello.write(0); // no session to resume
    hello.writeBytes(hex.parseHex("0002" + suite + "0100"));
    hello.writeBytes(twoBytes(extensions.length));
    hello.writeBytes(extensions);
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.writeBytes(hex.parseHex("160301"));
    record.writeBytes(twoBytes(hello.size() + 4));
    record.writeBytes(hex.parseHex("0100"));
    record.writeBytes(twoBytes(hello.size()));
    record.writeBytes(hello.toByteArray());
    return record.toByteArray();
  }

  private static byte[] twoBytes(int number) {
    return new byte[] {(byte) (number >> 8), (byte) number};
  }

  private static Reply read(DataInputStream in) throws IOException {
    int type = in.readUnsignedByte();
    in.skipNBytes(4);
    if (type == ALERT) {
      in.skipNBytes(1);
      return new Reply.Alert(in.readUnsignedByte());
    }
    if (type != HANDSHAKE || in.readUnsignedByte() != SERVER_HELLO) {
      throw new IOException("no ServerHello, but a record of type " + type);
    }
    in.skipNBytes(3 + 2 + RANDOM);
    in.skipNBytes(in.readUnsignedByte());
    return new Reply.Chosen(HexFormat.of().toHexDigits(in.readShort()));
  }
}
