package org.carillon.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.carillon.core.CoreFixture;
import org.carillon.core.Ids;
import org.carillon.core.MemoryKeys;
import org.carillon.core.ServiceEvents;
import org.carillon.core.access.AccessKeys;
import org.carillon.core.lifecycle.AccountLifecycle.Sweep;
import org.carillon.core.meetings.CreateAttendee;
import org.carillon.core.meetings.CreateMeeting;
import org.carillon.core.meetings.MeetingSpace;
import org.carillon.core.ports.ItemQuery;
import org.carillon.core.ports.KeyStore;
import org.carillon.core.ports.Ports;
import org.carillon.core.voiceprofiles.CreateVoiceProfileDomain;
import org.carillon.core.voiceprofiles.DeleteVoiceProfileDomain;
import org.carillon.core.voiceprofiles.StartSpeakerSearchTask;
import org.carillon.core.voiceprofiles.TaskKind;
import org.carillon.core.voiceprofiles.VoiceProfileSpace;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateAttendeeRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateMeetingRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateVoiceProfileDomainRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceProfileDomainRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ServerSideEncryptionConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.StartSpeakerSearchTaskRequest;

/** What is over is gone after a sweep, and what is not stays (S7, P1, P4, O3, O5). */
class AccountLifecycleTest {

  private static final String ACCOUNT = "account/111122223333/";
  private static final Sweep NOTHING = new Sweep(0, 0, 0, 0, 0, 0, 0, false);

  private final CoreFixture core = new CoreFixture();
  private final MemoryKeys memoryKeys = new MemoryKeys();
  private final String key = memoryKeys.newKey(KeyStore.SYMMETRIC);
  private final MeetingSpace meetings =
      new MeetingSpace(core.items, core.sealer, core.account, "voice.example.com", core.clock);
  private final VoiceProfileSpace voices =
      new VoiceProfileSpace(core.items, memoryKeys, core.account, core.clock);
  private final AccessKeys keys = new AccessKeys(core.items, core.sealer, core.clock);
  private final AccountLifecycle lifecycle =
      new AccountLifecycle(
          new Ports(core.items, null, null, null, core.sealer, memoryKeys, null, null, null),
          core.account,
          core.clock);

  @Test
  void endedMeetingsGoWithTheirAttendees() {
    meeting();
    core.pass(Duration.ofHours(23));
    meeting();
    core.pass(Duration.ofMinutes(59));
    assertThat(lifecycle.sweep()).isEqualTo(NOTHING);

    core.pass(Duration.ofMinutes(1));
    assertThat(lifecycle.sweep()).isEqualTo(new Sweep(1, 0, 0, 0, 0, 0, 0, false));
    assertThat(stored("meetings")).as("a meeting and its attendee").isEqualTo(2);
    assertThat(stored("request-tokens")).as("its token").isOne();
    assertThat(noted()).containsExactly("RemoveEndedMeeting");
    assertThat(lifecycle.sweep()).isEqualTo(NOTHING);
  }

  @Test
  void manyEndedMeetingsAreClearedAwayWhereverAPageEnds() {
    for (int i = 0; i < 200; i++) {
      meeting();
      core.pass(Duration.ofSeconds(1));
    }
    core.pass(Duration.ofHours(24).minusSeconds(10));

    assertThat(lifecycle.sweep().meetings()).isEqualTo(191);
    assertThat(stored("meetings")).as("nine meetings and their attendees").isEqualTo(18);
  }

  @Test
  void requestTokensAreForgottenAfterADay() {
    domain("first");
    core.pass(Duration.ofHours(1));
    domain("second");
    core.pass(Duration.ofHours(23).minusMillis(1));
    assertThat(lifecycle.sweep()).isEqualTo(NOTHING);

    core.pass(Duration.ofMillis(1));
    assertThat(lifecycle.sweep()).isEqualTo(new Sweep(0, 0, 0, 1, 0, 0, 0, false));
    assertThat(core.items.keys(ACCOUNT + "request-tokens"))
        .singleElement()
        .satisfies(token -> assertThat(token.sort()).endsWith("/second"));
    assertThat(stored("voice-profile-domains")).as("what they made stays").isEqualTo(2);
    assertThat(noted()).containsExactly("RemoveExpiredRequestTokens");
  }

  @Test
  void aTokenThatIsUsedAnewLivesAnew() {
    String first = domain("once");
    core.pass(Duration.ofHours(25)); // it is over, but no sweep has come yet
    assertThat(domain("once")).isNotEqualTo(first);
    core.pass(Duration.ofHours(23));

    assertThat(lifecycle.sweep()).isEqualTo(NOTHING);
    assertThat(stored("request-tokens")).isOne();
  }

