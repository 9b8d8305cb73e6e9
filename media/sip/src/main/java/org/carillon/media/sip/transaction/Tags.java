package org.carillon.media.sip.transaction;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.carillon.media.sip.message.Via;

/**
 * Tags, branches and Call-IDs: 64 bits that nobody outside can guess (RFC 3261 section 19.3), so
 * that a stranger cannot write into a dialog that it does not see.
 */
public final class Tags {
  private static final HexFormat HEX = HexFormat.of();

  // SecureRandom takes a lock and a system call; a block cipher in counter mode does neither.
  private static final ThreadLocal<Tags> OF_THREAD = ThreadLocal.withInitial(Tags::new);

  private final Cipher cipher;
  private final ByteBuffer counter = ByteBuffer.allocate(16);
  private final byte[] block = new byte[16];
  private long next;

  private Tags() {
    SecureRandom random = new SecureRandom();
    byte[] key = new byte[16];
    random.nextBytes(key);
    next = random.nextLong();
    try {
      // One block with a fresh key and a counter is the generator itself, not a mode of operation.
      cipher = Cipher.getInstance("AES/ECB/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
    } catch (NoSuchAlgorithmException
        | javax.crypto.NoSuchPaddingException
        | InvalidKeyException e) {
      throw new IllegalStateException("The JDK has no AES", e);
    }
  }

  /** A new tag of 16 hexadecimal digits. */
  public static String next() {
    return HEX.toHexDigits(OF_THREAD.get().draw());
  }

  /** A new Call-ID of 32 hexadecimal digits. */
  public static String callId() {
    return next() + next();
  }

  static Via via(String transport, String host, int port) {
    // rport asks for answers to our source port, through any NAT (RFC 3581).
    var parameters =
        org.carillon.media.sip.message.Parameters.NONE
            .with("branch", Via.MAGIC_COOKIE + next())
            .with("rport", "");
    return new Via("SIP/2.0", transport, host, port, parameters);
  }

  private long draw() {
    counter.putLong(0, next++);
    try {
      cipher.update(counter.array(), 0, 16, block, 0);
    } catch (ShortBufferException e) {
      throw new IllegalStateException("A block of AES is 16 bytes", e);
    }
    return ByteBuffer.wrap(block).getLong();
  }
}
