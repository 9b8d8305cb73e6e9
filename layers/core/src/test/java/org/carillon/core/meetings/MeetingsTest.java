package org.carillon.core.meetings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.carillon.contract.ErrorType;
import org.carillon.core.CoreFixture;
import org.carillon.core.Ids;
import org.carillon.core.ports.ItemQuery;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkmeetings.model.Attendee;
import software.amazon.awssdk.services.chimesdkmeetings.model.BatchCreateAttendeeRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.BatchCreateAttendeeResponse;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateAttendeeRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateAttendeeRequestItem;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateMeetingRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateMeetingWithAttendeesRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.DeleteAttendeeRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.DeleteMeetingRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.GetAttendeeRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.GetMeetingRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.ListAttendeesRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.Meeting;
import software.amazon.awssdk.services.chimesdkmeetings.model.StartMeetingTranscriptionRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.StopMeetingTranscriptionRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.Tag;
import software.amazon.awssdk.services.chimesdkmeetings.model.TagResourceRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.TranscriptionConfiguration;
import software.amazon.awssdk.services.chimesdkmeetings.model.UntagResourceRequest;

/** Meetings, their attendees and their end (S7). */
class MeetingsTest {

  private final CoreFixture core = new CoreFixture();
  private final MeetingSpace space =
      new MeetingSpace(core.items, core.sealer, core.account, "voice.example.com", core.clock);

  private Meeting meeting(Consumer<CreateMeetingRequest.Builder> more) {
    CreateMeetingRequest.Builder request =
        CreateMeetingRequest.builder()
            .clientRequestToken(Ids.guid())
            .mediaRegion("us-east-1")
            .externalMeetingId("monday");
    more.accept(request);
    return new CreateMeeting(space).handle(request.build(), core.caller).meeting();
  }

  private Meeting meeting() {
    return meeting(r -> {});
  }

  private Meeting get(String id) {
    return new GetMeeting(space)
        .handle(GetMeetingRequest.builder().meetingId(id).build(), core.caller)
        .meeting();
  }

  private void delete(String id) {
    new DeleteMeeting(space)
        .handle(DeleteMeetingRequest.builder().meetingId(id).build(), core.caller);
  }

  private Attendee attendee(String meetingId, String user) {
    return new CreateAttendee(space)
        .handle(
            CreateAttendeeRequest.builder().meetingId(meetingId).externalUserId(user).build(),
            core.caller)
        .attendee();
  }

  private Attendee get(String meetingId, String attendeeId) {
    return new GetAttendee(space)
        .handle(
            GetAttendeeRequest.builder().meetingId(meetingId).attendeeId(attendeeId).build(),
            core.caller)
        .attendee();
  }

  private BatchCreateAttendeeResponse batch(String meetingId, int from, int to) {
    return new BatchCreateAttendee(space)
        .handle(
            BatchCreateAttendeeRequest.builder()
                .meetingId(meetingId)
                .attendees(
                    IntStream.range(from, to)
                        .mapToObj(
                            i ->
                                CreateAttendeeRequestItem.builder()
                                    .externalUserId("user" + i)
                                    .build())
                        .toList())
                .build(),
            core.caller);
  }

  private List<?> stored() {
    return core.items.query(ItemQuery.partition("account/111122223333/meetings", "", 1000)).items();
  }

  @Test
  void aMeetingHasTheShapeOfTheHostedOne() {
    Meeting made =
        meeting(
            r ->
                r.meetingHostId("host")
                    .tenantIds("tenant")
                    .meetingFeatures(f -> f.audio(a -> a.echoReduction("AVAILABLE"))));

    assertThat(made.meetingArn())
        .isEqualTo("arn:aws:chime:us-east-1:111122223333:meeting/" + made.meetingId());
    assertThat(made.mediaPlacement().signalingUrl())
        .isEqualTo("wss://signal.meetings.voice.example.com/control/" + made.meetingId());
    assertThat(made.externalMeetingId()).isEqualTo("monday");
    assertThat(made.tenantIds()).containsExactly("tenant");
    assertThat(get(made.meetingId())).isEqualTo(made);
  }

