package org.carillon.core.analytics;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.tags.Tags;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.TagResourceRequest;
import software.amazon.awssdk.services.chimesdkmediapipelines.model.TagResourceResponse;

/** TagResource of media pipelines (V8). */
public final class TagResource implements Operation<TagResourceRequest, TagResourceResponse> {

  private final Tags tags;

  /** Over these tags. */
  public TagResource(Tags tags) {
    this.tags = tags;
  }

  @Override
  public TagResourceResponse handle(TagResourceRequest request, Caller caller) {
    tags.add(request.resourceARN(), AnalyticsSpace.checked(request.tags()));
    return TagResourceResponse.builder().build();
  }
}
