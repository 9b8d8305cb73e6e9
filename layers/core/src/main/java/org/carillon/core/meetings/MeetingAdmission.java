package org.carillon.core.meetings;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the media plane asks about meetings when legs of calls join them (S7). The methods read and
 * write the store: to be called on virtual threads.
 */
public interface MeetingAdmission {

  /**
   * Whether a leg may join, on this node.
   *
   * @param joinToken an attendee's token
   * @param meetingId the meeting the token must be for; empty when the token alone says it
   * @param node the id of the media node that asks
   */
  Entry join(String joinToken, Optional<String> meetingId, String node);

  /**
   * What has become of a meeting and those who joined it; also keeps the meeting with the node. To
   * be asked every few seconds, more often than {@link Admissions#FOCUS_LEASE} runs out.
   *
   * @param attendeeIds who is connected there
   * @param node the id of the media node that has the meeting
   * @return those of them who may stay, with what they may do; empty when the meeting has ended or
   *     another node has it
   */
  Map<String, Audio> standing(String meetingId, Collection<String> attendeeIds, String node);

  /** The last leg has left: any node may have the meeting next. */
  void left(String meetingId, String node);

  /** Those of these attendees that the meeting does not have; all when there is no such meeting. */
  List<String> strangers(String meetingId, Collection<String> attendeeIds);

  /**
   * What an attendee may do with audio.
   *
   * @param sends whether the others may hear it
   * @param receives whether it may hear the others
   */
  record Audio(boolean sends, boolean receives) {}

  /** The answer to a leg that wants to join. */
  sealed interface Entry {

    /** It may. */
    record Admitted(String meetingId, String attendeeId, Audio audio) implements Entry {}

    /**
     * It may not: the token is no good, the meeting has ended, the attendee was deleted.
     *
     * @param why one sentence for the operator's log, without the token
     */
    record Refused(String why) implements Entry {}

    /** Another node has the meeting. */
    record Elsewhere(String node) implements Entry {}
  }
}
