package org.carillon.core.tags;

import java.util.HashSet;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.UntagResourceRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.UntagResourceResponse;

/** UntagResource of the voice API (V8). */
public final class UntagResource implements Operation<UntagResourceRequest, UntagResourceResponse> {

  private final Tags tags;

  /** Over these tags. */
  public UntagResource(Tags tags) {
    this.tags = tags;
  }

  @Override
  public UntagResourceResponse handle(UntagResourceRequest request, Caller caller) {
    tags.remove(request.resourceARN(), new HashSet<>(request.tagKeys()));
    return UntagResourceResponse.builder().build();
  }
}
