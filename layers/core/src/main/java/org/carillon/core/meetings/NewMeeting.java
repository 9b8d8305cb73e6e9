package org.carillon.core.meetings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.carillon.contract.ApiException;
import org.carillon.contract.Documents;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.tags.Tags;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateMeetingRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.CreateMeetingWithAttendeesRequest;
import software.amazon.awssdk.services.chimesdkmeetings.model.Meeting;
import software.amazon.awssdk.services.chimesdkmeetings.model.MeetingFeaturesConfiguration;
import software.amazon.awssdk.services.chimesdkmeetings.model.NotificationsConfiguration;
import software.amazon.awssdk.services.chimesdkmeetings.model.Tag;

/** What both operations that make a meeting are asked for, and its rules. */
record NewMeeting(
    String mediaRegion,
    String meetingHostId,
    String externalMeetingId,
    MeetingFeaturesConfiguration features,
    NotificationsConfiguration notifications,
    String primaryMeetingId,
    List<String> tenantIds,
    List<Tag> tags) {

  /** The media regions of the hosted service; the installation's own region is good as well. */
  private static final Set<String> REGIONS =
      Set.of(
          "af-south-1",
          "ap-northeast-1",
          "ap-northeast-2",
          "ap-south-1",
          "ap-southeast-1",
          "ap-southeast-2",
          "ca-central-1",
          "eu-central-1",
          "eu-north-1",
          "eu-south-1",
          "eu-west-1",
          "eu-west-2",
          "eu-west-3",
          "sa-east-1",
          "us-east-1",
          "us-east-2",
          "us-west-1",
          "us-west-2");

  static NewMeeting of(CreateMeetingRequest request) {
    return new NewMeeting(
        request.mediaRegion(),
        request.meetingHostId(),
        request.externalMeetingId(),
        request.meetingFeatures(),
        request.notificationsConfiguration(),
        request.primaryMeetingId(),
        request.tenantIds(),
        request.tags());
  }

  static NewMeeting of(CreateMeetingWithAttendeesRequest request) {
    return new NewMeeting(
        request.mediaRegion(),
        request.meetingHostId(),
        request.externalMeetingId(),
        request.meetingFeatures(),
        request.notificationsConfiguration(),
        request.primaryMeetingId(),
        request.tenantIds(),
        request.tags());
  }

  /**
   * Checks what the model does not.
   *
   * @throws ApiException {@link ErrorType#BAD_REQUEST} that names the member and the rule
   */
  void check(Account account, Meetings meetings) {
    if (!REGIONS.contains(mediaRegion) && !account.region().equals(mediaRegion)) {
      Set<String> good = new TreeSet<>(REGIONS);
      good.add(account.region());
      throw bad("MediaRegion", "one of " + String.join(", ", good) + ".");
    }
    Attendees.checkExternalId(meetingHostId, "MeetingHostId");
    Attendees.checkExternalId(externalMeetingId, "ExternalMeetingId");
    if (primaryMeetingId != null && meetings.find(primaryMeetingId).isEmpty()) {
      throw bad("PrimaryMeetingId", "there is no such meeting, or it has ended.");
    }
    if (notifications != null) {
      target("LambdaFunctionArn", notifications.lambdaFunctionArn(), "lambda", account);
      target("SnsTopicArn", notifications.snsTopicArn(), "sns", account);
      target("SqsQueueArn", notifications.sqsQueueArn(), "sqs", account);
    }
  }

  private static void target(String member, String arn, String service, Account account) {
    if (arn == null) {
      return;
    }
    String[] parts = arn.split(":", 6);
    if (parts.length < 6 || !parts[2].equals(service) || !parts[4].equals(account.id())) {
      throw bad(
          "NotificationsConfiguration." + member,
          "an ARN of this account: arn:aws:" + service + ":REGION:" + account.id() + ":...");
    }
  }

  private static ApiException bad(String member, String rule) {
    return new ApiException(ErrorType.BAD_REQUEST, member + ": " + rule);
  }

  /** The meeting. */
  Meeting meeting(String meetingId, String arn, MediaPlacements placements) {
    return Meeting.builder()
        .meetingId(meetingId)
        .meetingArn(arn)
        .meetingHostId(meetingHostId)
        .externalMeetingId(externalMeetingId)
        .mediaRegion(mediaRegion)
        .mediaPlacement(placements.of(meetingId))
        .meetingFeatures(features)
        .primaryMeetingId(primaryMeetingId)
        .tenantIds(tenantIds.isEmpty() ? null : tenantIds)
        .build();
  }

  Map<String, String> checkedTags() {
    return Tags.checked(
        tags.stream().map(tag -> Map.entry(tag.key(), tag.value())).toList(), "Tags");
  }

  Optional<Map<String, Object>> notificationDocument() {
    return Optional.ofNullable(notifications).map(Documents::toDocument);
  }
}
