package org.carillon.core.voiceprofiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.carillon.core.CoreFixture.refused;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.carillon.contract.ErrorType;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.KeyStore;
import org.carillon.core.tags.Tags;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceProfileDomainRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceProfileDomainRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceProfileRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListVoiceProfileDomainsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.Tag;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateVoiceProfileDomainRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceProfile;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceProfileDomain;

/** Voice profile domains and their keys (P1, P2). */
class VoiceProfileDomainsTest {

  private final Voices voices = new Voices();

  private VoiceProfileDomain get(String id) {
    return new GetVoiceProfileDomain(voices.space)
        .handle(
            GetVoiceProfileDomainRequest.builder().voiceProfileDomainId(id).build(),
            voices.core.caller)
        .voiceProfileDomain();
  }

  private void delete(String id) {
    new DeleteVoiceProfileDomain(voices.space)
        .handle(
            DeleteVoiceProfileDomainRequest.builder().voiceProfileDomainId(id).build(),
            voices.core.caller);
  }

  @Test
  void aDomainIsMadeReadListedChangedAndDeleted() {
    VoiceProfileDomain made =
        voices.domain(
            r -> r.description("ours").tags(Tag.builder().key("team").value("a").build()));
    String id = made.voiceProfileDomainId();

    assertThat(made.voiceProfileDomainArn())
        .isEqualTo("arn:aws:chime:us-east-1:111122223333:voice-profile-domain/" + id);
    assertThat(get(id)).isEqualTo(made);
    assertThat(new Tags(voices.core.items, voices.core.account).find(made.voiceProfileDomainArn()))
        .contains(new TreeMap<>(Map.of("team", "a")));
    assertThat(
            new ListVoiceProfileDomains(voices.core.listing, voices.space)
                .handle(ListVoiceProfileDomainsRequest.builder().build(), voices.core.caller)
                .voiceProfileDomains())
        .singleElement()
        .satisfies(summary -> assertThat(summary.description()).isEqualTo("ours"));

    voices.core.pass(Duration.ofMinutes(1));
    VoiceProfileDomain changed =
        new UpdateVoiceProfileDomain(voices.space, voices.core.clock)
            .handle(
                UpdateVoiceProfileDomainRequest.builder()
                    .voiceProfileDomainId(id)
                    .description("")
                    .build(),
                voices.core.caller)
            .voiceProfileDomain();
    assertThat(changed.name()).isEqualTo("callers");
    assertThat(changed.description()).isEmpty();
    assertThat(changed.updatedTimestamp()).isAfter(made.updatedTimestamp());

    delete(id);
    refused(ErrorType.NOT_FOUND, "VoiceProfileDomainId", () -> get(id));
    refused(ErrorType.NOT_FOUND, "VoiceProfileDomainId", () -> delete(id));
    assertThat(new Tags(voices.core.items, voices.core.account).find(made.voiceProfileDomainArn()))
        .isEmpty();
  }

  @Test
  void theKeyIsGrantedToTheDomainAloneAndGivenBack() {
    VoiceProfileDomain domain = voices.domain();

    assertThat(voices.keys.grants(voices.key))
        .singleElement()
        .satisfies(
            grant ->
                assertThat(grant.encryptionContext())
                    .containsExactly(
                        Map.entry(
                            "aws:chime:voice-profile-domain:arn", domain.voiceProfileDomainArn())));

    delete(domain.voiceProfileDomainId());
    assertThat(voices.keys.grants(voices.key)).isEmpty();
  }

  @Test
  void aKeyThatCannotBeUsedIsRefusedByMember() {
    String disabled = voices.keys.newKey(KeyStore.SYMMETRIC);
    voices.keys.setEnabled(disabled, false);
    String asymmetric = voices.keys.newKey("RSA_2048");
    String prefix = "arn:aws:kms:us-east-1:111122223333:";

    refusedKey("there is no such key", prefix + "key/none");
    refusedKey("the key is disabled", disabled);
    refusedKey("the key is asymmetric", asymmetric);
    refusedKey("Aliases are not taken", prefix + "alias/ours");
    refusedKey("of this account and region", "arn:aws:kms:us-east-1:999999999999:key/1");
    refusedKey("of this account and region", "arn:aws:kms:eu-west-1:111122223333:key/1");
    assertThat(voices.core.items.query(all("voice-profile-domains")).items()).isEmpty();
    assertThat(voices.core.items.query(all("voice-profile-domain-removals")).items()).isEmpty();
  }

  private void refusedKey(String words, String arn) {
    refused(
        ErrorType.BAD_REQUEST,
        words,
        () -> voices.domain(r -> r.serverSideEncryptionConfiguration(s -> s.kmsKeyArn(arn))));
    refused(
        ErrorType.BAD_REQUEST,
        "ServerSideEncryptionConfiguration.KmsKeyArn: ",
        () -> voices.domain(r -> r.serverSideEncryptionConfiguration(s -> s.kmsKeyArn(arn))));
  }

  private ItemQuery all(String partition) {
    return ItemQuery.partition("account/111122223333/" + partition, "", 1000);
  }

