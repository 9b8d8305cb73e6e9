package org.carillon.functions.voiceapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.carillon.core.voiceprofiles.TaskKind;
import org.carillon.core.voiceprofiles.VoiceProfileSpace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.AccessDeniedException;
import software.amazon.awssdk.services.chimesdkvoice.model.BadRequestException;
import software.amazon.awssdk.services.chimesdkvoice.model.ConflictException;
import software.amazon.awssdk.services.chimesdkvoice.model.GoneException;
import software.amazon.awssdk.services.chimesdkvoice.model.NotFoundException;
import software.amazon.awssdk.services.chimesdkvoice.model.ResourceLimitExceededException;
import software.amazon.awssdk.services.chimesdkvoice.model.SpeakerSearchDetails;
import software.amazon.awssdk.services.chimesdkvoice.model.SpeakerSearchTask;
import software.amazon.awssdk.services.chimesdkvoice.model.UnprocessableEntityException;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceProfile;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceProfileDomain;

/** Voice profiles, told by the unmodified AWS SDK for Java (P1 to P5). */
@SuppressWarnings("unchecked") // the SDK's builders take arrays of a generic type
class VoiceProfileStoryTest {

  private static final String CONNECTOR = "abcdefghijklmnopqrstu1";

  @TempDir Path data;
  private LocalApi local;
  private ChimeSdkVoiceClient client;
  private OperatorClient operator;
  private VoiceProfileSpace mediaPlane;

  @BeforeEach
  void start() throws IOException {
    local = new LocalApi(data);
    client = local.client();
    operator = new OperatorClient(local.endpoint(), local.key());
    mediaPlane =
        new VoiceProfileSpace(
            local.ports().items(), local.ports().keys(), LocalApi.ACCOUNT, local.clock);
  }

  @AfterEach
  void stop() {
    client.close();
    local.close();
  }

  private Map<?, ?> key(Map<String, Object> request) throws Exception {
    return (Map<?, ?>) operator.call("POST", "/carillon/v1/keys", request).body().get("Key");
  }

  private VoiceProfileDomain domain(String keyArn) {
    return client
        .createVoiceProfileDomain(
            r -> r.name("callers").serverSideEncryptionConfiguration(s -> s.kmsKeyArn(keyArn)))
        .voiceProfileDomain();
  }

  @Test
  void aDomainLivesWithItsKey() throws Exception {
    String keyArn = (String) key(Map.of()).get("KeyArn");
    VoiceProfileDomain domain = domain(keyArn);
    String id = domain.voiceProfileDomainId();

    assertThat(client.getVoiceProfileDomain(r -> r.voiceProfileDomainId(id)).voiceProfileDomain())
        .isEqualTo(domain);
    assertThat(
            client
                .updateVoiceProfileDomain(r -> r.voiceProfileDomainId(id).name("all callers"))
                .voiceProfileDomain()
                .name())
        .isEqualTo("all callers");
    assertThat(client.listVoiceProfileDomains(r -> {}).voiceProfileDomains()).hasSize(1);
    client.tagResource(
        r -> r.resourceARN(domain.voiceProfileDomainArn()).tags(t -> t.key("team").value("a")));
    assertThat(
            client.listTagsForResource(r -> r.resourceARN(domain.voiceProfileDomainArn())).tags())
        .hasSize(1);
    domain(keyArn);
    domain(keyArn);
    assertThatThrownBy(() -> domain(keyArn)).isInstanceOf(ResourceLimitExceededException.class);

    client.deleteVoiceProfileDomain(r -> r.voiceProfileDomainId(id));
    assertThatThrownBy(() -> client.getVoiceProfileDomain(r -> r.voiceProfileDomainId(id)))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> client.listVoiceProfiles(r -> r.voiceProfileDomainId(id)))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void aKeyThatIsNotGoodIsRefusedByMember() throws Exception {
    Map<?, ?> disabled = key(Map.of());
    operator.call(
        "POST", "/carillon/v1/keys/" + disabled.get("KeyId") + "?operation=disable", Map.of());
    for (String keyArn :
        new String[] {
          (String) disabled.get("KeyArn"),
          (String) key(Map.of("KeySpec", "RSA_2048")).get("KeyArn"),
          "arn:aws:kms:us-east-1:111122223333:key/none"
        }) {
      assertThatThrownBy(() -> domain(keyArn))
          .isInstanceOf(BadRequestException.class)
          .hasMessageContaining("ServerSideEncryptionConfiguration.KmsKeyArn");
    }
  }

