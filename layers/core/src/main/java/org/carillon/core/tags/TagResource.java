package org.carillon.core.tags;

import java.util.Map;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.TagResourceRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.TagResourceResponse;

/** TagResource of the voice API (V8). */
public final class TagResource implements Operation<TagResourceRequest, TagResourceResponse> {

  private final Tags tags;

  /** Over these tags. */
  public TagResource(Tags tags) {
    this.tags = tags;
  }

  @Override
  public TagResourceResponse handle(TagResourceRequest request, Caller caller) {
    tags.add(
        request.resourceARN(),
        Tags.checked(
            request.tags().stream().map(tag -> Map.entry(tag.key(), tag.value())).toList(),
            "Tags"));
    return TagResourceResponse.builder().build();
  }
}
