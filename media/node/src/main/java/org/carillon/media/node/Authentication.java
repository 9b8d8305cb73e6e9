package org.carillon.media.node;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.carillon.core.ports.SealedSecret;
import org.carillon.core.ports.Sealer;
import org.carillon.core.routing.RejectReason;
import org.carillon.core.routing.RouteDecision.Authenticate;
import org.carillon.media.sip.digest.DigestAlgorithm;
import org.carillon.media.sip.digest.DigestCredentials;
import org.carillon.media.sip.digest.DigestServer;
import org.carillon.media.sip.digest.DigestVerdict;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.SipRequest;

/**
 * Finds out who a caller is whom a connector asks for credentials (V2; RFC 3261 section 22, RFC
 * 8760). Owned by the SIP loop, but for {@link #claim} and {@link #failures}.
 */
final class Authentication {

  /** How an INVITE is answered when no credentials were right. */
  static final int CHALLENGE = 407;

  /**
   * MD5 first, against the advice of RFC 8760: equipment of today that knows MD5 alone, Kamailio
   * 5.6 for one, looks at the first challenge only and gives up when it is another.
   */
  private static final List<DigestAlgorithm> OFFERED =
      List.of(DigestAlgorithm.MD5, DigestAlgorithm.SHA_256);

  private final DigestServer digest = DigestServer.create(OFFERED);
  private final Sealer sealer;
  private final LongAdder failures = new LongAdder();

  Authentication(Sealer sealer) {
    this.sealer = sealer;
  }

  /** What was found out. */
  sealed interface Verdict {

    /** The caller knows this user's password. */
    record Known(String user) implements Verdict {}

    /** It must say who it is, or again. */
    record Challenge(List<HeaderField> headers) implements Verdict {}

    /** It is refused. */
    record Refuse(RejectReason reason) implements Verdict {}
  }

  /**
   * A user name that an INVITE names, and its password when it has one.
   *
   * @param username empty when the INVITE names none
   */
  record Claim(String username, Optional<String> password) {
    @Override
    public String toString() {
      return "Claim[" + username + "]";
    }
  }

  /** Opens the password of the user that an INVITE names. May take its time: not for the loop. */
  Claim claim(SipRequest invite, Authenticate wanted) {
    for (String line : invite.lines(HeaderName.PROXY_AUTHORIZATION)) {
      Optional<DigestCredentials> given = DigestCredentials.parse(line);
      if (given.isPresent() && given.get().realm().equals(wanted.realm())) {
        String user = given.get().username();
        Map<String, SealedSecret> users = wanted.users();
        return new Claim(user, Optional.ofNullable(users.get(user)).map(s -> s.open(sealer)));
      }
    }
    return new Claim("", Optional.empty());
  }

  /** Judges an INVITE. */
  Verdict check(SipRequest invite, InetAddress source, Authenticate wanted, Claim claim) {
    DigestVerdict verdict =
        digest.verify(
            invite,
            CHALLENGE,
            wanted.realm(),
            source,
            user -> user.equals(claim.username()) ? claim.password() : Optional.empty());
    return switch (verdict.outcome()) {
      case ACCEPTED -> new Verdict.Known(verdict.username());
      case ABSENT -> challenge(wanted, source, false);
      case STALE -> challenge(wanted, source, true);
      case WRONG -> failed(RejectReason.WRONG_CREDENTIALS);
      case MALFORMED -> failed(RejectReason.BROKEN_CREDENTIALS);
      case TOO_MANY -> failed(RejectReason.TOO_MANY_WRONG_CREDENTIALS);
    };
  }

  private Verdict failed(RejectReason reason) {
    failures.increment();
    return new Verdict.Refuse(reason);
  }

  /** INVITEs refused for their credentials since the start. Any thread. */
  long failures() {
    return failures.sum();
  }

  private Verdict challenge(Authenticate wanted, InetAddress source, boolean stale) {
    return new Verdict.Challenge(digest.challenge(CHALLENGE, wanted.realm(), source, stale));
  }
}
