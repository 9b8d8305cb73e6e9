package org.carillon.media.task;

/**
 * SIP over TLS, as the settings have it.
 *
 * @param port its port ({@code CARILLON_SIP_TLS_PORT}, 5061)
 * @param certificate where certificate and key come from
 */
record SipTls(int port, Certificate certificate) {

  /** Where certificate and key come from. */
  sealed interface Certificate {}

  /**
   * The operator's own.
   *
   * @param chain ours and those between it and the root, as PEM ({@code
   *     CARILLON_SIP_TLS_CERTIFICATE})
   * @param key its key, as PEM in PKCS #8 form ({@code CARILLON_SIP_TLS_KEY})
   */
  record Given(String chain, String key) implements Certificate {
    /** Without the key. */
    @Override
    public String toString() {
      return "Given[]";
    }
  }

  /**
   * One that AWS Certificate Manager made and renews.
   *
   * @param arn an exportable one ({@code CARILLON_SIP_TLS_CERTIFICATE_ARN}); the operator's own
   *     comes first
   */
  record OfAcm(String arn) implements Certificate {}
}
