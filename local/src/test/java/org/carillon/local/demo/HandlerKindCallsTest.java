package org.carillon.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.carillon.local.functions.FunctionSpec;
import org.carillon.local.phone.PhoneScript;
import org.carillon.local.phone.Tone;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.ivr.WavWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The kinds of handlers that are found in the field, each on a real call: plays a prompt, whose
 * Repeat is a text, then hangs up, and answers nothing of use to HANGUP (S4).
 */
@Timeout(60)
class HandlerKindCallsTest {
  private static final String PLAY =
      "{\"Type\":\"PlayAudio\",\"Parameters\":{\"Repeat\":\"1\",\"AudioSource\":"
          + "{\"Type\":\"S3\",\"BucketName\":\"prompts\",\"Key\":\"tone.wav\"}}}";
  private static final String HANG_UP = "{\"Type\":\"Hangup\",\"Parameters\":{}}";

  /** A handler: its file, and its source. */
  enum Kind {
    NODE_CALLBACK(
        "index.cjs",
        "handler",
        """
        exports.handler = (event, context, callback) => {
          const answer = (action) => ({ SchemaVersion: '1.0', Actions: [action] });
          switch (event.InvocationEventType) {
            case 'NEW_INBOUND_CALL':
              setTimeout(() => callback(null, answer(PLAY)), 5);
              break;
            case 'ACTION_SUCCESSFUL':
              callback(null, answer(HANG_UP));
              break;
            default:
              callback(null, { SchemaVersion: '1.0', Actions: undefined });
          }
        };
        """),
    NODE_CALLBACK_TWICE(
        "index.cjs",
        "handler",
        """
        exports.handler = (event, context, callback) => {
          const action = event.InvocationEventType === 'NEW_INBOUND_CALL' ? PLAY : HANG_UP;
          callback(null, { SchemaVersion: '1.0', Actions: [action] });
          callback(null, { SchemaVersion: '1.0', Actions: [] });
        };
        """),
    NODE_ASYNC(
        "index.mjs",
        "handler",
        """
        export const handler = async (event) => {
          switch (event.InvocationEventType) {
            case 'NEW_INBOUND_CALL': return { SchemaVersion: '1.0', Actions: [PLAY] };
            case 'ACTION_SUCCESSFUL': return { SchemaVersion: '1.0', Actions: [HANG_UP] };
          }
        };
        """),
    PYTHON(
        "index.py",
        "handler",
        """
        import json
        def handler(event, context):
            kind = event["InvocationEventType"]
            if kind == "HANGUP":
                return ()
            action = 'PLAY' if kind == "NEW_INBOUND_CALL" else 'HANG_UP'
            return {"SchemaVersion": "1.0", "Actions": [json.loads(action)]}
        """),
    JAVA_MAPS(
        "F.java",
        "F",
        """
        import com.amazonaws.services.lambda.runtime.*;
        import java.util.*;
        public class F implements RequestHandler<Map<String, Object>, Map<String, Object>> {
          public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
            Object kind = event.get("InvocationEventType");
            if (kind.equals("HANGUP")) return Map.of();
            Map<String, Object> action = kind.equals("NEW_INBOUND_CALL")
                ? Map.of("Type", "PlayAudio", "Parameters", Map.of("Repeat", "1", "AudioSource",
                    Map.of("Type", "S3", "BucketName", "prompts", "Key", "tone.wav")))
                : Map.of("Type", "Hangup");
            return Map.of("SchemaVersion", "1.0", "Actions", List.of(action));
          }
        }
        """),
    JAVA_POJO(
        "F.java",
        "F::answer",
        """
        import java.util.*;
        public class F {
          public static class Event {
            public String InvocationEventType;
            public Details CallDetails;
          }
          public static class Details { public List<Leg> Participants; }
          public static class Leg { public String CallId; }
          public static class Answer {
            public String SchemaVersion = "1.0";
            public List<Action> Actions = new ArrayList<>();
          }
          public static class Action {
            public String Type;
            public Map<String, Object> Parameters = new HashMap<>();
          }
          public Answer answer(Event event) {
            if (event.InvocationEventType.equals("HANGUP")) return null;
            Action action = new Action();
            action.Type =
                event.InvocationEventType.equals("NEW_INBOUND_CALL") ? "PlayAudio" : "Hangup";
            action.Parameters.put("CallId", event.CallDetails.Participants.get(0).CallId);
            if (action.Type.equals("PlayAudio")) {
              action.Parameters.put("Repeat", "1");
              action.Parameters.put("AudioSource",
                  Map.of("Type", "S3", "BucketName", "prompts", "Key", "tone.wav"));
            }
            Answer answer = new Answer();
            answer.Actions.add(action);
            return answer;
          }
        }
        """),
    JAVA_STREAM(
        "F.java",
        "F",
        """
        import com.amazonaws.services.lambda.runtime.*;
        import java.io.*;
        import java.nio.charset.StandardCharsets;
        public class F implements RequestStreamHandler {
          public void handleRequest(InputStream in, OutputStream out, Context c) throws IOException {
            String event = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (event.contains("\\"HANGUP\\"")) return;
            String action = event.contains("NEW_INBOUND_CALL") ? PLAY : HANG_UP;
            out.write(("{\\"SchemaVersion\\":\\"1.0\\",\\"Actions\\":[" + action + "]}").getBytes());
          }
          static final String PLAY = QUOTED_PLAY;
          static final String HANG_UP = QUOTED_HANG_UP;
        }
        """);