  @Test
  void aDescriptionHas512Characters() {
    voices.domain(r -> r.description("é".repeat(512)));

    refused(
        ErrorType.BAD_REQUEST,
        "Description: at most 512",
        () -> voices.domain(r -> r.description("é".repeat(513))));
  }

  @Test
  void anAccountHasThreeDomains() {
    List<VoiceProfileDomain> three = IntStream.range(0, 3).mapToObj(i -> voices.domain()).toList();

    refused(ErrorType.RESOURCE_LIMIT_EXCEEDED, "VoiceProfileDomains is 3", voices::domain);
    assertThat(voices.keys.grants(voices.key)).hasSize(3);

    delete(three.getFirst().voiceProfileDomainId());
    voices.domain();
  }

  @Test
  void theSameTokenMakesOneDomain() {
    VoiceProfileDomain made = voices.domain(r -> r.clientRequestToken("once"));

    assertThat(voices.domain(r -> r.clientRequestToken("once"))).isEqualTo(made);
    refused(
        ErrorType.CONFLICT,
        "ClientRequestToken",
        () -> voices.domain(r -> r.clientRequestToken("once").name("other")));

    delete(made.voiceProfileDomainId());
    assertThat(voices.domain(r -> r.clientRequestToken("once")).voiceProfileDomainId())
        .isNotEqualTo(made.voiceProfileDomainId());
  }

  @Test
  void aDomainTakesItsProfilesAlong() {
    String id = voices.domain().voiceProfileDomainId();
    String task = voices.found(id);
    List<VoiceProfile> profiles =
        IntStream.range(0, 70).mapToObj(i -> voices.profile(task)).toList();

    delete(id);

    assertThat(voices.core.items.query(all("voice-profiles")).items()).isEmpty();
    assertThat(voices.core.items.query(all("voice-profile-domains/" + id + "/profiles")).items())
        .isEmpty();
    Tags tags = new Tags(voices.core.items, voices.core.account);
    assertThat(profiles).allSatisfy(p -> assertThat(tags.find(p.voiceProfileArn())).isEmpty());
  }

  @Test
  void aDeletionThatDiedIsEndedLater() {
    String id = voices.domain().voiceProfileDomainId();
    String task = voices.found(id);
    IntStream.range(0, 70).forEach(i -> voices.profile(task));
    voices.profile(task);

    voices.core.items.failAfter(2); // the domain goes, 30 profiles go, then the process dies
    delete(id);
    voices.core.items.failAfter(Integer.MAX_VALUE);
    assertThat(voices.core.items.query(all("voice-profiles")).items()).hasSize(41);
    assertThat(voices.keys.grants(voices.key)).hasSize(1);

    voices.space.removals().sweep(); // too early: it may still be under way
    assertThat(voices.core.items.query(all("voice-profiles")).items()).hasSize(41);
    voices.core.pass(Duration.ofMinutes(6));
    voices.space.removals().sweep();

    assertThat(voices.core.items.query(all("voice-profiles")).items()).isEmpty();
    assertThat(voices.core.items.query(all("voice-profile-domain-removals")).items()).isEmpty();
    assertThat(voices.keys.grants(voices.key)).isEmpty();
  }

  @Test
  void aDeletionThatDiedIsEndedByWhoAsksAgain() {
    String id = voices.domain().voiceProfileDomainId();
    voices.profile(voices.found(id));
    voices.core.items.failAfter(1);
    delete(id);
    voices.core.items.failAfter(Integer.MAX_VALUE);
    assertThat(voices.core.items.query(all("voice-profiles")).items()).hasSize(1);

    delete(id);

    assertThat(voices.core.items.query(all("voice-profiles")).items()).isEmpty();
    assertThat(voices.keys.grants(voices.key)).isEmpty();
    refused(ErrorType.NOT_FOUND, "VoiceProfileDomainId", () -> delete(id));
  }

  @Test
  void aCreationThatDiedLeavesNoGrant() {
    voices.core.items.failAfter(1); // noted, granted, then the process dies
    assertThatThrownBy(voices::domain).hasMessage("the process died");
    voices.core.items.failAfter(Integer.MAX_VALUE);
    assertThat(voices.core.items.query(all("voice-profile-domain-removals")).items()).hasSize(1);

    voices.core.pass(Duration.ofMinutes(6));
    voices.space.removals().sweep();

    assertThat(voices.keys.grants(voices.key)).isEmpty();
    assertThat(voices.core.items.query(all("voice-profile-domain-removals")).items()).isEmpty();
  }

  @Test
  void idsOfAnotherKindAreNotFound() {
    for (String id : List.of("x", "vpd-1", "vp-" + "1".repeat(250), "\u00e9".repeat(256))) {
      refused(ErrorType.NOT_FOUND, "VoiceProfileDomainId", () -> get(id));
      refused(
          ErrorType.NOT_FOUND,
          "VoiceProfileId",
          () ->
              new GetVoiceProfile(voices.space)
                  .handle(
                      GetVoiceProfileRequest.builder().voiceProfileId(id).build(),
                      voices.core.caller));
    }
  }
}
