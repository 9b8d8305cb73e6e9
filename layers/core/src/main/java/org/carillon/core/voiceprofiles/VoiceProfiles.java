package org.carillon.core.voiceprofiles;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.Documents;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemConflictException;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.quotas.Quota;
import org.carillon.core.quotas.Quotas;
import org.carillon.core.tags.Tags;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceProfile;

/**
 * The voice profiles of the account's domains (P3), as stored: each under its domain, and a pointer
 * to the domain under its own id. Safe for use by many threads.
 */
public final class VoiceProfiles {

  /** How long a profile is kept after its last refresh: 3 years. */
  public static final Duration LIFETIME = Duration.ofDays(3 * 365);

  private static final String PROFILE = "VoiceProfile";
  private static final String VOICEPRINT = "Voiceprint";
  private static final String DOMAIN_ID = "VoiceProfileDomainId";
  private static final String PREFIX = "vp-";

  private final Items items;
  private final Tags tags;
  private final Quotas quotas;
  private final Account account;
  private final VoiceProfileDomains domains;
  private final InstantSource clock;

  VoiceProfiles(Items items, Account account, VoiceProfileDomains domains, InstantSource clock) {
    this.items = items;
    this.tags = new Tags(items, account);
    this.quotas = new Quotas(items, account);
    this.account = account;
    this.domains = domains;
    this.clock = clock;
  }

  static String newId() {
    return PREFIX + Ids.guid();
  }

  static String arn(Account account, String profileId) {
    return account.arn("voice-profile/" + profileId);
  }

  static ItemKey pointer(Account account, String profileId) {
    return new ItemKey("account/" + account.id() + "/voice-profiles", profileId);
  }

  /**
   * The profile a client means. One that has expired is removed by the way.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} when the account does not have it, or not any
   *     more
   */
  Item require(String profileId) {
    Optional<Item> item = item(profileId);
    if (item.isPresent() && isExpired(profile(item.get()))) {
      try {
        delete(item.get());
      } catch (ItemConflictException changedMeanwhile) {
        return require(profileId);
      }
      item = Optional.empty();
    }
    return item.orElseThrow(
        () ->
            new ApiException(
                ErrorType.NOT_FOUND, "VoiceProfileId: the account has no such voice profile."));
  }

  private Optional<Item> item(String profileId) {
    boolean possible =
        profileId.startsWith(PREFIX) && Ids.isGuid(profileId.substring(PREFIX.length()));
    return possible
        ? items
            .get(pointer(account, profileId))
            .map(pointer -> (String) pointer.body().get(DOMAIN_ID))
            .flatMap(domainId -> items.get(new ItemKey(domains.profiles(domainId), profileId)))
        : Optional.empty();
  }

  boolean isExpired(VoiceProfile profile) {
    return !clock.instant().isBefore(profile.expirationTimestamp());
  }

  /** Stores a new profile; a domain that is deleted meanwhile gets none. */
  void create(Item domain, VoiceProfile profile, Map<String, Object> voiceprint) {
    String domainId = profile.voiceProfileDomainId();
    String id = profile.voiceProfileId();
    items.write(
        ItemWrite.create(
            new ItemKey(domains.profiles(domainId), id),
            Map.of(PROFILE, Documents.toDocument(profile), VOICEPRINT, voiceprint)),
        ItemWrite.create(pointer(account, id), Map.of(DOMAIN_ID, domainId)),
        new ItemWrite.Check(domain.key(), new ItemWrite.Condition.Present()),
        tags.create(profile.voiceProfileArn(), Map.of()),
        quotas.take(Quota.VOICE_PROFILES_PER_DOMAIN, domainId, 1));
  }

  void replace(Item read, VoiceProfile profile, Map<String, Object> voiceprint) {
    items.write(
        ItemWrite.replace(
            read, Map.of(PROFILE, Documents.toDocument(profile), VOICEPRINT, voiceprint)));
  }

  void delete(Item read) {
    VoiceProfile profile = profile(read);
    items.write(
        ItemWrite.delete(read),
        new ItemWrite.Delete(
            pointer(account, profile.voiceProfileId()), new ItemWrite.Condition.Always()),
        tags.delete(profile.voiceProfileArn()),
        quotas.giveBack(Quota.VOICE_PROFILES_PER_DOMAIN, profile.voiceProfileDomainId(), 1));
  }

  @SuppressWarnings("unchecked") // written by this class
  static VoiceProfile profile(Item item) {
    Map<String, Object> document = (Map<String, Object>) item.body().get(PROFILE);
    return Documents.fromDocument(document, VoiceProfile.class);
  }
}
