package org.carillon.core.voiceprofiles;

import java.util.Arrays;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.ports.Item;

/** Whether a voice profile domain can be searched now. Safe for use by many threads. */
public final class DomainAccess {

  private final VoiceProfileSpace space;

  /** In this space. */
  public DomainAccess(VoiceProfileSpace space) {
    this.space = space;
  }

  /**
   * Refuses a domain that cannot be searched. A search without the domain's key would find nothing,
   * so it is said before it starts.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} when the account has no such domain, {@link
   *     ErrorType#ACCESS_DENIED} when its key cannot be used
   */
  public void requireUsable(String voiceProfileDomainArn) {
    String id =
        space
            .domains()
            .byArn(voiceProfileDomainArn)
            .orElseThrow(
                () ->
                    new ApiException(
                        ErrorType.NOT_FOUND,
                        "VoiceProfileDomainArn: the account has no such voice profile domain."))
            .voiceProfileDomainId();
    requireUsable(space.domains().require(id));
  }

  void requireUsable(Item domain) {
    Arrays.fill(space.keys().dataKey(VoiceProfileDomains.domainKey(domain)).plaintext(), (byte) 0);
  }
}
