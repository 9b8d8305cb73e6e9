package org.carillon.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.carillon.contract.Json;
import org.carillon.core.ports.Logs;
import org.carillon.core.ports.LogsContract;
import org.carillon.core.ports.PortUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/** Log records as they go over the wire to CloudWatch Logs. */
class CloudWatchLogsTest extends LogsContract {

  private static final int LARGEST_REQUEST = 1_048_576;

  /** What was asked for each group that was made. */
  private final Map<String, Map<String, Object>> groups = new ConcurrentHashMap<>();

  /** The sum of the days that were asked for each group: asked once, it is those. */
  private final Map<String, Integer> retention = new ConcurrentHashMap<>();

  private final Map<Logs.Stream, List<String>> streams = new ConcurrentHashMap<>();
  private volatile boolean throttled;
  private RestStub stub;
  private CloudWatchLogsClient client;

  @BeforeEach
  void start() throws IOException {
    stub = RestStub.start(this::answer);
    client = LocalServices.client(CloudWatchLogsClient.builder(), stub.endpoint()).build();
  }

  @AfterEach
  void stop() {
    client.close();
    stub.close();
  }

  @Test
  void aGroupIsMadeWithItsKeyAndTimeAndOneThatIsThereKeepsItsOwn() {
    groups.put("/there", Map.of());
    Logs.Entry entry = new Logs.Entry(Instant.parse("2026-01-01T00:00:00Z"), "a line");

    logs().append(new Logs.Stream("/new", "first"), List.of(entry));
    logs().append(new Logs.Stream("/new", "second"), List.of(entry));
    logs().append(new Logs.Stream("/there", "first"), List.of(entry));

    assertThat(groups.get("/new")).containsEntry("kmsKeyId", "the-key");
    assertThat(retention).isEqualTo(Map.of("/new", 90));
  }

  @Test
  void aGroupWhoseTimeWasNotTakenGetsItNextTime() {
    Logs.Entry entry = new Logs.Entry(Instant.parse("2026-01-01T00:00:00Z"), "a line");
    Logs logs = logs();
    throttled = true;
    assertThatExceptionOfType(PortUnavailableException.class)
        .isThrownBy(() -> logs.append(new Logs.Stream("/new", "first"), List.of(entry)));
    assertThat(groups).containsKey("/new");

    throttled = false;
    logs.append(new Logs.Stream("/new", "first"), List.of(entry));

    assertThat(retention).isEqualTo(Map.of("/new", 90));
  }

  @Override
  protected Logs logs() {
    return new CloudWatchLogs(
        client, new AwsSettings.CallLogs(OptionalInt.of(90), Optional.of("the-key")));
  }

  @Override
  protected List<String> kept(Logs.Stream stream) {
    return streams.get(stream);
  }

  private RestStub.Response answer(RestStub.Request request) {
    Map<String, Object> body = Json.readObject(request.body());
    String group = (String) body.get("logGroupName");
    return switch (request.headers().get("x-amz-target")) {
      case "Logs_20140328.CreateLogGroup" ->
          groups.putIfAbsent(group, body) == null
              ? json(200, Map.of())
              : error("ResourceAlreadyExistsException");
      case "Logs_20140328.PutRetentionPolicy" -> {
        if (throttled) {
          yield error("ThrottlingException");
        }
        retention.merge(group, ((Number) body.get("retentionInDays")).intValue(), Integer::sum);
        yield json(200, Map.of());
      }
      case "Logs_20140328.CreateLogStream" ->
          !groups.containsKey(group)
              ? error("ResourceNotFoundException")
              : streams.putIfAbsent(stream(body), new CopyOnWriteArrayList<>()) == null
                  ? json(200, Map.of())
                  : error("ResourceAlreadyExistsException");
      case "Logs_20140328.PutLogEvents" ->
          streams.containsKey(stream(body)) ? put(body) : error("ResourceNotFoundException");
      default -> error("UnknownOperationException");
    };
  }

  private static Logs.Stream stream(Map<String, Object> body) {
    return new Logs.Stream((String) body.get("logGroupName"), (String) body.get("logStreamName"));
  }

  private RestStub.Response put(Map<String, Object> body) {
    List<?> events = (List<?>) body.get("logEvents");
    int bytes = 0;
    long before = 0;
    for (Object each : events) {
      Map<?, ?> event = (Map<?, ?>) each;
      bytes += ((String) event.get("message")).getBytes(UTF_8).length + 26;
      long at = ((Number) event.get("timestamp")).longValue();
      assertThat(at).as("the records of a request are in order").isGreaterThanOrEqualTo(before);
      before = at;
    }
    assertThat(bytes).isLessThanOrEqualTo(LARGEST_REQUEST);
    events.forEach(
        event -> streams.get(stream(body)).add((String) ((Map<?, ?>) event).get("message")));
    return json(200, Map.of("nextSequenceToken", "unused"));
  }

  private static RestStub.Response error(String type) {
    return json(400, Map.of("__type", type, "message", type));
  }

  private static RestStub.Response json(int status, Map<String, Object> body) {
    return new RestStub.Response(
        status, Map.of("Content-Type", "application/x-amz-json-1.1"), Json.write(body));
  }
}