  @Test
  void tasksGoAfterAWeek() {
    String domain = domain("token");
    task(domain);
    core.pass(Duration.ofDays(1));
    task(domain);
    core.pass(Duration.ofDays(6).minusMillis(1));
    assertThat(lifecycle.sweep().tasks()).isZero();

    core.pass(Duration.ofMillis(1));
    assertThat(lifecycle.sweep().tasks()).isOne();
    assertThat(stored("voice-analytics-tasks")).isOne();
    assertThat(noted()).contains("RemoveExpiredVoiceAnalyticsTasks");
  }

  @Test
  void sessionsGoADayAfterTheirEndAndLastingKeysStay() {
    String lasting = keys.create(core.account).id();
    String over = keys.createTemporary(core.caller.principal(), Duration.ofHours(1)).id();
    String alive = keys.createTemporary(core.caller.principal(), Duration.ofHours(36)).id();
    core.pass(Duration.ofHours(25));
    assertThat(lifecycle.sweep()).isEqualTo(NOTHING);

    core.pass(Duration.ofSeconds(1));
    assertThat(lifecycle.sweep()).isEqualTo(new Sweep(0, 0, 0, 0, 1, 0, 0, false));
    assertThat(keys.find(over)).isEmpty();
    assertThat(keys.find(alive)).isPresent();
    assertThat(keys.find(lasting)).isPresent();
    assertThat(noted()).containsExactly("RemoveEndedSessions");
  }

  @Test
  void aRemovalOfADomainThatDiedIsEndedAndOneUnderWayIsLeftAlone() {
    String id = domain("token");
    core.items.failAfter(1); // the domain goes, then the process dies
    delete(id);
    core.items.failAfter(Integer.MAX_VALUE);
    assertThat(stored("voice-profile-domain-removals")).isOne();

    assertThat(lifecycle.sweep()).isEqualTo(NOTHING);
    core.pass(Duration.ofMinutes(6));
    assertThat(lifecycle.sweep()).isEqualTo(new Sweep(0, 1, 0, 0, 0, 0, 0, false));
    assertThat(memoryKeys.grants(key)).isEmpty();
    assertThat(stored("voice-profile-domain-removals")).isZero();
    assertThat(noted()).containsExactly("FinishVoiceProfileDomainRemoval");
  }

  @Test
  void aSweepThatDiesIsDoneAgainAndTellsOfItOnce() {
    meeting();
    core.pass(Duration.ofHours(24));
    core.items.failAfter(1); // its attendee goes, then the process dies
    assertThatThrownBy(() -> lifecycle.sweep()).hasMessage("the process died");
    assertThat(stored("meetings")).isOne();
    core.items.failAfter(Integer.MAX_VALUE);

    assertThat(lifecycle.sweep().meetings()).isOne();
    assertThat(stored("meetings")).isZero();
    assertThat(noted()).containsExactly("RemoveEndedMeeting");
  }

  private void meeting() {
    String id =
        new CreateMeeting(meetings)
            .handle(
                CreateMeetingRequest.builder()
                    .clientRequestToken(Ids.guid())
                    .mediaRegion("us-east-1")
                    .externalMeetingId("monday")
                    .build(),
                core.caller)
            .meeting()
            .meetingId();
    new CreateAttendee(meetings)
        .handle(
            CreateAttendeeRequest.builder().meetingId(id).externalUserId("ann").build(),
            core.caller);
  }

  private String domain(String token) {
    return new CreateVoiceProfileDomain(voices, core.clock)
        .handle(
            CreateVoiceProfileDomainRequest.builder()
                .name("callers")
                .clientRequestToken(token)
                .serverSideEncryptionConfiguration(
                    ServerSideEncryptionConfiguration.builder().kmsKeyArn(key).build())
                .build(),
            core.caller)
        .voiceProfileDomain()
        .voiceProfileDomainId();
  }

  private void delete(String domain) {
    new DeleteVoiceProfileDomain(voices)
        .handle(
            DeleteVoiceProfileDomainRequest.builder().voiceProfileDomainId(domain).build(),
            core.caller);
  }

  private void task(String domain) {
    String connector = "abcdefghijklmnopqrstu1";
    String transaction = Ids.guid();
    voices.calls().started(connector, transaction, Set.of(TaskKind.values()));
    new StartSpeakerSearchTask(voices)
        .handle(
            StartSpeakerSearchTaskRequest.builder()
                .voiceConnectorId(connector)
                .transactionId(transaction)
                .voiceProfileDomainId(domain)
                .build(),
            core.caller);
  }

  /** How many items there are whose partition starts so. */
  private int stored(String partition) {
    return core.items.keys(ACCOUNT + partition).size();
  }

  private List<String> noted() {
    return core
        .items
        .query(ItemQuery.partition(ServiceEvents.partition("111122223333"), "", 1000))
        .items()
        .stream()
        .map(note -> (String) note.body().get(ServiceEvents.NAME))
        .toList();
  }
}
