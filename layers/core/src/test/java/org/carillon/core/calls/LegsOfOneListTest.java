package org.carillon.core.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.calls.Calls.FIRST;
import static org.carillon.core.calls.Calls.inbound;
import static org.carillon.core.calls.Calls.newCall;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Actions that are aimed at a leg which their own list makes (S4, S7). */
class LegsOfOneListTest {
  private static final String BRIDGE =
      "{\"Type\":\"CallAndBridge\",\"Parameters\":{\"CallerIdNumber\":\"+12065550199\",\"Endpoints\":"
          + "[{\"BridgeEndpointType\":\"PSTN\",\"Uri\":\"+12065550111\"}]}}";
  private static final String JOIN =
      "{\"Type\":\"JoinChimeMeeting\",\"Parameters\":{\"JoinToken\":\"t\",\"MeetingId\":\"m\"}}";
  private static final String BOT =
      "{\"Type\":\"StartBotConversation\",\"Parameters\":{\"BotAliasArn\":"
          + "\"arn:aws:lex:us-east-1:111122223333:bot-alias/ABCDEFGHIJ/TSTALIASID\","
          + "\"Configuration\":{\"SessionState\":{\"DialogAction\":{\"Type\":\"ElicitIntent\"}},"
          + "\"WelcomeMessages\":[{\"ContentType\":\"PlainText\",\"Content\":\"Hi\"}]}}}";
  private static final String HANG_UP_B =
      "{\"Type\":\"Hangup\",\"Parameters\":{\"ParticipantTag\":\"LEG-B\"}}";

  private final ScriptedFunction function = new ScriptedFunction();
  private final CallTurns turns = function.turns();

  @Test
  void whatFollowsABridgeInItsListMayBeAimedAtTheNewLeg() {
    function.thenActions(BRIDGE, HANG_UP_B);

    List<MediaCommand> commands = turns.turn(inbound(FIRST), newCall()).commands();

    String newLeg = ((MediaCommand.Bridge) commands.get(1)).newCallId();
    assertThat(commands.getLast()).isEqualTo(new MediaCommand.Hangup(newLeg, 0));
  }

  @Test
  void attendeesMayBeMutedInTheListThatJoinsTheMeeting() {
    function.thenActions(
        JOIN,
        "{\"Type\":\"ModifyChimeMeetingAttendees\",\"Parameters\":{\"Operation\":\"Mute\","
            + "\"MeetingId\":\"m\",\"AttendeeList\":[\"a\"]}}");

    assertThat(turns.turn(inbound(FIRST), newCall()).commands().getLast())
        .isInstanceOf(MediaCommand.ModifyAttendees.class);
  }

  @Test
  void aListBridgesOnce() {
    function.thenActions(BRIDGE, BRIDGE);

    assertThat(turns.turn(inbound(FIRST), newCall()).commands().getLast())
        .isInstanceOf(MediaCommand.Fail.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {BRIDGE, JOIN, BOT})
  void whereTheSecondLegWasHungUpTheListMayMakeAnother(String next) {
    function.thenActions(BRIDGE, HANG_UP_B, next);

    List<MediaCommand> commands = turns.turn(inbound(FIRST), newCall()).commands();

    assertThat(commands).hasSize(4).doesNotHaveAnyElementsOfTypes(MediaCommand.Fail.class);
  }
}
