package org.carillon.core.meetings;

import java.util.Map;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.tags.Tags;
import software.amazon.awssdk.services.chimesdkmeetings.model.TagResourceRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.TagResourceResponse;

/** TagResource of meetings (V8). */
public final class TagResource implements Operation<TagResourceRequest, TagResourceResponse> {

  private final Tags tags;

  /** Over these tags. */
  public TagResource(Tags tags) {
    this.tags = tags;
  }

  @Override
  public TagResourceResponse handle(TagResourceRequest request, Caller caller) {
    return MeetingTags.inWordsOfMeetings(
        request.resourceARN(),
        () -> {
          tags.add(
              request.resourceARN(),
              Tags.checked(
                  request.tags().stream().map(tag -> Map.entry(tag.key(), tag.value())).toList(),
                  "Tags"));
          return TagResourceResponse.builder().build();
        });
  }
}
