package org.carillon.core.voiceprofiles;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.quotas.Quota;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceProfileDomainRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteVoiceProfileDomainResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceProfileDomain;

/**
 * DeleteVoiceProfileDomain (P1, P2): the domain goes at once, then its profiles and the grant on
 * its key. What a process that dies leaves of them goes later, or when the client asks again.
 */
public final class DeleteVoiceProfileDomain
    implements Operation<DeleteVoiceProfileDomainRequest, DeleteVoiceProfileDomainResponse> {

  private final VoiceProfileSpace space;

  /** In this space. */
  public DeleteVoiceProfileDomain(VoiceProfileSpace space) {
    this.space = space;
  }

  @Override
  public DeleteVoiceProfileDomainResponse handle(
      DeleteVoiceProfileDomainRequest request, Caller caller) {
    String id = request.voiceProfileDomainId();
    if (!space.removals().isUnderWay(id)) {
      Retries.onConflict(() -> delete(id));
    }
    space.removals().finish(id);
    space.removals().sweep();
    return DeleteVoiceProfileDomainResponse.builder().build();
  }

  private String delete(String id) {
    Item read = space.domains().require(id);
    VoiceProfileDomain domain = VoiceProfileDomains.domain(read);
    List<ItemWrite> writes = new ArrayList<>();
    writes.add(ItemWrite.delete(read));
    writes.add(space.tags().delete(domain.voiceProfileDomainArn()));
    writes.add(space.quotas().giveBack(Quota.VOICE_PROFILE_DOMAINS, "", 1));
    writes.add(
        space
            .removals()
            .note(
                id,
                domain.serverSideEncryptionConfiguration().kmsKeyArn(),
                Optional.of(VoiceProfileDomains.grant(read))));
    VoiceProfileDomains.requestToken(read)
        .ifPresent(
            token ->
                writes.addAll(space.tokens().forget(CreateVoiceProfileDomain.NAME, token, id)));
    space.items().write(writes);
    return id;
  }
}
