package org.carillon.media.sip.digest;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.carillon.media.sip.transaction.Tags;

/**
 * Nonces that need no memory until they are used: time, a random part, and an HMAC over both with
 * the realm and the source. A nonce that was used is remembered with the counts seen. Belongs to
 * one thread.
 */
final class Nonces {
  private static final HexFormat HEX = HexFormat.of();
  private static final int CLEAR = 16;
  private static final int MAC = 16;

  /** Counts below the highest one that may still come, out of order. */
  private static final int WINDOW = 64;

  private final InstantSource clock;
  private final long lifetimeMillis;
  private final int remembered;
  private final Mac mac;

  /**
   * Nonces made at or before this time and not in the table may have been used and forgotten, so
   * they are stale: forgetting never lets a replay pass.
   */
  private long forgotten = Long.MIN_VALUE;

  private final Map<String, Use> used =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Use> eldest) {
          if (size() <= remembered) {
            return false;
          }
          forgotten = Math.max(forgotten, eldest.getValue().made);
          return true;
        }
      };

  Nonces(InstantSource clock, byte[] key, Duration lifetime, int remembered) {
    this.clock = clock;
    this.lifetimeMillis = lifetime.toMillis();
    this.remembered = remembered;
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK has no HmacSHA256", e);
    }
  }

  /** Which counts of a nonce were seen: the highest, and a bit for each below it. */
  private static final class Use {
    private final long made;
    private long highest;
    private long seen;

    Use(long made) {
      this.made = made;
    }

    boolean take(long count) {
      if (count > highest) {
        long ahead = count - highest;
        seen = ahead >= WINDOW ? 1 : (seen << ahead) | 1;
        highest = count;
        return true;
      }
      long behind = highest - count;
      if (behind >= WINDOW || (seen & (1L << behind)) != 0) {
        return false;
      }
      seen |= 1L << behind;
      return true;
    }
  }

  String next(String realm, InetAddress source) {
    ByteBuffer clear = ByteBuffer.allocate(CLEAR);
    clear.putLong(clock.millis()).put(HEX.parseHex(Tags.next()));
    return HEX.formatHex(clear.array()) + HEX.formatHex(sign(clear.array(), realm, source));
  }

  /** Whether we made the nonce for that realm and source, and not too long ago. */
  boolean isFresh(String nonce, String realm, InetAddress source) {
    if (nonce.length() != 2 * (CLEAR + MAC)) {
      return false;
    }
    byte[] bytes;
    try {
      bytes = HEX.parseHex(nonce);
    } catch (IllegalArgumentException e) {
      return false;
    }
    byte[] clear = Arrays.copyOf(bytes, CLEAR);
    byte[] signature = Arrays.copyOfRange(bytes, CLEAR, CLEAR + MAC);
    if (!MessageDigest.isEqual(signature, sign(clear, realm, source))) {
      return false;
    }
    long made = ByteBuffer.wrap(clear).getLong();
    long age = clock.millis() - made;
    // A clock that was set back makes ages negative; a nonce of ours is good all the same.
    return age <= lifetimeMillis
        && (made > forgotten || used.containsKey(nonce.toLowerCase(Locale.ROOT)));
  }

  /**
   * Takes one use of a fresh nonce.
   *
   * @param count from 1; 0 without a count, good for one use only
   * @return false when that count was used before, or is too old to say
   */
  boolean use(String nonce, long count) {
    String key = nonce.toLowerCase(Locale.ROOT);
    long made = HexFormat.fromHexDigitsToLong(key, 0, 16);
    Use use = used.computeIfAbsent(key, fresh -> new Use(made));
    return count == 0 ? use.highest == 0 && use.take(Long.MAX_VALUE) : use.take(count);
  }

  private byte[] sign(byte[] clear, String realm, InetAddress source) {
    mac.update(clear);
    mac.update(Sources.key(source).getAddress());
    mac.update(realm.getBytes(StandardCharsets.UTF_8));
    return Arrays.copyOf(mac.doFinal(), MAC);
  }
}
