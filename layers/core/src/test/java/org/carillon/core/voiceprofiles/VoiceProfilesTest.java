package org.carillon.core.voiceprofiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Ids;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.quotas.PutQuota;
import org.carillon.core.quotas.Quotas;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.CallLegType;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceProfileRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetSpeakerSearchTaskRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceProfileRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceToneAnalysisTaskRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListVoiceProfilesRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.SpeakerSearchTask;
import software.amazon.awssdk.services.chimesdkvoice.model.StartVoiceToneAnalysisTaskRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.StopSpeakerSearchTaskRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.StopVoiceToneAnalysisTaskRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateVoiceProfileRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceProfile;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceProfileSummary;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceToneAnalysisTask;

/** Voice profiles and the tasks they come from (P2 to P5). */
class VoiceProfilesTest {

  private final Voices voices = new Voices();
  private final String domainId = voices.domain().voiceProfileDomainId();

  private VoiceProfile get(String id) {
    return new GetVoiceProfile(voices.space)
        .handle(GetVoiceProfileRequest.builder().voiceProfileId(id).build(), voices.core.caller)
        .voiceProfile();
  }

  private VoiceProfile update(String id, String taskId) {
    return new UpdateVoiceProfile(voices.space, voices.core.clock)
        .handle(
            UpdateVoiceProfileRequest.builder()
                .voiceProfileId(id)
                .speakerSearchTaskId(taskId)
                .build(),
            voices.core.caller)
        .voiceProfile();
  }

  private List<VoiceProfileSummary> list() {
    return new ListVoiceProfiles(voices.core.listing, voices.space)
        .handle(
            ListVoiceProfilesRequest.builder().voiceProfileDomainId(domainId).build(),
            voices.core.caller)
        .voiceProfiles();
  }

  private SpeakerSearchTask task(String id) {
    return new GetSpeakerSearchTask(voices.space)
        .handle(
            GetSpeakerSearchTaskRequest.builder()
                .voiceConnectorId(Voices.CONNECTOR)
                .speakerSearchTaskId(id)
                .build(),
            voices.core.caller)
        .speakerSearchTask();
  }

  private void stop(String id) {
    new StopSpeakerSearchTask(voices.space)
        .handle(
            StopSpeakerSearchTaskRequest.builder()
                .voiceConnectorId(Voices.CONNECTOR)
                .speakerSearchTaskId(id)
                .build(),
            voices.core.caller);
  }

  @Test
  void aProfileIsMadeOfATasksVoiceprintAndRefreshedAndDeleted() {
    VoiceProfile made = voices.profile(voices.found(domainId));

    assertThat(made.voiceProfileId()).startsWith("vp-");
    assertThat(made.expirationTimestamp())
        .isEqualTo(made.createdTimestamp().plus(Duration.ofDays(1095)));
    assertThat(get(made.voiceProfileId())).isEqualTo(made);
    assertThat(list()).hasSize(1);

    voices.core.pass(Duration.ofDays(300));
    VoiceProfile fresh = update(made.voiceProfileId(), voices.found(domainId));
    assertThat(fresh.expirationTimestamp())
        .isEqualTo(made.expirationTimestamp().plus(Duration.ofDays(300)));

    new DeleteVoiceProfile(voices.space)
        .handle(
            DeleteVoiceProfileRequest.builder().voiceProfileId(made.voiceProfileId()).build(),
            voices.core.caller);
    refused(ErrorType.NOT_FOUND, "VoiceProfileId", () -> get(made.voiceProfileId()));
    assertThat(list()).isEmpty();
  }

  @Test
  void aProfileExpiresAfterThreeYearsAndGivesItsPlaceBack() {
    new PutQuota(new Quotas(voices.core.items, voices.core.account))
        .handle(
            new OperatorDocument(Map.of("QuotaCode", "VoiceProfilesPerDomain", "Value", 1)),
            voices.core.caller);
    String id = voices.profile(voices.found(domainId)).voiceProfileId();
    refused(
        ErrorType.RESOURCE_LIMIT_EXCEEDED,
        "VoiceProfilesPerDomain is 1",
        () -> voices.profile(voices.found(domainId)));

    voices.core.pass(Duration.ofDays(1095));

    assertThat(list()).isEmpty();
    refused(ErrorType.NOT_FOUND, "VoiceProfileId", () -> get(id));
    voices.profile(voices.found(domainId));
  }

