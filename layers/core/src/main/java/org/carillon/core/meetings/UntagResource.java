package org.carillon.core.meetings;

import java.util.HashSet;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.tags.Tags;
import software.amazon.awssdk.services.chimesdkmeetings.model.UntagResourceRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.UntagResourceResponse;

/** UntagResource of meetings (V8). */
public final class UntagResource implements Operation<UntagResourceRequest, UntagResourceResponse> {

  private final Tags tags;

  /** Over these tags. */
  public UntagResource(Tags tags) {
    this.tags = tags;
  }

  @Override
  public UntagResourceResponse handle(UntagResourceRequest request, Caller caller) {
    return MeetingTags.inWordsOfMeetings(
        request.resourceARN(),
        () -> {
          tags.remove(request.resourceARN(), new HashSet<>(request.tagKeys()));
          return UntagResourceResponse.builder().build();
        });
  }
}
