package org.carillon.local;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes an X.509 certificate (RFC 5280) for an RSA key, signed by that key. The JDK can read
 * certificates and has no public class that makes one; its keytool would cost a start a second.
 */
final class SelfSigned {
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int UTF8_STRING = 0x0c;
  private static final int UTC_TIME = 0x17; // for years before 2050
  private static final int VERSION = 0xa0;
  private static final int EXTENSIONS = 0xa3;
  private static final int DNS_NAME = 0x82;
  private static final int IP_ADDRESS = 0x87;

  // Object identifiers, encoded.
  private static final byte[] SHA256_WITH_RSA = hex("06092a864886f70d01010b0500");
  private static final byte[] COMMON_NAME = hex("0603550403");
  private static final byte[] SUBJECT_ALT_NAME = hex("0603551d11");
  private static final byte[] EXTENDED_KEY_USAGE = hex("0603551d25");
  private static final byte[] SERVER_AUTH = hex("06082b06010505070301");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private SelfSigned() {}

  /**
   * The certificate, DER.
   *
   * @param name its subject and issuer, a common name
   * @param hosts names that servers are called by
   * @param addresses addresses that servers are called by
   */
  static byte[] certificate(
      KeyPair keys,
      String name,
      List<String> hosts,
      List<InetAddress> addresses,
      Instant from,
      Instant until)
      throws GeneralSecurityException {
    byte[] subject =
        der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, utf8(name)))));
    byte[] names = new byte[0];
    for (String host : hosts) {
      names = join(names, der(DNS_NAME, utf8(host)));
    }
    for (InetAddress address : addresses) {
      names = join(names, der(IP_ADDRESS, address.getAddress()));
    }
    byte[] extensions =
        der(
            SEQUENCE,
            extension(SUBJECT_ALT_NAME, der(SEQUENCE, names)),
            extension(EXTENDED_KEY_USAGE, der(SEQUENCE, SERVER_AUTH)));
    byte[] signed =
        der(
            SEQUENCE,
            der(VERSION, der(INTEGER, new byte[] {2})), // version 3
            der(INTEGER, new BigInteger(127, new SecureRandom()).setBit(126).toByteArray()),
            der(SEQUENCE, SHA256_WITH_RSA),
            subject,
            der(SEQUENCE, time(from), time(until)),
            subject,
            keys.getPublic().getEncoded(),
            der(EXTENSIONS, extensions));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update(signed);
    return der(
        SEQUENCE,
        signed,
        der(SEQUENCE, SHA256_WITH_RSA),
        der(BIT_STRING, new byte[] {0}, signature.sign()));
  }

  private static byte[] extension(byte[] identifier, byte[] value) {
    return der(SEQUENCE, identifier, der(OCTET_STRING, value));
  }

  private static byte[] time(Instant moment) {
    return der(UTC_TIME, utf8(TIME.format(moment)));
  }

  /** Tag, length and content (X.690). */
  private static byte[] der(int tag, byte[]... parts) {
    byte[] content = join(parts);
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 6);
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      byte[] length = BigInteger.valueOf(content.length).toByteArray();
      int skip = length[0] == 0 ? 1 : 0;
      out.write(0x80 | (length.length - skip));
      out.write(length, skip, length.length - skip);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
