package org.carillon.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.carillon.contract.Json;
import org.carillon.core.ports.EventBus;
import org.carillon.core.ports.EventBusContract;
import org.carillon.core.ports.PortUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** Events as they go over the wire to EventBridge. */
class EventBridgeBusTest extends EventBusContract {

  private final List<Map<String, Object>> events = new CopyOnWriteArrayList<>();
  private final List<Integer> sizes = new CopyOnWriteArrayList<>();
  private volatile boolean refusing;
  private RestStub stub;
  private EventBridgeClient client;

  @BeforeEach
  void start() throws IOException {
    stub = RestStub.start(this::answer);
    client = LocalServices.client(EventBridgeClient.builder(), stub.endpoint()).build();
  }

  @AfterEach
  void stop() {
    client.close();
    stub.close();
  }

  @Override
  protected EventBus bus() {
    return new EventBridgeBus(client, "voice", EventBus.DEFAULT_SOURCE);
  }

  @Override
  protected List<Map<String, Object>> arrived() {
    return events;
  }

  @Test
  void aRequestHoldsWhatEventBridgeTakes() {
    bus().publish(List.of(event("a", Map.of()), event("b", Map.of())));
    assertThat(sizes).containsExactly(2);

    sizes.clear();
    List<EventBus.Event> many = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      many.add(event("id-" + i, Map.of()));
    }
    bus().publish(many);
    assertThat(sizes).containsExactly(10, 10, 5);
  }

  @Test
  void whatTheBusDoesNotTakeIsToldSoThatItComesAgain() {
    refusing = true;
    assertThatExceptionOfType(PortUnavailableException.class)
        .isThrownBy(() -> bus().publish(event("a", Map.of())))
        .withMessageContaining("voice did not take 1 of 1 events (ThrottlingException");
  }

  /** PutEvents, as its API reference has it; a target sees the envelope that is made here. */
  private RestStub.Response answer(RestStub.Request request) {
    assertThat(request.headers().get("x-amz-target")).isEqualTo("AWSEvents.PutEvents");
    assertThat(request.body().length).isLessThan(256 * 1024);
    List<?> entries = (List<?>) Json.readObject(request.body()).get("Entries");
    sizes.add(entries.size());
    List<Object> results = new ArrayList<>();
    for (Object each : entries) {
      Map<?, ?> entry = (Map<?, ?>) each;
      assertThat(entry.get("EventBusName")).isEqualTo("voice");
      if (refusing) {
        results.add(Map.of("ErrorCode", "ThrottlingException", "ErrorMessage", "slow down"));
      } else {
        results.add(Map.of("EventId", "id"));
        events.add(envelope(entry));
      }
    }
    Map<String, Object> body =
        Map.of("FailedEntryCount", refusing ? results.size() : 0, "Entries", results);
    return new RestStub.Response(
        200, Map.of("Content-Type", "application/x-amz-json-1.1"), Json.write(body));
  }

  private static Map<String, Object> envelope(Map<?, ?> entry) {
    Map<String, Object> envelope = new LinkedHashMap<>();
    envelope.put("detail-type", entry.get("DetailType"));
    envelope.put("source", entry.get("Source"));
    envelope.put("account", "111122223333");
    envelope.put("region", "us-east-1");
    envelope.put(
        "time", Instant.ofEpochSecond(((Number) entry.get("Time")).longValue()).toString());
    envelope.put("resources", entry.get("Resources"));
    envelope.put("detail", Json.readObject(((String) entry.get("Detail")).getBytes(UTF_8)));
    return envelope;
  }
}