  @Test
  void aProfileComesFromASearchAndARevokedGrantEndsIt() throws Exception {
    Map<?, ?> key = key(Map.of());
    String domainId = domain((String) key.get("KeyArn")).voiceProfileDomainId();
    String call = UUID.randomUUID().toString();
    assertThatThrownBy(() -> search(domainId, call)).isInstanceOf(NotFoundException.class);
    mediaPlane.calls().started(CONNECTOR, call, Set.of());
    assertThatThrownBy(() -> search(domainId, call))
        .isInstanceOf(UnprocessableEntityException.class);
    mediaPlane.calls().started(CONNECTOR, call, Set.of(TaskKind.values()));

    SpeakerSearchTask task = search(domainId, call);
    String taskId = task.speakerSearchTaskId();
    assertThat(task.callDetails().transactionId()).isEqualTo(call);
    assertThatThrownBy(() -> search(domainId, call)).isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> client.createVoiceProfile(r -> r.speakerSearchTaskId(taskId)))
        .isInstanceOf(ConflictException.class);
    mediaPlane
        .tasks()
        .found(
            taskId,
            SpeakerSearchDetails.builder()
                .results(it -> it.voiceProfileId("vp-1").confidenceScore(0.5f))
                .build(),
            "voice".getBytes(StandardCharsets.UTF_8));
    assertThat(
            client
                .getSpeakerSearchTask(
                    r -> r.voiceConnectorId(CONNECTOR).speakerSearchTaskId(taskId))
                .speakerSearchTask()
                .speakerSearchDetails()
                .results())
        .hasSize(1);

    VoiceProfile profile =
        client.createVoiceProfile(r -> r.speakerSearchTaskId(taskId)).voiceProfile();
    String id = profile.voiceProfileId();
    assertThat(client.getVoiceProfile(r -> r.voiceProfileId(id)).voiceProfile()).isEqualTo(profile);
    assertThat(client.listVoiceProfiles(r -> r.voiceProfileDomainId(domainId)).voiceProfiles())
        .hasSize(1);
    client.updateVoiceProfile(r -> r.voiceProfileId(id).speakerSearchTaskId(taskId));

    String grants = "/carillon/v1/keys/" + key.get("KeyId") + "/grants";
    Map<?, ?> grant =
        (Map<?, ?>)
            ((List<?>) operator.call("GET", grants, Map.of()).body().get("Grants")).getFirst();
    operator.call("DELETE", grants + "/" + grant.get("GrantId"), Map.of());
    assertThatThrownBy(
            () -> client.updateVoiceProfile(r -> r.voiceProfileId(id).speakerSearchTaskId(taskId)))
        .isInstanceOf(AccessDeniedException.class);
    client.deleteVoiceProfile(r -> r.voiceProfileId(id));
    assertThatThrownBy(() -> client.deleteVoiceProfile(r -> r.voiceProfileId(id)))
        .isInstanceOf(NotFoundException.class);

    mediaPlane.calls().ended(CONNECTOR, call);
    assertThatThrownBy(
            () ->
                client.startVoiceToneAnalysisTask(
                    r -> r.voiceConnectorId(CONNECTOR).transactionId(call).languageCode("en-US")))
        .isInstanceOf(GoneException.class);
  }

  private SpeakerSearchTask search(String domainId, String call) {
    return client
        .startSpeakerSearchTask(
            r -> r.voiceConnectorId(CONNECTOR).transactionId(call).voiceProfileDomainId(domainId))
        .speakerSearchTask();
  }

  @Test
  void aToneTaskIsStartedReadAndStopped() {
    String call = UUID.randomUUID().toString();
    mediaPlane.calls().started(CONNECTOR, call, Set.of(TaskKind.VOICE_TONE));
    String id =
        client
            .startVoiceToneAnalysisTask(
                r -> r.voiceConnectorId(CONNECTOR).transactionId(call).languageCode("en-US"))
            .voiceToneAnalysisTask()
            .voiceToneAnalysisTaskId();

    client.stopVoiceToneAnalysisTask(
        r -> r.voiceConnectorId(CONNECTOR).voiceToneAnalysisTaskId(id));

    assertThat(
            client
                .getVoiceToneAnalysisTask(
                    r -> r.voiceConnectorId(CONNECTOR).voiceToneAnalysisTaskId(id).isCaller(true))
                .voiceToneAnalysisTask()
                .voiceToneAnalysisTaskStatus())
        .isEqualTo("STOPPED");
    assertThatThrownBy(
            () ->
                client.stopVoiceToneAnalysisTask(
                    r -> r.voiceConnectorId(CONNECTOR).voiceToneAnalysisTaskId(id)))
        .isInstanceOf(ConflictException.class);
    assertThatThrownBy(
            () ->
                client.stopSpeakerSearchTask(
                    r -> r.voiceConnectorId(CONNECTOR).speakerSearchTaskId(id)))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  @SuppressWarnings("deprecation") // that is what it is about
  void alexaIsGone() {
    assertThatThrownBy(
            () ->
                client.getSipMediaApplicationAlexaSkillConfiguration(
                    r -> r.sipMediaApplicationId("x")))
        .isInstanceOf(GoneException.class)
        .hasMessageContaining("Alexa calling was withdrawn");
    assertThatThrownBy(
            () ->
                client.putSipMediaApplicationAlexaSkillConfiguration(
                    r -> r.sipMediaApplicationId("x")))
        .isInstanceOf(GoneException.class);
  }
}
