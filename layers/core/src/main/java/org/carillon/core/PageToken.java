package org.carillon.core;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.ports.Sealer;

/**
 * Paging tokens for clients. A store's own position is sealed together with the question it belongs
 * to, so a client can neither read nor make one, nor use it for another question.
 */
public final class PageToken {

  /** Longest token that is looked at, in characters. */
  public static final int MAX_LENGTH = 8192;

  private static final String CONTEXT = "carillon page token: ";

  private final Sealer sealer;

  /** Tokens under this sealer's key. */
  public PageToken(Sealer sealer) {
    this.sealer = sealer;
  }

  /**
   * The token for a position.
   *
   * @param question what was asked, filters included; {@link #open} needs the same
   */
  public String seal(String position, String question) {
    byte[] bytes = sealer.seal(position.getBytes(StandardCharsets.UTF_8), CONTEXT + question);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * The position of a token.
   *
   * @param token as the client sent it, null or empty for the first page
   * @throws ApiException {@link ErrorType#BAD_REQUEST} when it is not a token for this question
   */
  public Optional<String> open(String token, String question) {
    if (token == null || token.isEmpty()) {
      return Optional.empty();
    }
    if (token.length() <= MAX_LENGTH) {
      try {
        byte[] bytes = Base64.getUrlDecoder().decode(token);
        byte[] position = sealer.open(bytes, CONTEXT + question);
        return Optional.of(new String(position, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException notOurs) {
        // falls through to the one answer for every bad token
      }
    }
    throw new ApiException(
        ErrorType.BAD_REQUEST,
        "NextToken: not a token of this list. Pass the NextToken of the page before, with the same"
            + " filters, or leave it out to start from the first page.");
  }
}
