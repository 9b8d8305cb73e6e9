package org.carillon.media.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.core.ports.Objects;
import org.carillon.core.ports.StoredObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of calls on demand, from the action to the bucket (A3, S4, S6). */
@Timeout(120)
class CallRecordingTest {
  private static final String NUMBER = "+12065550100";
  private static final int NEAR_HZ = 600;
  private static final int FAR_HZ = 900;

  @TempDir Path data;

  @Test
  void aBridgedLegHasEachPartyOnItsOwnChannel() throws Exception {
    AtomicInteger successes = new AtomicInteger();
    ScriptedFunction function =
        new ScriptedFunction(
            type ->
                ScriptedFunction.actions(
                    switch (type) {
                      case "NEW_INBOUND_CALL" ->
                          """
                          [{"Type":"CallAndBridge","Parameters":{"CallerIdNumber":"+12065550199",
                            "Endpoints":[{"BridgeEndpointType":"PSTN","Uri":"+14255550181"}]}}]
                          """;
                      case "ACTION_SUCCESSFUL" ->
                          successes.incrementAndGet() == 1
                              ? "[" + record("calls/both") + "]"
                              : "[]";
                      default -> "[]";
                    }));
    try (Callee callee = Callee.answering();
        TestNode node = TestNode.with(data, function, Trunks.applicationCalling(callee.target()));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      Await.until("the recording has begun", () -> successes.get() == 2);

      short[] near = Tones.of(NEAR_HZ, 500).samples();
      short[] far = Tones.of(FAR_HZ, 700).samples();
      caller.stream().awaitSent(caller.stream().write(near, 0, near.length));
      callee.stream().awaitSent(callee.stream().write(far, 0, far.length));
      Await.until("the caller hears the callee", () -> caller.framesOf(FAR_HZ) > 30);
      caller.hangUp();
      callee.hangUp();

      StoredObject object = recording(node, "both/");
      Map<?, ?> details = (Map<?, ?>) function.event("ACTION_SUCCESSFUL").get("CallDetails");
      Map<?, ?> first = (Map<?, ?>) ((List<?>) details.get("Participants")).getFirst();
      assertThat(object.metadata())
          .containsEntry("transaction-id", (String) details.get("TransactionId"))
          .containsEntry("call-id", (String) first.get("CallId"))
          .containsEntry("recording-audio-file-format", "wav")
          .containsKey("recording-duration");
      short[][] channels = LegMediaTest.channels(object.content());
      assertThat(LegMediaTest.framesOf(NEAR_HZ, channels[0])).isBetween(20, 25);
      assertThat(LegMediaTest.framesOf(FAR_HZ, channels[0])).isZero();
      assertThat(LegMediaTest.framesOf(FAR_HZ, channels[1])).isBetween(29, 35);
      assertThat(LegMediaTest.framesOf(NEAR_HZ, channels[1])).isZero();
    }
  }

