package org.carillon.core.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.calls.Calls.FIRST;
import static org.carillon.core.calls.Calls.LEG_A;
import static org.carillon.core.calls.Calls.inbound;
import static org.carillon.core.calls.Calls.newCall;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.carillon.contract.Json;
import org.carillon.core.ports.FunctionInvoker.Result;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a function answers, the call gets commands it can obey or an end, and neither is lost on
 * the way through a Lambda (S4). Random answers of known seeds.
 */
class AnyAnswerTest {

  private static final int ANSWERS = 3000;

  private static final List<String> NAMES =
      List.of(
          "CallId",
          "ParticipantTag",
          "AudioSource",
          "FailureAudioSource",
          "Type",
          "BucketName",
          "Key",
          "Text",
          "SpeechParameters",
          "FailureSpeechParameters",
          "InputDigitsRegex",
          "MinNumberOfDigits",
          "MaxNumberOfDigits",
          "TerminatorDigits",
          "Repeat",
          "RepeatDurationInMilliseconds",
          "InBetweenDigitsDurationInMilliseconds",
          "FlushDigitsDurationInMilliseconds",
          "Digits",
          "ToneDurationInMilliseconds",
          "DurationInSeconds",
          "DurationInMilliseconds",
          "RecordingDestination",
          "Prefix",
          "Destination",
          "Location",
          "Track",
          "Endpoints",
          "BridgeEndpointType",
          "Uri",
          "Arn",
          "CallerIdNumber",
          "SipHeaders",
          "SipResponseCode",
          "JoinToken",
          "MeetingId",
          "Operation",
          "AttendeeList",
          "BotAliasArn",
          "LocaleId",
          "Configuration",
          "Enable");

  private static final List<Object> VALUES =
      List.of(
          LEG_A,
          "",
          "LEG-A",
          "LEG-B",
          "S3",
          "b",
          "PSTN",
          "AWS",
          "SIP",
          "+12065550111",
          "+12065550199",
          "sip:bob@example.com",
          "#",
          "^\\d{4}$",
          "(((",
          "text",
          "true",
          "Mute",
          "\r\nVia: x",
          "\u0000",
          0,
          1,
          -1,
          4,
          1000,
          1e300,
          2.5,
          "20",
          true,
          false);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void makesCommandsOrAnEnd(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < ANSWERS; i++) {
      byte[] answer = answer(random);

      Turn turn =
          new ScriptedFunction()
              .then(new Result.Answer(answer))
              .turns()
              .turn(inbound(FIRST), newCall());

      assertThat(turn.commands())
          .as("commands of %s", new String(answer, StandardCharsets.UTF_8))
          .hasSizeBetween(1, FunctionAnswer.MAX_ACTIONS + 1);
      Set<String> legs = new HashSet<>(Set.of(LEG_A));
      for (MediaCommand command : turn.commands()) {
        assertThat(legs).contains(command.callId());
        switch (command) {
          case MediaCommand.Bridge bridge -> legs.add(bridge.newCallId());
          case MediaCommand.JoinMeeting join -> legs.add(join.newCallId());
          default -> {}
        }
        if (command instanceof MediaCommand.Fail(String _, ActionError error)) {
          assertThat(error.errorType()).isNotBlank();
          assertThat(error.errorMessage()).isNotBlank();
          assertThat(turn.log()).isNotEmpty();
        }
      }
      if (turn.end().isPresent()) {
        assertThat(turn.commands()).containsExactly(new MediaCommand.Hangup(LEG_A, 480));
        assertThat(turn.log()).isNotEmpty();
      }
      byte[] wire = Json.write(CallDocuments.toDocument(turn));
      assertThat(Json.write(CallDocuments.toDocument(CallDocuments.turn(Json.readObject(wire)))))
          .isEqualTo(wire);
    }
  }

  private static byte[] answer(Random random) {
    if (random.nextInt(10) == 0) {
      return Json.write(value(random, 3));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("SchemaVersion", random.nextInt(20) == 0 ? value(random, 1) : "1.0");
    List<Object> actions = new ArrayList<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      Map<String, Object> action = new LinkedHashMap<>();
      List<String> types = Actions.types();
      action.put(
          "Type",
          random.nextInt(100) == 0 ? value(random, 1) : types.get(random.nextInt(types.size())));
      action.put("Parameters", object(random, 3));
      actions.add(action);
    }
    answer.put("Actions", actions);
    return Json.write(answer);
  }

  private static Object value(Random random, int depth) {
    return switch (depth == 0 ? 0 : random.nextInt(4)) {
      case 1 -> object(random, depth - 1);
      case 2 -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          list.add(value(random, depth - 1));
        }
        yield list;
      }
      default -> VALUES.get(random.nextInt(VALUES.size()));
    };
  }

  private static Map<String, Object> object(Random random, int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = random.nextInt(NAMES.size()); i > 0; i--) {
      object.put(NAMES.get(random.nextInt(NAMES.size())), value(random, Math.max(0, depth - 1)));
    }
    return object;
  }
}
