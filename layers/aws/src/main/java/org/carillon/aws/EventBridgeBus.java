package org.carillon.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.carillon.contract.Json;
import org.carillon.core.ports.EventBus;
import org.carillon.core.ports.PortUnavailableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** Events on EventBridge; it gives them their ids, account and region itself. */
final class EventBridgeBus implements EventBus {

  /** Most entries of one request (EventBridge). */
  private static final int MAX_ENTRIES = 10;

  /** Most bytes of one request's details that leave room for the rest (256 KB together). */
  private static final int MAX_REQUEST_BYTES = MAX_DETAIL_BYTES;

  private final EventBridgeClient client;
  private final String bus;
  private final String source;

  /**
   * A bus.
   *
   * @param bus its name or ARN; {@code default} is the account's own
   * @param source the source of our events; AWS refuses those that start with {@code aws.}
   */
  EventBridgeBus(EventBridgeClient client, String bus, String source) {
    this.client = client;
    this.bus = bus;
    this.source = source;
  }

  @Override
  public void publish(List<Event> events) {
    EventBus.checkEvents(events);
    List<PutEventsRequestEntry> entries = new ArrayList<>();
    int bytes = 0;
    for (Event event : events) {
      byte[] detail = Json.write(event.detail());
      if (!entries.isEmpty()
          && (entries.size() == MAX_ENTRIES || bytes + detail.length > MAX_REQUEST_BYTES)) {
        put(entries);
        entries.clear();
        bytes = 0;
      }
      entries.add(entry(event, new String(detail, UTF_8)));
      bytes += detail.length;
    }
    put(entries);
  }

  private PutEventsRequestEntry entry(Event event, String detail) {
    return PutEventsRequestEntry.builder()
        .eventBusName(bus)
        .source(source)
        .time(event.time())
        .detailType(event.detailType())
        .resources(event.resources())
        .detail(detail)
        .build();
  }

  private void put(List<PutEventsRequestEntry> entries) {
    List<PutEventsRequestEntry> sent = List.copyOf(entries);
    PutEventsResponse response;
    try {
      response = client.putEvents(r -> r.entries(sent));
    } catch (SdkException e) {
      throw AwsErrors.unavailable("event bus " + bus, e);
    }
    if (response.failedEntryCount() != null && response.failedEntryCount() > 0) {
      PutEventsResultEntry failed =
          response.entries().stream()
              .filter(it -> it.errorCode() != null)
              .findFirst()
              .orElseThrow();
      throw new PortUnavailableException(
          "The event bus "
              + bus
              + " did not take "
              + response.failedEntryCount()
              + " of "
              + sent.size()
              + " events ("
              + failed.errorCode()
              + ", "
              + failed.errorMessage()
              + "); they wait.",
          null);
    }
  }
}
