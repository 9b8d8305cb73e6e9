package org.carillon.core.records;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.carillon.core.Account;

/**
 * The trunk over which an account's applications reach the telephone network. Their calls pass no
 * Voice Connector of the customer, and still every call detail record has a {@code
 * VoiceConnectorId}: this one, the same for an account and region for ever.
 */
public final class PstnTrunk {

  private static final int ID_LENGTH = 22; // the API's pattern is [a-z0-9]{21,22}
  private static final int BASE = 36;

  private PstnTrunk() {}

  /** 22 lower-case letters and digits, made of the SHA-256 of the account's id and region. */
  public static String id(Account account) {
    String name = "pstn-trunk/" + account.id() + "/" + account.region();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      String digits = new BigInteger(1, hash).toString(BASE);
      return digits.substring(digits.length() - ID_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