  @Test
  void theSameTokenGivesTheSameMeetingUntilItEnds() {
    Meeting first = meeting(r -> r.clientRequestToken("once"));

    assertThat(meeting(r -> r.clientRequestToken("once"))).isEqualTo(first);
    refused(
        ErrorType.CONFLICT,
        "ClientRequestToken",
        () -> meeting(r -> r.clientRequestToken("once").externalMeetingId("tuesday")));
    delete(first.meetingId());
    assertThat(meeting(r -> r.clientRequestToken("once")).meetingId())
        .isNotEqualTo(first.meetingId());
  }

  @Test
  void whatAMeetingMayNotBeIsRefused() {
    refused(ErrorType.BAD_REQUEST, "MediaRegion", () -> meeting(r -> r.mediaRegion("mars-1")));
    refused(
        ErrorType.BAD_REQUEST,
        "ExternalMeetingId: ids that start with aws:",
        () -> meeting(r -> r.externalMeetingId("AWS:x")));
    refused(
        ErrorType.BAD_REQUEST,
        "PrimaryMeetingId",
        () -> meeting(r -> r.primaryMeetingId(Ids.guid())));
    refused(
        ErrorType.BAD_REQUEST,
        "NotificationsConfiguration.SqsQueueArn",
        () ->
            meeting(
                r ->
                    r.notificationsConfiguration(
                        n -> n.sqsQueueArn("arn:aws:sqs:us-east-1:999999999999:q"))));
    assertThat(stored()).isEmpty();
  }

  @Test
  void attendeesComeAndGoWithTokensNobodyCanGuess() {
    String meetingId = meeting().meetingId();
    Attendee first = attendee(meetingId, "ann");
    Attendee second = attendee(meetingId, "ann");

    assertThat(first.joinToken()).hasSize(86).isNotEqualTo(second.joinToken());
    assertThat(get(meetingId, first.attendeeId())).isEqualTo(first);
    assertThat(space.meetings().attendeeOf(first.joinToken()))
        .contains(Map.entry(meetingId, first.attendeeId()));
    assertThat(list(meetingId)).containsExactlyInAnyOrder(first, second);

    new DeleteAttendee(space)
        .handle(
            DeleteAttendeeRequest.builder()
                .meetingId(meetingId)
                .attendeeId(first.attendeeId())
                .build(),
            core.caller);
    refused(ErrorType.NOT_FOUND, "AttendeeId", () -> get(meetingId, first.attendeeId()));
    assertThat(space.meetings().attendeeOf(first.joinToken())).isEmpty();
    assertThat(space.meetings().attendeeOf(second.joinToken())).isPresent();
  }

  private List<Attendee> list(String meetingId) {
    return new ListAttendees(core.listing, space)
        .handle(ListAttendeesRequest.builder().meetingId(meetingId).build(), core.caller)
        .attendees();
  }

