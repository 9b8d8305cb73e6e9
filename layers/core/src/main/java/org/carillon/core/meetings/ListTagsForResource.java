package org.carillon.core.meetings;

import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.tags.Tags;
import software.amazon.awssdk.services.chimesdkmeetings.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.chimesdkmeetings.model.Tag;

/** ListTagsForResource of meetings (V8). */
public final class ListTagsForResource
    implements Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> {

  private final Tags tags;

  /** Over these tags. */
  public ListTagsForResource(Tags tags) {
    this.tags = tags;
  }

  @Override
  public ListTagsForResourceResponse handle(ListTagsForResourceRequest request, Caller caller) {
    return MeetingTags.inWordsOfMeetings(
        request.resourceARN(),
        () ->
            ListTagsForResourceResponse.builder()
                .tags(
                    tags.require(request.resourceARN()).entrySet().stream()
                        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                        .toList())
                .build());
  }
}
