package org.carillon.core.voiceprofiles;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.RequestTokens;
import org.carillon.core.Retries;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Keys.KeyGrant;
import org.carillon.core.quotas.Quota;
import org.carillon.core.tags.Tags;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateVoiceProfileDomainRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateVoiceProfileDomainResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceProfileDomain;

/**
 * CreateVoiceProfileDomain (P1, P2): the key is looked at and granted to the domain alone. The API
 * has no member for the consent that the guide asks for; the console asks for it.
 */
public final class CreateVoiceProfileDomain
    implements Operation<CreateVoiceProfileDomainRequest, CreateVoiceProfileDomainResponse> {

  /** The operation's name, by which its tokens are kept. */
  static final String NAME = "CreateVoiceProfileDomain";

  /** The guide's limit; the model's 1,024 is wider. */
  private static final int MAX_DESCRIPTION = 512;

  private final VoiceProfileSpace space;
  private final InstantSource clock;

  /** In this space, by this clock. */
  public CreateVoiceProfileDomain(VoiceProfileSpace space, InstantSource clock) {
    this.space = space;
    this.clock = clock;
  }

  @Override
  public CreateVoiceProfileDomainResponse handle(
      CreateVoiceProfileDomainRequest request, Caller caller) {
    checkDescription(request.description());
    String keyArn = request.serverSideEncryptionConfiguration().kmsKeyArn();
    Map<String, String> tags =
        Tags.checked(
            request.tags().stream().map(tag -> Map.entry(tag.key(), tag.value())).toList(), "Tags");
    space.removals().sweep();
    VoiceProfileDomain domain =
        made(tokens(request)).orElseGet(() -> create(request, keyArn, tags));
    return CreateVoiceProfileDomainResponse.builder().voiceProfileDomain(domain).build();
  }

  private VoiceProfileDomain create(
      CreateVoiceProfileDomainRequest request, String keyArn, Map<String, String> tags) {
    space.keys().check(keyArn);
    // refused here before anything is asked of the key; what counts is the transaction below
    space.quotas().take(Quota.VOICE_PROFILE_DOMAINS, "", 1);
    String id = VoiceProfileDomains.newId();
    String arn = space.domains().arn(id);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    VoiceProfileDomain domain =
        VoiceProfileDomain.builder()
            .voiceProfileDomainId(id)
            .voiceProfileDomainArn(arn)
            .name(request.name())
            .description(request.description())
            .serverSideEncryptionConfiguration(request.serverSideEncryptionConfiguration())
            .createdTimestamp(now)
            .updatedTimestamp(now)
            .build();
    space.removals().plan(id, keyArn);
    boolean stands = false;
    try {
      KeyGrant grant = space.keys().grant(keyArn, id, arn);
      VoiceProfileDomain stored = Retries.onConflict(() -> store(request, domain, grant, tags));
      stands = stored.voiceProfileDomainId().equals(id);
      return stored;
    } finally {
      if (!stands) {
        space.removals().finish(id);
      }
    }
  }

  /** Stores the domain, unless the same request was faster with its token: then that one's. */
  private VoiceProfileDomain store(
      CreateVoiceProfileDomainRequest request,
      VoiceProfileDomain domain,
      KeyGrant grant,
      Map<String, String> tags) {
    Optional<RequestTokens.Known> token = tokens(request);
    Optional<VoiceProfileDomain> made = made(token);
    if (made.isPresent()) {
      return made.get();
    }
    String id = domain.voiceProfileDomainId();
    List<ItemWrite> writes = new ArrayList<>();
    writes.add(
        space.domains().create(domain, grant, Optional.ofNullable(request.clientRequestToken())));
    writes.add(space.tags().create(domain.voiceProfileDomainArn(), tags));
    writes.add(space.quotas().take(Quota.VOICE_PROFILE_DOMAINS, "", 1));
    writes.add(space.removals().stands(id));
    token.ifPresent(known -> writes.add(space.tokens().remember(known, id)));
    space.items().write(writes);
    return domain;
  }

  private Optional<RequestTokens.Known> tokens(CreateVoiceProfileDomainRequest request) {
    return Optional.ofNullable(request.clientRequestToken())
        .map(token -> space.tokens().find(NAME, token, request, ErrorType.CONFLICT));
  }

  private Optional<VoiceProfileDomain> made(Optional<RequestTokens.Known> token) {
    return token.flatMap(RequestTokens.Known::resource).flatMap(space.domains()::find);
  }

  /**
   * Checks a domain's description.
   *
   * @throws ApiException {@link ErrorType#BAD_REQUEST} when it is too long
   */
  static void checkDescription(String description) {
    if (description != null
        && description.codePointCount(0, description.length()) > MAX_DESCRIPTION) {
      throw new ApiException(
          ErrorType.BAD_REQUEST, "Description: at most " + MAX_DESCRIPTION + " characters.");
    }
  }
}
