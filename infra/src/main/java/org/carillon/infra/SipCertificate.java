package org.carillon.infra;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the certificate of SIP over TLS (V4) comes from: the setting {@code media.certificate}.
 *
 * @param source who makes it
 * @param secret the name of the operator's own secret, when it is that
 */
record SipCertificate(Source source, Optional<String> secret) {

  /** No SIP over TLS. */
  static final SipCertificate NONE = new SipCertificate(Source.NONE, Optional.empty());

  /** One of AWS Certificate Manager for {@code *.voiceconnector.DOMAIN}, exported by the nodes. */
  static final SipCertificate ACM = new SipCertificate(Source.ACM, Optional.empty());

  private static final String KEY = "media.certificate";
  private static final String OF_SECRET = "secret:";
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9/_+=.@-]{1,512}");

  /** Who makes it. */
  enum Source {
    NONE,
    ACM,
    SECRET
  }

  /**
   * Reads the setting.
   *
   * @param text empty: with a domain ACM's, else none
   * @throws SettingException when it is neither {@code acm}, {@code secret:NAME} nor {@code none},
   *     or {@code acm} without a domain to be made for
   */
  static SipCertificate of(Optional<String> text, boolean withDomain) {
    String said = text.orElse(withDomain ? "acm" : "none");
    if (said.equals("none")) {
      return NONE;
    }
    if (said.equals("acm")) {
      if (!withDomain) {
        throw new SettingException(
            KEY, "acm with a domain only: ACM makes certificates for names of one's own");
      }
      return ACM;
    }
    if (said.startsWith(OF_SECRET)
        && SECRET.matcher(said.substring(OF_SECRET.length())).matches()) {
      return new SipCertificate(Source.SECRET, Optional.of(said.substring(OF_SECRET.length())));
    }
    throw new SettingException(
        KEY,
        "acm, secret:NAME with the name of a secret of Secrets Manager, or none, not \""
            + said
            + "\"");
  }

  /** Whether SIP over TLS is taken. */
  boolean isThere() {
    return source != Source.NONE;
  }
}