  @Test
  void withoutAVoiceprintThereIsNoProfile() {
    refused(ErrorType.NOT_FOUND, "SpeakerSearchTaskId", () -> voices.profile(Ids.guid()));
    refused(ErrorType.NOT_FOUND, "SpeakerSearchTaskId", () -> voices.profile("é".repeat(256)));
    String waiting = voices.search(domainId, voices.call()).speakerSearchTaskId();
    refused(ErrorType.CONFLICT, "IN_QUEUE", () -> voices.profile(waiting));

    String found = voices.found(domainId);
    voices.core.pass(Duration.ofHours(24));
    refused(ErrorType.GONE, "older than 24 hours", () -> voices.profile(found));
    voices.core.pass(Duration.ofDays(6));
    refused(ErrorType.NOT_FOUND, "SpeakerSearchTaskId", () -> voices.profile(found));
    refused(ErrorType.NOT_FOUND, "SpeakerSearchTaskId", () -> task(found));
  }

  @Test
  void aVoiceprintOfAnotherDomainDoesNotFit() {
    String other = voices.domain().voiceProfileDomainId();
    String id = voices.profile(voices.found(domainId)).voiceProfileId();

    refused(
        ErrorType.BAD_REQUEST,
        "another voice profile domain",
        () -> update(id, voices.found(other)));
  }

  @Test
  void aRevokedGrantOrADisabledKeyDeniesEverythingThatNeedsTheKey() {
    String found = voices.found(domainId);
    String profile = voices.profile(found).voiceProfileId();

    voices.keys.setEnabled(voices.key, false);
    refused(ErrorType.ACCESS_DENIED, "the key is disabled", () -> voices.profile(found));
    voices.keys.setEnabled(voices.key, true);
    voices.keys.revoke(voices.key, voices.keys.grants(voices.key).getFirst().id());

    refused(
        ErrorType.ACCESS_DENIED, "grant of the domain was revoked", () -> voices.profile(found));
    refused(ErrorType.ACCESS_DENIED, "revoked", () -> update(profile, found));
    refused(ErrorType.ACCESS_DENIED, "revoked", () -> voices.search(domainId, voices.call()));
    assertThat(get(profile).voiceProfileId()).isEqualTo(profile); // no voice is read for it
  }

  @Test
  void voiceprintsAreKeptEncrypted() {
    String found = voices.found(domainId);
    voices.profile(found);

    assertThat(voices.core.items.query(partition("voice-analytics-tasks")).items().toString())
        .contains("SealedKey")
        .doesNotContain("a voiceprint")
        .doesNotContain("YSB2b2ljZXByaW50"); // the same in base64
    assertThat(
            voices
                .core
                .items
                .query(partition("voice-profile-domains/" + domainId + "/profiles"))
                .items()
                .toString())
        .contains("SealedKey")
        .doesNotContain("YSB2b2ljZXByaW50");
  }

  private static ItemQuery partition(String name) {
    return ItemQuery.partition("account/111122223333/" + name, "", 1000);
  }

  @Test
  void aTaskNeedsACallThatGoesOnAndAsksForAnalytics() {
    String call = voices.call();
    refused(
        ErrorType.NOT_FOUND, "TransactionId: no call", () -> voices.search(domainId, Ids.guid()));
    refused(
        ErrorType.NOT_FOUND,
        "TransactionId: no call",
        () -> voices.search(domainId, call, r -> r.voiceConnectorId("other")));
    refused(
        ErrorType.NOT_FOUND,
        "VoiceProfileDomainId",
        () -> voices.search("vpd-" + Ids.guid(), call));

    voices.space.calls().ended(Voices.CONNECTOR, call);
    refused(ErrorType.GONE, "the call has ended", () -> voices.search(domainId, call));

    String plain = Ids.guid();
    voices.space.calls().started(Voices.CONNECTOR, plain, Set.of(TaskKind.VOICE_TONE));
    refused(
        ErrorType.UNPROCESSABLE_ENTITY,
        "SpeakerSearchStatus Enabled",
        () -> voices.search(domainId, plain));
  }

