package org.carillon.core.meetings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.CoreFixture;
import org.carillon.core.ports.ItemQuery;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateAttendeeRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateMeetingRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.DeleteMeetingRequest;

/** Meetings under many requests at once. */
class MeetingStormTest {

  private final CoreFixture core = new CoreFixture();
  private final MeetingSpace space =
      new MeetingSpace(core.items, core.sealer, core.account, "voice.example.com", core.clock);

  private String meeting(String token) {
    return new CreateMeeting(space)
        .handle(
            CreateMeetingRequest.builder()
                .clientRequestToken(token)
                .mediaRegion("us-east-1")
                .externalMeetingId("monday")
                .meetingFeatures(f -> f.attendee(a -> a.maxCount(20)))
                .build(),
            core.caller)
        .meeting()
        .meetingId();
  }

  private boolean attendee(String meetingId) {
    try {
      new CreateAttendee(space)
          .handle(
              CreateAttendeeRequest.builder().meetingId(meetingId).externalUserId("ann").build(),
              core.caller);
      return true;
    } catch (ApiException refused) {
      assertThat(refused.type())
          .isIn(
              ErrorType.RESOURCE_LIMIT_EXCEEDED,
              ErrorType.NOT_FOUND,
              ErrorType.SERVICE_UNAVAILABLE);
      return false;
    }
  }

  private int stored(String meetingId) {
    String partition = "account/111122223333/meetings/" + meetingId + "/attendees";
    return core.items.query(ItemQuery.partition(partition, "", 1000)).items().size();
  }

  @Test
  void asManyAttendeesAsTheMeetingHasPlacesAndNotOneMore() throws Exception {
    String id = meeting("once");

    long made = all(40, () -> attendee(id)).stream().filter(it -> it).count();

    assertThat(made).isEqualTo(20);
    assertThat(stored(id)).isEqualTo(20);
  }

  @Test
  void oneTokenMakesOneMeetingHoweverManyAskAtOnce() throws Exception {
    assertThat(all(20, () -> meeting("once"))).containsOnly(meeting("once"));
  }

  @Test
  void nobodyIsLeftBehindWhenAMeetingEndsInTheMiddleOfIt() throws Exception {
    for (int round = 0; round < 20; round++) {
      String id = meeting("round" + round);
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        work.add(() -> attendee(id));
      }
      work.add(
          5,
          () -> {
            new DeleteMeeting(space)
                .handle(DeleteMeetingRequest.builder().meetingId(id).build(), core.caller);
            return true;
          });
      run(work);
      assertThat(stored(id)).as("round %s", round).isZero();
    }
  }

  private static <T> List<T> all(int times, Callable<T> one) throws Exception {
    List<Callable<T>> work = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      work.add(one);
    }
    return run(work);
  }

  private static <T> List<T> run(List<Callable<T>> work) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<T> results = new ArrayList<>();
      for (Future<T> done : threads.invokeAll(work)) {
        results.add(done.get());
      }
      return results;
    }
  }
}
