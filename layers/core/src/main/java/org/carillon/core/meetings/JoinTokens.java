package org.carillon.core.meetings;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import org.carillon.core.Hmac;
import org.carillon.core.ports.Sealer;

/**
 * Join tokens of attendees. A token is the ids of meeting and attendee and their HMAC-SHA-256 under
 * a secret of the meeting, which is kept sealed: nobody can make one, no token needs to be kept,
 * and whoever is shown one knows which meeting it is for. Safe for use by many threads.
 */
public final class JoinTokens {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int SECRET_BYTES = 32;
  private static final int IDS_BYTES = 32;

  private final Sealer sealer;
  private final SecureRandom random = new SecureRandom();

  JoinTokens(Sealer sealer) {
    this.sealer = sealer;
  }

  /** A new meeting's secret, sealed, in base64. */
  String newSecret(String meetingId) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return Base64.getEncoder().encodeToString(sealer.seal(secret, context(meetingId)));
  }

  /** A meeting's secret, opened once for as many tokens as are wanted. */
  Signer signer(String meetingId, String sealedSecret) {
    byte[] secret = sealer.open(Base64.getDecoder().decode(sealedSecret), context(meetingId));
    return new Signer(meetingId, new SecretKeySpec(secret, ALGORITHM));
  }

  /** The meeting that a token claims to be for; empty when it is no token. */
  static Optional<String> meetingId(String token) {
    return decoded(token).map(bytes -> uuid(bytes, 0));
  }

  /** Makes and checks the tokens of one meeting. */
  record Signer(String meetingId, SecretKeySpec key) {

    String token(String attendeeId) {
      byte[] ids = ids(meetingId, attendeeId);
      byte[] token = ByteBuffer.allocate(2 * IDS_BYTES).put(ids).put(hmac(ids)).array();
      return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** The attendee whose token this is; empty when this meeting did not make it. */
    Optional<String> attendee(String token) {
      return decoded(token)
          .map(bytes -> uuid(bytes, Long.BYTES * 2))
          .filter(
              attendeeId ->
                  MessageDigest.isEqual(
                      token(attendeeId).getBytes(StandardCharsets.US_ASCII),
                      token.getBytes(StandardCharsets.US_ASCII)));
    }

    private byte[] hmac(byte[] ids) {
      return Hmac.sha256(key.getEncoded(), ids);
    }
  }

  private static Optional<byte[]> decoded(String token) {
    // 64 bytes are 86 characters; anything else is not looked at
    if (token.length() != 86 || !StandardCharsets.US_ASCII.newEncoder().canEncode(token)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Base64.getUrlDecoder().decode(token));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private static byte[] ids(String meetingId, String attendeeId) {
    UUID meeting = UUID.fromString(meetingId);
    UUID attendee = UUID.fromString(attendeeId);
    return ByteBuffer.allocate(IDS_BYTES)
        .putLong(meeting.getMostSignificantBits())
        .putLong(meeting.getLeastSignificantBits())
        .putLong(attendee.getMostSignificantBits())
        .putLong(attendee.getLeastSignificantBits())
        .array();
  }

  private static String uuid(byte[] bytes, int at) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, at, Long.BYTES * 2);
    return new UUID(buffer.getLong(), buffer.getLong()).toString();
  }

  private static String context(String meetingId) {
    return "meeting " + meetingId;
  }
}
