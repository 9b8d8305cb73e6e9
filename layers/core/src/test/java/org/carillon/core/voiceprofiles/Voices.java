package org.carillon.core.voiceprofiles;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Consumer;
import org.carillon.core.CoreFixture;
import org.carillon.core.Ids;
import org.carillon.core.MemoryKeys;
import org.carillon.core.ports.KeyStore;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateVoiceProfileDomainRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateVoiceProfileRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ServerSideEncryptionConfiguration;
import software.amazon.awssdk.services.chimesdkvoice.model.SpeakerSearchDetails;
import software.amazon.awssdk.services.chimesdkvoice.model.SpeakerSearchResult;
import software.amazon.awssdk.services.chimesdkvoice.model.SpeakerSearchTask;
import software.amazon.awssdk.services.chimesdkvoice.model.StartSpeakerSearchTaskRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceProfile;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceProfileDomain;

/** Voice profiles on a store in memory; the test plays the media plane. */
final class Voices {

  static final String CONNECTOR = "abcdefghijklmnopqrstu1";

  final CoreFixture core = new CoreFixture();
  final MemoryKeys keys = new MemoryKeys();
  final String key = keys.newKey(KeyStore.SYMMETRIC);
  final VoiceProfileSpace space = new VoiceProfileSpace(core.items, keys, core.account, core.clock);

  VoiceProfileDomain domain() {
    return domain(r -> {});
  }

  VoiceProfileDomain domain(Consumer<CreateVoiceProfileDomainRequest.Builder> more) {
    CreateVoiceProfileDomainRequest.Builder request =
        CreateVoiceProfileDomainRequest.builder()
            .name("callers")
            .serverSideEncryptionConfiguration(
                ServerSideEncryptionConfiguration.builder().kmsKeyArn(key).build());
    more.accept(request);
    return new CreateVoiceProfileDomain(space, core.clock)
        .handle(request.build(), core.caller)
        .voiceProfileDomain();
  }

  /** A call that is streamed, with all of voice analytics. */
  String call() {
    String transaction = Ids.guid();
    space.calls().started(CONNECTOR, transaction, Set.of(TaskKind.values()));
    return transaction;
  }

  SpeakerSearchTask search(String domainId, String transaction) {
    return search(domainId, transaction, r -> {});
  }

  SpeakerSearchTask search(
      String domainId, String transaction, Consumer<StartSpeakerSearchTaskRequest.Builder> more) {
    StartSpeakerSearchTaskRequest.Builder request =
        StartSpeakerSearchTaskRequest.builder()
            .voiceConnectorId(CONNECTOR)
            .transactionId(transaction)
            .voiceProfileDomainId(domainId);
    more.accept(request);
    return new StartSpeakerSearchTask(space)
        .handle(request.build(), core.caller)
        .speakerSearchTask();
  }

  /** A speaker search that has ended with a voiceprint. */
  String found(String domainId) {
    String task = search(domainId, call()).speakerSearchTaskId();
    space.tasks().begun(TaskKind.SPEAKER_SEARCH, task);
    SpeakerSearchDetails details =
        SpeakerSearchDetails.builder()
            .results(
                SpeakerSearchResult.builder().voiceProfileId("vp-1").confidenceScore(0.9f).build())
            .voiceprintGenerationStatus("VoiceprintGenerationSuccess")
            .build();
    space.tasks().found(task, details, "a voiceprint".getBytes(StandardCharsets.UTF_8));
    return task;
  }

  VoiceProfile profile(String taskId) {
    return new CreateVoiceProfile(space, core.clock)
        .handle(
            CreateVoiceProfileRequest.builder().speakerSearchTaskId(taskId).build(), core.caller)
        .voiceProfile();
  }
}
