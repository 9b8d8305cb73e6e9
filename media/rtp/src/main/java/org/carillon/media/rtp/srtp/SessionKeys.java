package org.carillon.media.rtp.srtp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The session keys that a master key gives for RTP or for RTCP (RFC 3711 section 4.3, RFC 6188
 * section 3), and what is done with them: the key stream and the authentication tag. For one thread
 * at a time; no allocation for a packet but what the JDK's HMAC makes of its result.
 *
 * <p>Counter mode is made of single AES blocks, because the JDK's own mode would be set up anew, in
 * new objects, for each packet.
 */
final class SessionKeys {
  private static final int BLOCK = 16;
  private static final int AUTHENTICATION_KEY_BYTES = 20;

  /** Labels of section 4.3.2, of RTP; those of RTCP are three more. */
  private static final int ENCRYPTION = 0;

  private static final int AUTHENTICATION = 1;
  private static final int SALT = 2;
  private static final int RTCP = 3;

  private final Cipher aes;
  private final Mac hmac;
  private final byte[] salt;
  private final byte[] tag = new byte[AUTHENTICATION_KEY_BYTES];

  /** What a master key gives; never compared. */
  @SuppressWarnings("ArrayRecordComponent")
  record Derived(byte[] cipherKey, byte[] authenticationKey, byte[] salt) {}

  SessionKeys(SrtpKey master, boolean rtcp) {
    this(derive(master, rtcp));
  }

  SessionKeys(Derived keys) {
    salt = keys.salt;
    try {
      aes = aes(keys.cipherKey);
      hmac = Mac.getInstance("HmacSHA1");
      hmac.init(new SecretKeySpec(keys.authenticationKey, "HmacSHA1"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES and HmacSHA1", e);
    }
  }

  static Derived derive(SrtpKey master, boolean rtcp) {
    int base = rtcp ? RTCP : 0;
    try {
      Cipher prf = aes(master.key());
      return new Derived(
          derive(prf, master, base + ENCRYPTION, master.key().length),
          derive(prf, master, base + AUTHENTICATION, AUTHENTICATION_KEY_BYTES),
          derive(prf, master, base + SALT, SrtpSuite.SALT_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES", e);
    }
  }

  private static Cipher aes(byte[] key) throws GeneralSecurityException {
    // single blocks, for counter mode: see above
    Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
    return cipher;
  }

  /** AES in counter mode over the master salt with the label in it; the key is never changed. */
  private static byte[] derive(Cipher prf, SrtpKey master, int label, int length)
      throws GeneralSecurityException {
    byte[] counter = Arrays.copyOf(master.salt(), BLOCK);
    counter[7] ^= (byte) label;
    byte[] out = new byte[(length + BLOCK - 1) / BLOCK * BLOCK];
    for (int at = 0; at < length; at += BLOCK) {
      counter[15] = (byte) (at / BLOCK);
      prf.update(counter, 0, BLOCK, out, at);
    }
    return Arrays.copyOf(out, length);
  }

  /**
   * Encrypts or decrypts {@code scratch.bytes[from, to)} in place (section 4.1.1).
   *
   * @param index the packet's index, 48 bits, or 31 for RTCP
   */
  void crypt(SrtpScratch scratch, int from, int to, int ssrc, long index) {
    int length = to - from;
    if (length <= 0) {
      return;
    }
    byte[] counters = scratch.counters;
    int blocks = (length + BLOCK - 1) / BLOCK;
    System.arraycopy(salt, 0, counters, 0, SrtpSuite.SALT_BYTES);
    for (int i = 0; i < 4; i++) {
      counters[4 + i] ^= (byte) (ssrc >>> (24 - 8 * i));
    }
    for (int i = 0; i < 6; i++) {
      counters[8 + i] ^= (byte) (index >>> (40 - 8 * i));
    }
    counters[14] = 0;
    counters[15] = 0;
    for (int block = 1; block < blocks; block++) {
      int at = block * BLOCK;
      System.arraycopy(counters, 0, counters, at, 14);
      counters[at + 14] = (byte) (block >>> 8);
      counters[at + 15] = (byte) block;
    }
    try {
      aes.update(counters, 0, blocks * BLOCK, scratch.stream, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("whole blocks always fit", e);
    }
    byte[] bytes = scratch.bytes;
    byte[] stream = scratch.stream;
    for (int i = 0; i < length; i++) {
      bytes[from + i] ^= stream[i];
    }
  }

  /** Computes the tag of {@code scratch.bytes[0, length)}, for the two methods below. */
  void authenticate(SrtpScratch scratch, int length) {
    try {
      hmac.update(scratch.bytes, 0, length);
      hmac.doFinal(tag, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("20 bytes always fit", e);
    }
  }

  /** Writes the first bytes of the last tag. */
  void putTag(ByteBuffer packet, int at, int length) {
    packet.put(at, tag, 0, length);
  }

  /** Whether a packet ends in the last tag; the time it takes says nothing. */
  boolean hasTag(ByteBuffer packet, int at, int length) {
    int difference = 0;
    for (int i = 0; i < length; i++) {
      difference |= tag[i] ^ packet.get(at + i);
    }
    return difference == 0;
  }
}
