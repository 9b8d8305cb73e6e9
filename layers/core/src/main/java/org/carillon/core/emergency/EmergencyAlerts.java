package org.carillon.core.emergency;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.events.EventOutbox;
import org.carillon.core.ports.EventBus;
import org.carillon.core.ports.EventBus.Event;
import org.carillon.core.ports.Items;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the account that somebody calls emergency services, so that people on the spot can help (47
 * CFR 9.16: the fact of the call, a number to call back and the place). Safe for use by many
 * threads.
 */
public final class EmergencyAlerts {

  /** The event's detail type. */
  public static final String DETAIL_TYPE = "Chime VoiceConnector Emergency Call";

  private static final Logger LOG = LoggerFactory.getLogger(EmergencyAlerts.class);

  private final Items items;
  private final EventOutbox outbox;
  private final Account account;
  private final InstantSource clock;

  /** Alerts on this account's bus. */
  public EmergencyAlerts(Items items, EventBus bus, Account account, InstantSource clock) {
    this.items = items;
    this.outbox = new EventOutbox(items, bus, account);
    this.account = account;
    this.clock = clock;
  }

  /**
   * A call to emergency services.
   *
   * @param voiceConnectorId the connector it goes out of
   * @param voiceConnectorArn its ARN
   * @param sipCallId the INVITE's Call-ID header
   * @param dialled what was dialled: 911, or 933 for a test
   * @param calledNumber where the call goes: as dialled, or the routing number of the connector's
   *     provider
   * @param from the number to call back; may be empty
   * @param location where the caller is
   * @param routed whether there is a way for it
   */
  public record Alert(
      String voiceConnectorId,
      String voiceConnectorArn,
      String sipCallId,
      String dialled,
      String calledNumber,
      String from,
      CallerLocation location,
      boolean routed) {}

  /** Raises an alert. Whatever goes wrong with it, the call goes on. */
  public void raise(Alert alert) {
    LOG.warn(
        "Emergency call to {} from {} through Voice Connector {}, location {}.",
        alert.dialled(),
        alert.from().isEmpty() ? "a caller without number" : alert.from(),
        alert.voiceConnectorId(),
        alert.location().status());
    try {
      items.write(outbox.write(event(alert)));
    } catch (RuntimeException e) { // whatever it is: a person is waiting for help
      LOG.error("The emergency call's event is lost; the call goes on.", e);
    }
  }

  private Event event(Alert alert) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("version", "0");
    detail.put("eventType", "chime:EmergencyCall");
    detail.put("voiceConnectorId", alert.voiceConnectorId());
    detail.put("sipCallId", alert.sipCallId());
    detail.put("isTest", !alert.dialled().equals("911"));
    detail.put("dialledNumber", alert.dialled());
    detail.put("calledNumber", alert.calledNumber());
    detail.put("fromNumber", alert.from());
    detail.put("locationStatus", alert.location().status().name());
    detail.put("location", alert.location().line());
    detail.put("routed", alert.routed());
    return new Event(
        Ids.guid(),
        clock.instant(),
        account.id(),
        account.region(),
        DETAIL_TYPE,
        List.of(alert.voiceConnectorArn()),
        detail);
  }
}
