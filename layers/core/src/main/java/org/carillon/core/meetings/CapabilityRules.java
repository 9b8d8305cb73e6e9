package org.carillon.core.meetings;

import java.util.Optional;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import software.amazon.awssdk.services.chimesdkmeetings.model.AttendeeCapabilities;
import software.amazon.awssdk.services.chimesdkmeetings.model.ContentResolution;
import software.amazon.awssdk.services.chimesdkmeetings.model.MediaCapabilities;
import software.amazon.awssdk.services.chimesdkmeetings.model.Meeting;
import software.amazon.awssdk.services.chimesdkmeetings.model.MeetingFeaturesConfiguration;
import software.amazon.awssdk.services.chimesdkmeetings.model.VideoResolution;

/**
 * What an attendee may send and receive, by the features of the meeting. The rules are those of the
 * API reference (UpdateAttendeeCapabilities).
 */
final class CapabilityRules {

  private final boolean video;
  private final boolean content;

  private CapabilityRules(boolean video, boolean content) {
    this.video = video;
    this.content = content;
  }

  /** The rules of a meeting. */
  static CapabilityRules of(Meeting meeting) {
    Optional<MeetingFeaturesConfiguration> features =
        Optional.ofNullable(meeting.meetingFeatures());
    boolean video =
        features
            .map(MeetingFeaturesConfiguration::video)
            .filter(it -> it.maxResolution() == VideoResolution.NONE)
            .isEmpty();
    boolean content =
        features
            .map(MeetingFeaturesConfiguration::content)
            .filter(it -> it.maxResolution() == ContentResolution.NONE)
            .isEmpty();
    return new CapabilityRules(video, content);
  }

  /** What an attendee gets that asks for nothing. Content needs video to be received at least. */
  AttendeeCapabilities defaults() {
    MediaCapabilities withoutVideo = content ? MediaCapabilities.RECEIVE : MediaCapabilities.NONE;
    return AttendeeCapabilities.builder()
        .audio(MediaCapabilities.SEND_RECEIVE)
        .video(video ? MediaCapabilities.SEND_RECEIVE : withoutVideo)
        .content(content ? MediaCapabilities.SEND_RECEIVE : MediaCapabilities.NONE)
        .build();
  }

  /**
   * Checks what is asked for.
   *
   * @param member the request's member, for the message
   * @throws ApiException {@link ErrorType#BAD_REQUEST} that names the member and the rule
   */
  void check(AttendeeCapabilities asked, String member) {
    if (!video && asked.video() != MediaCapabilities.NONE) {
      throw bad(member + ".Video", "None: the meeting has Video.MaxResolution None.");
    }
    if (!content && asked.content() != MediaCapabilities.NONE) {
      throw bad(member + ".Content", "None: the meeting has Content.MaxResolution None.");
    }
    if (receives(asked.content()) && !receives(asked.video())) {
      throw bad(
          member + ".Content",
          "can be received only when Video is SendReceive or Receive as well.");
    }
  }

  private static boolean receives(MediaCapabilities capability) {
    return capability == MediaCapabilities.SEND_RECEIVE || capability == MediaCapabilities.RECEIVE;
  }

  private static ApiException bad(String member, String rule) {
    return new ApiException(ErrorType.BAD_REQUEST, member + ": " + rule);
  }
}
