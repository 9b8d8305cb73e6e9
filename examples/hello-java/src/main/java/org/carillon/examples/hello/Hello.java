package org.carillon.examples.hello;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.List;
import java.util.Map;

/** A SIP media application: greets the caller, rings a chime, and hangs up. */
public final class Hello implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  private static final String BUCKET =
      System.getenv().getOrDefault("PROMPT_BUCKET", "carillon-prompts");

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    String type = (String) event.get("InvocationEventType");
    context.getLogger().log("event " + event.get("Sequence") + ": " + type);
    List<?> actions =
        switch (type) {
          case "NEW_INBOUND_CALL" -> greet(legA(event));
          case "ACTION_FAILED" -> List.of(hangUp(legA(event)));
          default -> List.of();
        };
    return Map.of("SchemaVersion", "1.0", "Actions", actions);
  }

  private static List<?> greet(Object callId) {
    return List.of(
        action("Speak", Map.of("CallId", callId, "Text", "Hello, and welcome to Carillon.")),
        action(
            "PlayAudio",
            Map.of(
                "CallId",
                callId,
                "AudioSource",
                Map.of("Type", "S3", "BucketName", BUCKET, "Key", "chime.wav"))),
        action("Pause", Map.of("CallId", callId, "DurationInMilliseconds", 500)),
        hangUp(callId));
  }

  private static Map<String, Object> hangUp(Object callId) {
    return action("Hangup", Map.of("CallId", callId, "SipResponseCode", "0"));
  }

  private static Map<String, Object> action(String type, Map<String, Object> parameters) {
    return Map.of("Type", type, "Parameters", parameters);
  }

  /** The caller's leg is always the first participant. */
  private static Object legA(Map<String, Object> event) {
    var details = (Map<?, ?>) event.get("CallDetails");
    var participants = (List<?>) details.get("Participants");
    return ((Map<?, ?>) participants.getFirst()).get("CallId");
  }
}
