package org.carillon.core.meetings;

import software.amazon.awssdk.services.chimesdkmeetings.model.MediaPlacement;

/**
 * Where the clients of a meeting would connect to: names under this installation's domain, in the
 * forms of the hosted service.
 *
 * @param domain the installation's domain, such as {@code voice.example.com}
 */
record MediaPlacements(String domain) {

  /** The addresses of one meeting. */
  MediaPlacement of(String meetingId) {
    return MediaPlacement.builder()
        .audioHostUrl("audio.meetings." + domain + ":3478")
        .audioFallbackUrl("wss://audio.meetings." + domain + ":443/calls/" + meetingId)
        .signalingUrl("wss://signal.meetings." + domain + "/control/" + meetingId)
        .turnControlUrl("https://turn.meetings." + domain + "/v2/turn_sessions")
        .screenDataUrl("wss://screen.meetings." + domain + ":443/v2/screen/" + meetingId)
        .screenViewingUrl(
            "wss://screen.meetings."
                + domain
                + ":443/ws/connect?passcode=null&viewer_uuid=null"
                + "&X-BitHub-Call-Id="
                + meetingId)
        .screenSharingUrl("wss://screen.meetings." + domain + ":443/v2/screen/" + meetingId)
        .eventIngestionUrl("https://events.meetings." + domain + "/v1/client-events")
        .build();
  }
}