  @Test
  void oneTaskListensToALegAndIsStoppedOnce() {
    String call = voices.call();
    SpeakerSearchTask first = voices.search(domainId, call, r -> r.clientRequestToken("once"));

    assertThat(first.speakerSearchTaskStatus()).isEqualTo("IN_QUEUE");
    assertThat(first.callDetails().isCaller()).isTrue();
    assertThat(voices.search(domainId, call, r -> r.clientRequestToken("once"))).isEqualTo(first);
    refused(
        ErrorType.CONFLICT,
        first.speakerSearchTaskId(),
        () -> voices.search(domainId, call, r -> r.clientRequestToken("twice")));
    assertThat(
            voices
                .search(domainId, call, r -> r.callLeg(CallLegType.CALLEE))
                .callDetails()
                .isCaller())
        .isFalse();

    stop(first.speakerSearchTaskId());
    assertThat(task(first.speakerSearchTaskId()).speakerSearchTaskStatus()).isEqualTo("STOPPED");
    refused(ErrorType.CONFLICT, "STOPPED", () -> stop(first.speakerSearchTaskId()));
    assertThat(voices.space.tasks().begun(TaskKind.SPEAKER_SEARCH, first.speakerSearchTaskId()))
        .isFalse();
    voices.search(domainId, call); // the leg is free again
  }

  @Test
  void whatASearchFoundIsToldWithItsTimes() {
    SpeakerSearchTask task = task(voices.found(domainId));

    assertThat(task.speakerSearchTaskStatus()).isEqualTo("SUCCEEDED");
    assertThat(task.startedTimestamp()).isNotNull();
    assertThat(task.speakerSearchDetails().results().getFirst().confidenceScore()).isEqualTo(0.9f);
    refused(ErrorType.NOT_FOUND, "SpeakerSearchTaskId", () -> task(Ids.guid()));
  }

  @Test
  void aToneTaskListensToBothLegs() {
    String call = voices.call();
    VoiceToneAnalysisTask task =
        new StartVoiceToneAnalysisTask(voices.space)
            .handle(
                StartVoiceToneAnalysisTaskRequest.builder()
                    .voiceConnectorId(Voices.CONNECTOR)
                    .transactionId(call)
                    .languageCode("en-US")
                    .build(),
                voices.core.caller)
            .voiceToneAnalysisTask();
    String id = task.voiceToneAnalysisTaskId();
    voices.space.tasks().begun(TaskKind.VOICE_TONE, id);

    VoiceToneAnalysisTask callee = tone(id);
    assertThat(callee.voiceToneAnalysisTaskStatus()).isEqualTo("IN_PROGRESS");
    assertThat(callee.callDetails().isCaller()).isFalse();
    refused(ErrorType.NOT_FOUND, "SpeakerSearchTaskId", () -> task(id));

    StopVoiceToneAnalysisTaskRequest stop =
        StopVoiceToneAnalysisTaskRequest.builder()
            .voiceConnectorId(Voices.CONNECTOR)
            .voiceToneAnalysisTaskId(id)
            .build();
    new StopVoiceToneAnalysisTask(voices.space).handle(stop, voices.core.caller);
    assertThat(tone(id).voiceToneAnalysisTaskStatus()).isEqualTo("STOPPED");
    assertThat(voices.space.tasks().ended(TaskKind.VOICE_TONE, id, "SUCCEEDED", "")).isFalse();
  }

  private VoiceToneAnalysisTask tone(String id) {
    return new GetVoiceToneAnalysisTask(voices.space)
        .handle(
            GetVoiceToneAnalysisTaskRequest.builder()
                .voiceConnectorId(Voices.CONNECTOR)
                .voiceToneAnalysisTaskId(id)
                .isCaller(false)
                .build(),
            voices.core.caller)
        .voiceToneAnalysisTask();
  }
}
