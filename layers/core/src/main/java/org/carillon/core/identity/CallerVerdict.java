package org.carillon.core.identity;

/**
 * What was found of a caller's signed identity (N13).
 *
 * @param result how it ended
 * @param attestation {@code A}, {@code B} or {@code C} of a good identity; empty for any other
 * @param reason what was wrong, for logs; empty for a good one
 */
public record CallerVerdict(Result result, String attestation, String reason) {

  /** How a verification ended; each knows its {@code verstat} word (ATIS-1000074 section 5.3). */
  public enum Result {
    PASSED("TN-Validation-Passed"),
    FAILED("TN-Validation-Failed"),
    NONE("No-TN-Validation");

    private final String verstat;

    Result(String verstat) {
      this.verstat = verstat;
    }

    /** The value of the {@code verstat} parameter. */
    public String verstat() {
      return verstat;
    }
  }

  static CallerVerdict passed(String attestation) {
    return new CallerVerdict(Result.PASSED, attestation, "");
  }

  static CallerVerdict failed(String reason) {
    return new CallerVerdict(Result.FAILED, "", reason);
  }

  static CallerVerdict none() {
    return new CallerVerdict(Result.NONE, "", "the call carries no identity");
  }
}
