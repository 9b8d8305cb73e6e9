package org.carillon.media.sip.digest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.transaction.Tags;

/**
 * The client's side of digest authentication (RFC 3261 section 22.2): answers the challenges to one
 * request. Of several challenges of a realm it takes the strongest algorithm, so that nobody on the
 * way can ask for a weaker one by moving lines; among equals the first (RFC 8760 section 2.4).
 * Belongs to the loop.
 */
public final class DigestClient {
  /** The first answer, and one more for each time that only the nonce was old. */
  private static final int MAX_ANSWERS = 3;

  private static final int MAX_CHALLENGES = 8;

  private final SipCredentials credentials;
  private final Map<String, Answered> answered = new LinkedHashMap<>();
  private int answers;

  /** A challenge of a realm, and how often its nonce was used. */
  private record Answered(boolean proxy, DigestChallenge challenge, long count) {}

  /** A client for one request and what it is repeated as. */
  public DigestClient(SipCredentials credentials) {
    this.credentials = credentials;
  }

  /**
   * The header fields that answer a 401 or 407; empty when the answer is no challenge, the password
   * was refused, or the challenge cannot be answered (only {@code auth-int}, unknown algorithm).
   */
  public List<HeaderField> answer(SipRequest request, SipResponse response) {
    boolean challenged = response.status() == 401 || response.status() == 407;
    if (!challenged || answers >= MAX_ANSWERS) {
      return List.of();
    }
    List<HeaderField> fields = new ArrayList<>(2);
    boolean refused = false;
    for (boolean proxy : new boolean[] {false, true}) {
      for (DigestChallenge challenge : strongest(response, proxy).values()) {
        Answered now = new Answered(proxy, challenge, 1);
        refused |= answered.put(challenge.realm(), now) != null && !challenge.stale();
        fields.add(field(now, request));
      }
    }
    answers++;
    return refused ? List.of() : List.copyOf(fields);
  }

  /**
   * The header fields for sending a request once more for another reason than a challenge: the
   * nonces are used again with the next count. Empty when nothing was asked for yet.
   */
  public List<HeaderField> again(SipRequest request) {
    List<HeaderField> fields = new ArrayList<>(2);
    for (Answered last : List.copyOf(answered.values())) {
      Answered next = new Answered(last.proxy(), last.challenge(), last.count() + 1);
      answered.put(last.challenge().realm(), next);
      fields.add(field(next, request));
    }
    return List.copyOf(fields);
  }

  private static Map<String, DigestChallenge> strongest(SipResponse response, boolean proxy) {
    HeaderName name = proxy ? HeaderName.PROXY_AUTHENTICATE : HeaderName.WWW_AUTHENTICATE;
    Map<String, DigestChallenge> best = new LinkedHashMap<>();
    response.lines(name).stream()
        .limit(MAX_CHALLENGES)
        .map(DigestChallenge::parse)
        .flatMap(Optional::stream)
        .filter(DigestChallenge::isAnswerable)
        .forEach(
            challenge ->
                best.merge(
                    challenge.realm(),
                    challenge,
                    (one, other) ->
                        other.algorithm().compareTo(one.algorithm()) > 0 ? other : one));
    return best;
  }

  private HeaderField field(Answered answer, SipRequest request) {
    DigestCredentials proof =
        DigestCredentials.answer(
            answer.challenge(),
            credentials.username(),
            credentials.password(),
            request.method(),
            request.requestUri().toString(),
            Tags.next(),
            answer.count());
    HeaderName name = answer.proxy() ? HeaderName.PROXY_AUTHORIZATION : HeaderName.AUTHORIZATION;
    return HeaderField.of(name.text(), proof.toString());
  }
}
