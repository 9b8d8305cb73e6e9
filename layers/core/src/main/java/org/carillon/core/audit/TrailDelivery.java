package org.carillon.core.audit;

import java.time.InstantSource;
import java.util.Optional;
import org.carillon.core.Account;
import org.carillon.core.events.EventOutbox;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.ports.Ports;

/**
 * Hands on what calls left behind: events to the bus, audit records into files, and before them
 * what Carillon did by itself into records. To be called every few seconds by whoever has the time:
 * a thread, or a schedule. Several at once do no harm.
 */
public final class TrailDelivery {

  private final EventOutbox outbox;
  private final AuditTrail trail;
  private final ServiceRecords service;

  /**
   * Delivers for this account.
   *
   * @param defaultBucket where the audit goes while nothing is set
   */
  public TrailDelivery(
      Ports ports, Account account, InstantSource clock, Optional<String> defaultBucket) {
    this.outbox = new EventOutbox(ports.items(), ports.events(), account);
    AuditSettings settings = new AuditSettings(ports.items(), account, defaultBucket);
    this.trail = new AuditTrail(ports.items(), ports.objects(), account, settings, clock);
    this.service = new ServiceRecords(ports.items(), account, settings, trail);
  }

  /**
   * Hands on what waits.
   *
   * @param all whether records of the last moments go too: before a stop
   * @throws org.carillon.core.ports.PortUnavailableException when something is away; what waits,
   *     waits on
   */
  public Delivered deliver(boolean all) {
    int events;
    service.deliver();
    try {
      events = outbox.deliver();
    } catch (PortUnavailableException busAway) {
      trail.deliver(all); // one that is away does not hold up the other
      throw busAway;
    }
    return new Delivered(events, trail.deliver(all));
  }

  /**
   * What left.
   *
   * @param events how many events were published
   * @param records how many audit records were written into files
   */
  public record Delivered(int events, int records) {}
}
