package org.carillon.media.sip.digest;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.carillon.media.sip.digest.DigestVerdict.Outcome;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.SipParseException;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipUri;

/**
 * The server's side of digest authentication (RFC 3261 section 22.4, RFC 7616, RFC 8760). Belongs
 * to one thread, such as a SIP loop; memory is bounded whatever comes.
 *
 * <p>A nonce is good for five minutes, for one realm and one source address, and once for each
 * nonce count; 100,000 used nonces are remembered. A client that sends no {@code qop} may use a
 * nonce once. Ten wrong answers bar a source; one is forgiven every six seconds. Only answers to a
 * nonce that was sent to that source count, so nobody can bar another address with a forged source.
 */
public final class DigestServer {
  private static final Duration LIFETIME = Duration.ofMinutes(5);
  private static final int REMEMBERED = 100_000;
  private static final int WRONG_ANSWERS = 10;
  private static final Duration FORGIVEN = Duration.ofSeconds(6);
  private static final int MAX_CREDENTIALS = 8;

  /** Stands for the password of a user that is not there, so that both cost the same time. */
  private static final String NO_PASSWORD = "no such user";

  private final InstantSource clock;
  private final List<DigestAlgorithm> algorithms;
  private final Nonces nonces;
  private final Sources sources;

  /**
   * A server with a secret of its own.
   *
   * @param clock the time of day
   * @param key at least 16 random bytes; servers that share it take each other's nonces
   * @param algorithms those to offer, the preferred one first
   */
  public DigestServer(InstantSource clock, byte[] key, List<DigestAlgorithm> algorithms) {
    if (key.length < 16 || algorithms.isEmpty()) {
      throw new IllegalArgumentException("Give a key of 16 bytes or more, and an algorithm");
    }
    this.clock = clock;
    this.algorithms = List.copyOf(algorithms);
    this.nonces = new Nonces(clock, key, LIFETIME, REMEMBERED);
    this.sources = new Sources(WRONG_ANSWERS, FORGIVEN.toMillis());
  }

  /** A server with a new random key that offers SHA-256, then MD5. */
  public static DigestServer create() {
    return create(List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5));
  }

  /** A server with a new random key that offers these algorithms, the preferred one first. */
  public static DigestServer create(List<DigestAlgorithm> offered) {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return new DigestServer(InstantSource.system(), key, offered);
  }

  /**
   * The header fields of a challenge, one for each algorithm, the preferred one first (RFC 8760
   * section 2.3).
   *
   * @param status 401 or 407: whether they are WWW-Authenticate or Proxy-Authenticate
   * @param source whom the answer goes to
   * @param stale whether only the nonce was wrong ({@link Outcome#STALE})
   */
  public List<HeaderField> challenge(int status, String realm, InetAddress source, boolean stale) {
    boolean proxy = isProxy(status);
    String name = (proxy ? HeaderName.PROXY_AUTHENTICATE : HeaderName.WWW_AUTHENTICATE).text();
    return algorithms.stream()
        .map(
            algorithm ->
                new DigestChallenge(
                    realm,
                    nonces.next(realm, source),
                    algorithm,
                    true,
                    true,
                    Optional.empty(),
                    stale))
        .map(challenge -> HeaderField.of(name, challenge.toString()))
        .toList();
  }

  /**
   * Judges the credentials of a request. Call it once for each request: an accepted one uses up its
   * nonce count. ACK and CANCEL cannot be challenged (RFC 3261 section 22.1), so they are not given
   * here.
   *
   * @param status 401 or 407: whether Authorization or Proxy-Authorization counts
   * @param realm ours; credentials for others are passed over
   * @param source where the request came from
   * @param password the password of a user, or empty; must answer at once
   */
  public DigestVerdict verify(
      SipRequest request,
      int status,
      String realm,
      InetAddress source,
      Function<String, Optional<String>> password) {
    HeaderName name = isProxy(status) ? HeaderName.PROXY_AUTHORIZATION : HeaderName.AUTHORIZATION;
    List<String> lines = request.lines(name);
    boolean unreadable = lines.size() > MAX_CREDENTIALS;
    for (String line : unreadable ? List.<String>of() : lines) {
      Optional<DigestCredentials> read = DigestCredentials.parse(line);
      unreadable |= read.isEmpty();
      if (read.isPresent() && read.get().realm().equals(realm)) {
        return judge(read.get(), request, source, password);
      }
    }
    return DigestVerdict.of(unreadable ? Outcome.MALFORMED : Outcome.ABSENT);
  }

  private static boolean isProxy(int status) {
    if (status != 401 && status != 407) {
      throw new IllegalArgumentException("A challenge is 401 or 407, not " + status);
    }
    return status == 407;
  }

  private DigestVerdict judge(
      DigestCredentials given,
      SipRequest request,
      InetAddress source,
      Function<String, Optional<String>> password) {
    long now = clock.millis();
    if (!algorithms.contains(given.algorithm()) || !isFor(given.uri(), request.requestUri())) {
      return DigestVerdict.of(Outcome.MALFORMED);
    }
    if (sources.isBarred(source, now)) {
      return DigestVerdict.of(Outcome.TOO_MANY);
    }
    if (!nonces.isFresh(given.nonce(), given.realm(), source)) {
      return DigestVerdict.of(Outcome.STALE);
    }
    Optional<String> known = password.apply(given.username());
    String expected = given.expected(known.orElse(NO_PASSWORD), request.method());
    boolean right = isSame(expected, given.response().toLowerCase(Locale.ROOT));
    if (!right || known.isEmpty()) {
      sources.failed(source, now);
      return DigestVerdict.of(Outcome.WRONG);
    }
    if (!nonces.use(given.nonce(), given.nonceCount())) {
      return DigestVerdict.of(Outcome.STALE);
    }
    sources.succeeded(source);
    return new DigestVerdict(Outcome.ACCEPTED, given.username());
  }

  private static boolean isSame(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Whether credentials for one URI are good for the other: a hash that was taken on the way calls
   * no other number. Some clients write no more than the server's address; the nonce count is what
   * keeps those from being used twice.
   */
  private static boolean isFor(String given, SipUri requestUri) {
    try {
      SipUri uri = SipUri.parse(given);
      return uri.user().isEmpty()
          || (uri.user().equals(requestUri.user())
              && uri.host().equalsIgnoreCase(requestUri.host()));
    } catch (SipParseException e) {
      return false;
    }
  }
}
