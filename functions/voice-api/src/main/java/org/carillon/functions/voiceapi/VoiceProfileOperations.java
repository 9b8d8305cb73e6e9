package org.carillon.functions.voiceapi;

import org.carillon.core.voiceprofiles.CreateVoiceProfile;
import org.carillon.core.voiceprofiles.CreateVoiceProfileDomain;
import org.carillon.core.voiceprofiles.DeleteVoiceProfile;
import org.carillon.core.voiceprofiles.DeleteVoiceProfileDomain;
import org.carillon.core.voiceprofiles.GetSpeakerSearchTask;
import org.carillon.core.voiceprofiles.GetVoiceProfile;
import org.carillon.core.voiceprofiles.GetVoiceProfileDomain;
import org.carillon.core.voiceprofiles.GetVoiceToneAnalysisTask;
import org.carillon.core.voiceprofiles.ListVoiceProfileDomains;
import org.carillon.core.voiceprofiles.ListVoiceProfiles;
import org.carillon.core.voiceprofiles.StartSpeakerSearchTask;
import org.carillon.core.voiceprofiles.StartVoiceToneAnalysisTask;
import org.carillon.core.voiceprofiles.StopSpeakerSearchTask;
import org.carillon.core.voiceprofiles.StopVoiceToneAnalysisTask;
import org.carillon.core.voiceprofiles.UpdateVoiceProfile;
import org.carillon.core.voiceprofiles.UpdateVoiceProfileDomain;
import org.carillon.core.voiceprofiles.VoiceProfileSpace;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateVoiceProfileDomainRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateVoiceProfileRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceProfileDomainRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceProfileRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetSpeakerSearchTaskRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceProfileDomainRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceProfileRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetVoiceToneAnalysisTaskRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListVoiceProfileDomainsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListVoiceProfilesRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.StartSpeakerSearchTaskRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.StartVoiceToneAnalysisTaskRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.StopSpeakerSearchTaskRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.StopVoiceToneAnalysisTaskRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateVoiceProfileDomainRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateVoiceProfileRequest;

/** Voice profile domains, voice profiles and the tasks of voice analytics (P). */
final class VoiceProfileOperations {

  private VoiceProfileOperations() {}

  static void add(OperationTable table, Domain domain) {
    VoiceProfileSpace space =
        new VoiceProfileSpace(
            domain.items(), domain.ports().keys(), domain.account(), domain.clock());
    table.voice(
        "P1, P2",
        CreateVoiceProfileDomainRequest.class,
        new CreateVoiceProfileDomain(space, domain.clock()));
    table.voice("P1", GetVoiceProfileDomainRequest.class, new GetVoiceProfileDomain(space));
    table.voice(
        "P1",
        ListVoiceProfileDomainsRequest.class,
        new ListVoiceProfileDomains(domain.listing(), space));
    table.voice(
        "P1",
        UpdateVoiceProfileDomainRequest.class,
        new UpdateVoiceProfileDomain(space, domain.clock()));
    table.voice(
        "P1, P2", DeleteVoiceProfileDomainRequest.class, new DeleteVoiceProfileDomain(space));
    table.voice(
        "P3", CreateVoiceProfileRequest.class, new CreateVoiceProfile(space, domain.clock()));
    table.voice("P3", GetVoiceProfileRequest.class, new GetVoiceProfile(space));
    table.voice(
        "P3", ListVoiceProfilesRequest.class, new ListVoiceProfiles(domain.listing(), space));
    table.voice(
        "P3", UpdateVoiceProfileRequest.class, new UpdateVoiceProfile(space, domain.clock()));
    table.voice("P3", DeleteVoiceProfileRequest.class, new DeleteVoiceProfile(space));
    table.voice("P4", StartSpeakerSearchTaskRequest.class, new StartSpeakerSearchTask(space));
    table.voice("P4", GetSpeakerSearchTaskRequest.class, new GetSpeakerSearchTask(space));
    table.voice("P4", StopSpeakerSearchTaskRequest.class, new StopSpeakerSearchTask(space));
    table.voice(
        "P5", StartVoiceToneAnalysisTaskRequest.class, new StartVoiceToneAnalysisTask(space));
    table.voice("P5", GetVoiceToneAnalysisTaskRequest.class, new GetVoiceToneAnalysisTask(space));
    table.voice("P5", StopVoiceToneAnalysisTaskRequest.class, new StopVoiceToneAnalysisTask(space));
  }
}
