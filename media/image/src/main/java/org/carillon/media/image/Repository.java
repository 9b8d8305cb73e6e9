package org.carillon.media.image;

import com.google.cloud.tools.jib.api.Credential;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;

/**
 * A repository of Amazon ECR, which lets in who has its token.
 *
 * @param reference such as {@code 111122223333.dkr.ecr.us-east-1.amazonaws.com/carillon-dev-media}
 * @param region the one in it
 */
record Repository(String reference, String region) {
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\d{12}\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?/[a-z0-9._/-]+");

  /** The repository of a reference without tag; empty when it is none of ECR's. */
  static Optional<Repository> of(String reference) {
    Matcher parts = REFERENCE.matcher(reference);
    return parts.matches()
        ? Optional.of(new Repository(reference, parts.group(1)))
        : Optional.empty();
  }

  /**
   * Asks ECR for the token of whoever's keys this process has.
   *
   * @param endpoint where ECR is, when not where it always is
   * @throws IOException when it gives none; the message has its reason
   */
  Credential credential(Optional<URI> endpoint) throws IOException {
    var builder =
        EcrClient.builder()
            .region(Region.of(region))
            .httpClientBuilder(UrlConnectionHttpClient.builder());
    endpoint.ifPresent(builder::endpointOverride);
    try (EcrClient ecr = builder.build()) {
      var tokens = ecr.getAuthorizationToken().authorizationData();
      if (tokens.isEmpty()) {
        throw new IOException("ECR gives no token for " + reference);
      }
      byte[] decoded = Base64.getDecoder().decode(tokens.getFirst().authorizationToken());
      String[] nameAndPassword = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
      if (nameAndPassword.length != 2) {
        throw new IOException("ECR's token for " + reference + " is no name and password");
      }
      return Credential.from(nameAndPassword[0], nameAndPassword[1]);
    } catch (SdkException | IllegalArgumentException e) {
      throw new IOException("ECR gives no token for " + reference + ": " + e.getMessage(), e);
    }
  }
}
