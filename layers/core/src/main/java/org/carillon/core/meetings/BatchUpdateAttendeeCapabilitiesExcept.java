package org.carillon.core.meetings;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import software.amazon.awssdk.services.chimesdkmeetings.model.AttendeeIdItem;
import software.amazon.awssdk.services.chimesdkmeetings.model.BatchUpdateAttendeeCapabilitiesExceptRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.BatchUpdateAttendeeCapabilitiesExceptResponse;

/**
 * BatchUpdateAttendeeCapabilitiesExcept: all attendees but those named (S7). Who is named but not
 * there is passed over.
 */
public final class BatchUpdateAttendeeCapabilitiesExcept
    implements Operation<
        BatchUpdateAttendeeCapabilitiesExceptRequest,
        BatchUpdateAttendeeCapabilitiesExceptResponse> {

  private final MeetingSpace space;

  /** In this space. */
  public BatchUpdateAttendeeCapabilitiesExcept(MeetingSpace space) {
    this.space = space;
  }

  @Override
  public BatchUpdateAttendeeCapabilitiesExceptResponse handle(
      BatchUpdateAttendeeCapabilitiesExceptRequest request, Caller caller) {
    Item meeting = space.meetings().require(request.meetingId());
    CapabilityRules.of(Meetings.meeting(meeting)).check(request.capabilities(), "Capabilities");
    Set<String> excluded =
        request.excludedAttendeeIds().stream()
            .map(AttendeeIdItem::attendeeId)
            .collect(Collectors.toSet());
    List<String> ids =
        space.attendees().all(request.meetingId()).stream()
            .map(item -> item.key().sort())
            .filter(id -> !excluded.contains(id))
            .toList();
    for (int from = 0; from < ids.size(); from += Items.MAX_TRANSACTION_WRITES) {
      List<String> part =
          ids.subList(from, Math.min(ids.size(), from + Items.MAX_TRANSACTION_WRITES));
      Retries.onConflict(() -> update(request, part));
    }
    return BatchUpdateAttendeeCapabilitiesExceptResponse.builder().build();
  }

  private int update(BatchUpdateAttendeeCapabilitiesExceptRequest request, List<String> ids) {
    List<ItemWrite> writes = new ArrayList<>();
    for (String id : ids) {
      space
          .attendees()
          .find(request.meetingId(), id)
          .ifPresent(read -> writes.add(Attendees.with(read, request.capabilities())));
    }
    if (!writes.isEmpty()) {
      space.items().write(writes);
    }
    return writes.size();
  }
}