  @Test
  void noByteOfATokenCanBeChanged() {
    String token = attendee(meeting().meetingId(), "ann").joinToken();
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'Q' : 'A';
      String changed = token.substring(0, i) + other + token.substring(i + 1);
      assertThat(space.meetings().attendeeOf(changed)).as("character %s", i).isEmpty();
    }
    assertThat(space.meetings().attendeeOf("")).isEmpty();
    assertThat(space.meetings().attendeeOf("\u00e9".repeat(86))).isEmpty();
    assertThat(space.meetings().attendeeOf("!".repeat(86))).isEmpty();
  }

  @Test
  void tokensAreNotStored() {
    Attendee attendee = attendee(meeting().meetingId(), "ann");
    String partition = "account/111122223333/meetings/" + meetingOf(attendee) + "/attendees";

    assertThat(core.items.query(ItemQuery.partition(partition, "", 10)).items().toString())
        .contains(attendee.attendeeId())
        .doesNotContain(attendee.joinToken());
  }

  private String meetingOf(Attendee attendee) {
    return space.meetings().attendeeOf(attendee.joinToken()).orElseThrow().getKey();
  }

  @Test
  void aMeetingHas250Attendees() {
    String id = meeting().meetingId();
    assertThat(batch(id, 0, 100).attendees()).hasSize(100);
    batch(id, 100, 200);

    BatchCreateAttendeeResponse last = batch(id, 200, 300);

    assertThat(last.attendees()).hasSize(50);
    assertThat(last.errors()).hasSize(50);
    assertThat(last.errors().getFirst().errorCode()).isEqualTo("LimitExceeded");
    assertThat(last.errors().getFirst().externalUserId()).isEqualTo("user250");
    refused(ErrorType.RESOURCE_LIMIT_EXCEEDED, "250 attendees", () -> attendee(id, "one more"));
    Set<String> ids = new HashSet<>();
    String token = null;
    do {
      var page =
          new ListAttendees(core.listing, space)
              .handle(
                  ListAttendeesRequest.builder()
                      .meetingId(id)
                      .maxResults(100)
                      .nextToken(token)
                      .build(),
                  core.caller);
      page.attendees().forEach(attendee -> ids.add(attendee.attendeeId()));
      token = page.nextToken();
    } while (token != null);
    assertThat(ids).hasSize(250);
  }

  @Test
  void aMeetingCanBeMadeSmaller() {
    String id = meeting(r -> r.meetingFeatures(f -> f.attendee(a -> a.maxCount(1)))).meetingId();
    attendee(id, "ann");

    refused(ErrorType.RESOURCE_LIMIT_EXCEEDED, "1 attendees", () -> attendee(id, "bob"));
  }

  @Test
  void aMeetingIsMadeWithItsAttendees() {
    CreateMeetingWithAttendeesRequest request =
        CreateMeetingWithAttendeesRequest.builder()
            .clientRequestToken("once")
            .mediaRegion("us-east-1")
            .externalMeetingId("monday")
            .attendees(
                CreateAttendeeRequestItem.builder().externalUserId("ann").build(),
                CreateAttendeeRequestItem.builder().externalUserId("aws:reserved").build())
            .build();

    var made = new CreateMeetingWithAttendees(space).handle(request, core.caller);

    assertThat(made.attendees()).singleElement().isEqualTo(list(made.meeting().meetingId()).get(0));
    assertThat(made.errors())
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.externalUserId()).isEqualTo("aws:reserved");
              assertThat(error.errorCode()).isEqualTo("BadRequest");
              assertThat(error.errorMessage()).startsWith("Attendees[1].ExternalUserId");
            });
    assertThat(new CreateMeetingWithAttendees(space).handle(request, core.caller)).isEqualTo(made);
  }

  @Test
  void aMeetingEndsWithAllItsAttendees() {
    String id = meeting().meetingId();
    batch(id, 0, 100);
    batch(id, 100, 150);
    String token = attendee(id, "ann").joinToken();

    delete(id);

    refused(ErrorType.NOT_FOUND, "MeetingId", () -> get(id));
    refused(ErrorType.NOT_FOUND, "MeetingId", () -> delete(id));
    refused(ErrorType.NOT_FOUND, "MeetingId", () -> attendee(id, "late"));
    assertThat(space.meetings().attendeeOf(token)).isEmpty();
    assertThat(stored()).isEmpty();
    assertThat(attendeesOf(id)).isEmpty();
  }

  private List<?> attendeesOf(String id) {
    String partition = "account/111122223333/meetings/" + id + "/attendees";
    return core.items.query(ItemQuery.partition(partition, "", 1000)).items();
  }

  @Test
  void aDeletionThatDiedIsEndedLater() {
    String id = meeting().meetingId();
    batch(id, 0, 100);
    core.items.failAfter(1); // marked as ended, then the process dies
    delete(id);
    core.items.failAfter(Integer.MAX_VALUE);
    refused(ErrorType.NOT_FOUND, "MeetingId", () -> get(id));
    assertThat(attendeesOf(id)).hasSize(100);

    meeting();

    assertThat(attendeesOf(id)).isEmpty();
    assertThat(stored()).hasSize(1);
  }

  @Test
  void aMeetingIsOverAfterADay() {
    Meeting old = meeting(r -> r.clientRequestToken("once"));
    attendee(old.meetingId(), "ann");
    core.pass(Duration.ofHours(24));

    refused(ErrorType.NOT_FOUND, "MeetingId", () -> get(old.meetingId()));
    Meeting fresh = meeting(r -> r.clientRequestToken("once"));
    assertThat(fresh.meetingId()).isNotEqualTo(old.meetingId());
    assertThat(stored()).hasSize(1); // the old one was cleared away by the way
    assertThat(attendeesOf(old.meetingId())).isEmpty();
    assertThat(meeting(r -> r.clientRequestToken("once"))).isEqualTo(fresh);
  }

  @Test
  void aMeetingIsTranscribedWhileSomebodyIsConnected() {
    String id = meeting().meetingId();
    refused(ErrorType.UNPROCESSABLE_ENTITY, "no attendee is connected", () -> transcribe(id));
    assertThat(space.meetings().connected(id, 1)).isTrue();

    transcribe(id);
    refused(ErrorType.UNPROCESSABLE_ENTITY, "transcribed already", () -> transcribe(id));
    stopTranscription(id);
    refused(ErrorType.UNPROCESSABLE_ENTITY, "not being transcribed", () -> stopTranscription(id));
    refused(ErrorType.NOT_FOUND, "MeetingId", () -> transcribe(Ids.guid()));
  }

  private void transcribe(String id) {
    transcribe(id, c -> c.engineTranscribeSettings(s -> s.languageCode("en-US")));
  }

  private void transcribe(String id, Consumer<TranscriptionConfiguration.Builder> said) {
    new StartMeetingTranscription(space)
        .handle(
            StartMeetingTranscriptionRequest.builder()
                .meetingId(id)
                .transcriptionConfiguration(said)
                .build(),
            core.caller);
  }

  private void stopTranscription(String id) {
    new StopMeetingTranscription(space)
        .handle(StopMeetingTranscriptionRequest.builder().meetingId(id).build(), core.caller);
  }

  @Test
  void aTranscriptionHasOneEngineAndALanguage() {
    String id = meeting().meetingId();
    refused(ErrorType.BAD_REQUEST, "exactly one of", () -> transcribe(id, c -> {}));
    refused(
        ErrorType.BAD_REQUEST,
        "LanguageCode, or IdentifyLanguage",
        () -> transcribe(id, c -> c.engineTranscribeSettings(s -> s.vocabularyName("v"))));
    refused(
        ErrorType.BAD_REQUEST,
        "LanguageOptions: at least two",
        () -> transcribe(id, c -> c.engineTranscribeSettings(s -> s.identifyLanguage(true))));
    refused(
        ErrorType.BAD_REQUEST,
        "PiiEntityTypes",
        () ->
            transcribe(
                id,
                c ->
                    c.engineTranscribeSettings(
                        s -> s.languageCode("en-US").piiEntityTypes("NAME"))));
  }

  @Test
  void tagsComeAndGoAndEndWithTheMeeting() {
    Meeting made = meeting(r -> r.tags(Tag.builder().key("team").value("a").build()));
    String arn = made.meetingArn();
    new TagResource(space.tags())
        .handle(
            TagResourceRequest.builder()
                .resourceARN(arn)
                .tags(Tag.builder().key("cost").value("1").build())
                .build(),
            core.caller);
    new UntagResource(space.tags())
        .handle(
            UntagResourceRequest.builder().resourceARN(arn).tagKeys("team").build(), core.caller);
    assertThat(tags(arn)).containsExactly(Tag.builder().key("cost").value("1").build());
    refused(
        ErrorType.TOO_MANY_TAGS,
        "at most 50",
        () ->
            new TagResource(space.tags())
                .handle(
                    TagResourceRequest.builder()
                        .resourceARN(arn)
                        .tags(
                            IntStream.range(0, 50)
                                .mapToObj(i -> Tag.builder().key("k" + i).value("").build())
                                .toList())
                        .build(),
                    core.caller));

    delete(made.meetingId());
    refused(ErrorType.RESOURCE_NOT_FOUND, "ResourceARN", () -> tags(arn));
  }

  private List<Tag> tags(String arn) {
    return new ListTagsForResource(space.tags())
        .handle(ListTagsForResourceRequest.builder().resourceARN(arn).build(), core.caller)
        .tags();
  }
}
