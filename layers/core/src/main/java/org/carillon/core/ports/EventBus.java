package org.carillon.core.ports;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Events for the account's own automation (O6): EventBridge, or files of one machine. Receivers may
 * see an event twice, and in any order, as with EventBridge.
 *
 * <p>Implementations are safe for use by many threads.
 */
public interface EventBus {

  /** Most events of one call. */
  int MAX_EVENTS = 100;

  /** The source of our events unless the operator names another; AWS reserves {@code aws.}. */
  String DEFAULT_SOURCE = "carillon.chime";

  /** Most bytes of an event's detail as JSON; EventBridge takes 256 KB with what goes around it. */
  int MAX_DETAIL_BYTES = 240 * 1024;

  /**
   * Publishes events. They are durable, or in EventBridge's hands, when this returns.
   *
   * @param events 1 to {@value #MAX_EVENTS}
   * @throws PortUnavailableException when not all were taken; then all may be published again
   */
  void publish(List<Event> events);

  /** {@link #publish(List)} of one event. */
  default void publish(Event event) {
    publish(List.of(event));
  }

  /**
   * One event.
   *
   * @param id unique; the same when the event is published again
   * @param time when it happened
   * @param account twelve digits
   * @param region where it happened
   * @param detailType what kind of event it is, such as {@code Chime VoiceConnector State Change}
   * @param resources ARNs of what it is about; may be empty
   * @param detail a document; see {@link Document} for what it may hold
   */
  record Event(
      String id,
      Instant time,
      String account,
      String region,
      String detailType,
      List<String> resources,
      Map<String, Object> detail) {
    public Event {
      resources = List.copyOf(resources);
      detail = Document.copyOf(detail);
      if (detailType.isEmpty() || detailType.length() > 128) {
        throw new IllegalArgumentException("a detail type has 1 to 128 characters: " + detailType);
      }
    }
  }

  /**
   * Checks what every bus asks of a call. Adapters call it first.
   *
   * @throws IllegalArgumentException for none or too many
   */
  static void checkEvents(List<Event> events) {
    if (events.isEmpty() || events.size() > MAX_EVENTS) {
      throw new IllegalArgumentException(
          "1 to " + MAX_EVENTS + " events are published at once: " + events.size());
    }
  }
}
