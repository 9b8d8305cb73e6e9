package org.carillon.core.tags;

import java.util.List;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import software.amazon.awssdk.services.chimesdkvoice.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.Tag;

/** ListTagsForResource of the voice API (V8). */
public final class ListTagsForResource
    implements Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> {

  private final Tags tags;

  /** Over these tags. */
  public ListTagsForResource(Tags tags) {
    this.tags = tags;
  }

  @Override
  public ListTagsForResourceResponse handle(ListTagsForResourceRequest request, Caller caller) {
    List<Tag> kept =
        tags.require(request.resourceARN()).entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    return ListTagsForResourceResponse.builder().tags(kept).build();
  }
}
