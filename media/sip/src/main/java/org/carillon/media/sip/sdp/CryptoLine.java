package org.carillon.media.sip.sdp;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * An {@code a=crypto} line (RFC 4568): a master key for the packets of the side that writes it.
 * What it prints as a string has no key in it.
 */
public final class CryptoLine {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int MOST_TAG_DIGITS = 9;
  private static final int MOST_MKI_BYTES = 128;

  private final int tag;
  private final String suiteName;
  private final CryptoSuite suite;
  private final byte[] keyAndSalt;
  private final byte[] mki;

  private CryptoLine(int tag, String suiteName, CryptoSuite suite, byte[] keyAndSalt, byte[] mki) {
    this.tag = tag;
    this.suiteName = suiteName;
    this.suite = suite;
    this.keyAndSalt = keyAndSalt;
    this.mki = mki;
  }

  /** A line with a new random key. */
  static CryptoLine create(int tag, CryptoSuite suite) {
    return create(tag, suite.name(), suite);
  }

  /** A line with a new random key that answers an offered one: its tag, its suite as written. */
  static CryptoLine answering(CryptoLine offered) {
    return create(offered.tag, offered.suiteName, offered.suite);
  }

  private static CryptoLine create(int tag, String suiteName, CryptoSuite suite) {
    byte[] key = new byte[suite.keyAndSaltBytes()];
    RANDOM.nextBytes(key);
    return new CryptoLine(tag, suiteName, suite, key, new byte[0]);
  }

  /** This key again, as the answer to another line of the same suite. */
  CryptoLine asAnswerTo(CryptoLine offered) {
    return new CryptoLine(offered.tag, offered.suiteName, suite, keyAndSalt, mki);
  }

  /** The lines of a stream that we can use, in its order: unknown and odd ones are left out. */
  static List<CryptoLine> of(MediaDescription stream) {
    List<CryptoLine> lines = new ArrayList<>();
    for (Attribute attribute : stream.attributes()) {
      if (attribute.name().equals("crypto") && attribute.value() != null) {
        parse(attribute.value()).ifPresent(lines::add);
      }
    }
    return lines;
  }

  /**
   * Reads {@code tag suite inline:key[|lifetime][|mki:length] [session parameters]}. A line with
   * session parameters (they may turn encryption off) or several keys is not ours to use.
   */
  static Optional<CryptoLine> parse(String value) {
    String[] parts = value.strip().split(" +");
    if (parts.length != 3
        || parts[0].isEmpty()
        || parts[0].length() > MOST_TAG_DIGITS
        || !digits(parts[0])
        || !parts[2].startsWith("inline:")) {
      return Optional.empty();
    }
    Optional<CryptoSuite> suite = CryptoSuite.named(parts[1]);
    String[] key = parts[2].substring("inline:".length()).split("\\|", -1);
    if (suite.isEmpty() || key.length > 3) {
      return Optional.empty();
    }
    try {
      byte[] keyAndSalt = Base64.getDecoder().decode(key[0]);
      byte[] mki = new byte[0];
      for (int i = 1; i < key.length; i++) {
        if (key[i].indexOf(':') >= 0) {
          mki = mki(key[i]);
        } else if (!lifetime(key[i])) {
          return Optional.empty();
        }
      }
      return keyAndSalt.length == suite.get().keyAndSaltBytes() && mki != null
          ? Optional.of(
              new CryptoLine(Integer.parseInt(parts[0]), parts[1], suite.get(), keyAndSalt, mki))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      // no base 64
      return Optional.empty();
    }
  }

  /** A number of packets, or a power of two; ours is never reached before a call ends. */
  private static boolean lifetime(String text) {
    String number = text.startsWith("2^") ? text.substring(2) : text;
    return !number.isEmpty() && number.length() <= 15 && digits(number);
  }

  /** {@code value:length} as the bytes that stand in a packet; null when it does not fit. */
  private static byte[] mki(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 2
        || parts[0].isEmpty()
        || parts[0].length() > 3 * MOST_MKI_BYTES
        || !digits(parts[0])
        || !parts[1].matches("[0-9]{1,3}")) {
      return null;
    }
    int length = Integer.parseInt(parts[1]);
    byte[] number = new BigInteger(parts[0]).toByteArray();
    int skip = number.length > 1 && number[0] == 0 ? 1 : 0;
    if (length < 1 || length > MOST_MKI_BYTES || number.length - skip > length) {
      return null;
    }
    byte[] mki = new byte[length];
    System.arraycopy(number, skip, mki, length - number.length + skip, number.length - skip);
    return mki;
  }

  private static boolean digits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** The number that an answer repeats. */
  public int tag() {
    return tag;
  }

  /** What the packets are made with. */
  public CryptoSuite suite() {
    return suite;
  }

  /** Master key and master salt, one after the other. A secret. */
  public byte[] keyAndSalt() {
    return keyAndSalt.clone();
  }

  /** The master key identifier in each packet; empty when there is none (RFC 3711 section 3.1). */
  public byte[] mki() {
    return mki.clone();
  }

  /** The attribute to be sent. */
  Attribute attribute() {
    String key = Base64.getEncoder().encodeToString(keyAndSalt);
    return new Attribute("crypto", tag + " " + suiteName + " inline:" + key);
  }

  /** Whether both have the same suite, key and identifier; constant in time. */
  boolean hasKeyOf(CryptoLine other) {
    return suite == other.suite
        && java.security.MessageDigest.isEqual(keyAndSalt, other.keyAndSalt)
        && Arrays.equals(mki, other.mki);
  }

  @Override
  public String toString() {
    return "crypto:" + tag + " " + suiteName;
  }
}
