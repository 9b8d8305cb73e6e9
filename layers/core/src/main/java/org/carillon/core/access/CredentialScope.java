package org.carillon.core.access;

import java.util.Optional;

/**
 * The credential of a signature: {@code KEYID/DATE/REGION/SERVICE/aws4_request}.
 *
 * @param date eight digits
 */
record CredentialScope(String accessKeyId, String date, String region, String service) {

  private static final String TERMINATOR = "aws4_request";

  /** Reads one; empty when it is not of that form. */
  static Optional<CredentialScope> read(String credential) {
    String[] parts = credential.split("/", -1);
    if (parts.length != 5 || !parts[4].equals(TERMINATOR) || !parts[1].matches("\\d{8}")) {
      return Optional.empty();
    }
    return Optional.of(new CredentialScope(parts[0], parts[1], parts[2], parts[3]));
  }

  /** The scope without the key id, as it is signed. */
  String scope() {
    return date + "/" + region + "/" + service + "/" + TERMINATOR;
  }
}
