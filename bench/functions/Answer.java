import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The same as answer.py, in Java: answers a call with a prompt of 100 ms and leaves it up. */
public final class Answer {
  private static final String TIMES = System.getenv("BENCH_FUNCTION_TIMES");

  /** One event of a call. */
  @SuppressWarnings("unchecked")
  public Map<String, Object> handle(Map<String, Object> event) throws IOException {
    long started = System.nanoTime();
    if (!"NEW_INBOUND_CALL".equals(event.get("InvocationEventType"))) {
      return Map.of("SchemaVersion", "1.0", "Actions", List.of());
    }
    var details = (Map<String, Object>) event.get("CallDetails");
    var legs = (List<Map<String, Object>>) details.get("Participants");
    Map<String, Object> answer =
        Map.of(
            "SchemaVersion",
            "1.0",
            "Actions",
            List.of(
                Map.of(
                    "Type",
                    "PlayAudio",
                    "Parameters",
                    Map.of(
                        "CallId",
                        legs.getFirst().get("CallId"),
                        "AudioSource",
                        Map.of(
                            "Type", "S3", "BucketName", "bench-prompts", "Key", "beep.wav")))));
    if (TIMES != null) {
      String took = System.nanoTime() - started + "\n";
      Files.writeString(Path.of(TIMES), took, CREATE, APPEND);
    }
    return answer;
  }
}
