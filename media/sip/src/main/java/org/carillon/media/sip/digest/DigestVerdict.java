package org.carillon.media.sip.digest;

/**
 * What a server thinks of a request's credentials.
 *
 * @param outcome the judgement
 * @param username who proved to be the caller; empty unless {@link Outcome#ACCEPTED}
 */
public record DigestVerdict(Outcome outcome, String username) {

  /** The judgements, each with the answer that RFC 3261 section 22 asks for. */
  public enum Outcome {
    /** The password was right. */
    ACCEPTED,
    /** No credentials for the realm: answer with a challenge. */
    ABSENT,
    /**
     * The nonce is old, unknown, another source's, or was used with that count: challenge, stale.
     */
    STALE,
    /** Wrong user name or password: answer with a challenge. */
    WRONG,
    /** Credentials that cannot be read, or for another URI: answer 400. */
    MALFORMED,
    /** The source gave too many wrong answers of late; this one was not looked at: answer 403. */
    TOO_MANY
  }

  static DigestVerdict of(Outcome outcome) {
    return new DigestVerdict(outcome, "");
  }

  /** Whether the request may go on. */
  public boolean isAccepted() {
    return outcome == Outcome.ACCEPTED;
  }
}