    private final String file;
    private final String handler;
    private final String source;

    Kind(String file, String handler, String source) {
      this.file = file;
      this.handler = handler;
      this.source = source;
    }

    private FunctionSpec spec(Path folder) throws Exception {
      Path mine = Files.createDirectories(folder.resolve(name()));
      String text = file.endsWith(".java") ? java(source) : script(source);
      return FunctionSpec.of(name(), Files.writeString(mine.resolve(file), text), handler);
    }

    private static String script(String source) {
      return source.replace("PLAY", PLAY).replace("HANG_UP", HANG_UP);
    }

    private static String java(String source) {
      return source.replace("QUOTED_PLAY", quoted(PLAY)).replace("QUOTED_HANG_UP", quoted(HANG_UP));
    }

    private static String quoted(String text) {
      return "\"" + text.replace("\"", "\\\"") + "\"";
    }
  }

  @TempDir static Path folder;
  private static RunningCarillon carillon;

  private final List<String> words = new ArrayList<>();

  @BeforeAll
  @Timeout(180)
  static void start() throws Exception {
    Path data = folder.resolve("data");
    Path prompts = Files.createDirectories(data.resolve("s3/prompts"));
    PcmAudio tone = PcmAudio.of(Tone.of(1000, Duration.ofMillis(300)));
    Files.write(prompts.resolve("tone.wav"), WavWriter.write(tone));
    List<FunctionSpec> functions = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      functions.add(kind.spec(folder));
    }
    carillon = RunningCarillon.start(data, Map.of(), functions);
  }

  @AfterAll
  static void stop() {
    carillon.close();
  }

  @ParameterizedTest
  @EnumSource
  void aCallGoesThroughItsHandler(Kind kind) throws Exception {
    String number = carillon.numberOf(kind.name());
    try (var phone = carillon.phone(RunningCarillon.CALLER, words::add)) {
      phone.run(
          PhoneScript.parse(
              """
              call %s
              hear 1000 Hz within 10 s
              is hung up within 10 s
              """
                  .formatted(number)));
    }

    assertThat(shown(number))
        .contains(kind + ": NEW_INBOUND_CALL #1")
        .contains(kind + ": PlayAudio  (")
        .contains("ACTION_SUCCESSFUL #2 PlayAudio")
        .contains(kind + ": Hangup  (")
        .contains("HANGUP #3 LEG-A 0")
        .contains("ended, Completed: OK");
  }

  /** The timeline of a number's call, which is about a second behind. */
  private static String shown(String number) {
    String transaction = carillon.transactionOf(number);
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    String shown = carillon.command("calls", "show", transaction);
    while (!shown.contains("HANGUP #3") && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      shown = carillon.command("calls", "show", transaction);
    }
    return shown;
  }
}