  @Test
  void theEndsOfTwoLegsAreToldInOrderThoughTheFirstWaitsForItsRecording() throws Exception {
    CountDownLatch delivery = new CountDownLatch(1);
    ScriptedFunction function =
        keepingOn(
            """
            [{"Type":"CallAndBridge","Parameters":{"CallerIdNumber":"+12065550199",
              "Endpoints":[{"BridgeEndpointType":"PSTN","Uri":"+14255550181"}]}},
             {"Type":"RecordAudio","Parameters":{"DurationInSeconds":30,
              "RecordingDestination":{"BucketName":"voicemail"}}}]
            """);
    try (Callee callee = Callee.answering();
        TestNode node =
            TestNode.recordingTo(
                data,
                function,
                Trunks.applicationCalling(callee.target()),
                buckets -> after(delivery, buckets));
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());
      Await.until(
          "the recording",
          () -> node.moments().stream().anyMatch(it -> it.text().startsWith("recording to")));

      caller.hangUp();
      Await.until("the first leg is gone", () -> node.node().activeCalls() == 1);
      callee.hangUp();
      Await.until("both are gone", () -> node.node().activeCalls() == 0);
      delivery.countDown();

      Await.until("both ends", () -> Collections.frequency(function.eventTypes(), "HANGUP") == 2);
      assertThat(function.eventTypes())
          .containsExactly(
              "NEW_INBOUND_CALL", "ACTION_SUCCESSFUL", "ACTION_SUCCESSFUL", "HANGUP", "HANGUP");
      assertThat(function.actionData("HANGUP").toString()).contains("LEG-A");
      assertThat(function.events().getLast().get("ActionData").toString()).contains("LEG-B");
    }
  }

  /** A function that does these, and leaves them as they are whatever it is told. */
  private static ScriptedFunction keepingOn(String actions) {
    return new ScriptedFunction(
        type ->
            type.equals("NEW_INBOUND_CALL")
                ? ScriptedFunction.actions(actions)
                : ScriptedFunction.keepGoing());
  }

  /** These buckets, which take nothing before that has happened. */
  private static Objects after(CountDownLatch happened, Objects buckets) {
    return (Objects)
        Proxy.newProxyInstance(
            Objects.class.getClassLoader(),
            new Class<?>[] {Objects.class},
            (_, method, arguments) -> {
              if (method.getName().equals("put")) {
                assertThat(happened.await(8, TimeUnit.SECONDS)).isTrue();
              }
              return method.invoke(buckets, arguments);
            });
  }

  @Test
  void aLegIsRecordedAgainAfterAStopButNotTwiceAtOnce() throws Exception {
    String stop = "{\"Type\":\"StopCallRecording\",\"Parameters\":{\"CallId\":\"CALL\"}}";
    ScriptedFunction function =
        ScriptedFunction.onInbound(
            "["
                + String.join(
                    ",",
                    record("calls/first"),
                    pause(),
                    stop,
                    record("calls/second"),
                    pause(),
                    record("calls/third"))
                + "]");
    try (TestNode node = TestNode.with(data, function);
        Caller caller = Caller.onLoopback()) {
      caller.dial(NUMBER, node.sip());

      Await.until("the third is refused", () -> function.eventTypes().contains("ACTION_FAILED"));
      assertThat(function.actionData("ACTION_FAILED").toString()).contains("recorded already");
      assertThat(recording(node, "first/").content()).hasSizeGreaterThan(1000);
      caller.hangUp();
      assertThat(recording(node, "second/").content()).hasSizeGreaterThan(1000);
      assertThat(node.objects().list("calls", "third/", 1)).isEmpty();
    }
  }

  @Test
  void aPlaceThatTakesNothingIsToldAtOnce() throws Exception {
    ScriptedFunction function = ScriptedFunction.onInbound("[" + record("calls/taken") + "]");
    try (TestNode node = TestNode.with(data, function);
        Caller caller = Caller.onLoopback()) {
      // kept as files, nothing can be stored below an object
      node.objects().put("calls", "taken", new byte[1], "text/plain", Map.of());
      caller.dial(NUMBER, node.sip());

      Await.until("the failure", () -> function.eventTypes().contains("ACTION_FAILED"));
      assertThat(function.actionData("ACTION_FAILED"))
          .containsEntry("Error", "NoAccessToDestination: Error while accessing destination");
    }
  }

  @Test
  void aMessageThatNoBucketTakesIsToldBeforeItIsSpoken() throws Exception {
    String message =
        """
        [{"Type":"RecordAudio","Parameters":{"DurationInSeconds":600,
          "RecordingDestination":{"Type":"S3","BucketName":"calls","Prefix":"taken"}}}]
        """;
    ScriptedFunction function = ScriptedFunction.onInbound(message);
    try (TestNode node = TestNode.with(data, function);
        Caller caller = Caller.onLoopback()) {
      node.objects().put("calls", "taken", new byte[1], "text/plain", Map.of());
      caller.dial(NUMBER, node.sip());

      Await.until("the failure", () -> function.eventTypes().contains("ACTION_FAILED"));
      assertThat(function.actionData("ACTION_FAILED"))
          .containsEntry("Type", "RecordAudio")
          .containsEntry("ErrorType", "SystemException")
          .containsEntry(
              "ErrorMessage", "An error occurred while uploading the recording to the S3 bucket.");
    }
  }

  private static StoredObject recording(TestNode node, String folder) throws Exception {
    Await.until(folder, () -> !node.objects().list("calls", folder, 1).isEmpty());
    String key = node.objects().list("calls", folder, 1).getFirst();
    StoredObject object = node.objects().get("calls", key, 1 << 20).orElseThrow();
    assertThat(key)
        .matches(
            folder
                + "\\d{4}/\\d\\d/\\d\\d/\\d{4}-\\d\\d-\\d\\d-\\d\\d-\\d\\d-\\d\\d-\\d{3}_"
                + object.metadata().get("transaction-id")
                + "_"
                + object.metadata().get("call-id")
                + "\\.wav");
    return object;
  }

  private static String record(String location) {
    return """
    {"Type":"StartCallRecording","Parameters":{"CallId":"CALL","Track":"BOTH",
      "Destination":{"Type":"S3","Location":"%s"}}}
    """
        .formatted(location);
  }

  private static String pause() {
    return "{\"Type\":\"Pause\",\"Parameters\":{\"DurationInMilliseconds\":800}}";
  }
}
