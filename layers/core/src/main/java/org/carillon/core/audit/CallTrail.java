package org.carillon.core.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.carillon.contract.Json;
import org.carillon.core.events.EventOutbox;
import org.carillon.core.events.ResourceEvents;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.PortUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is kept of every call before it is answered: its record (O5) and, when it changed a
 * resource, the event of that (O6), in one durable write which calls at the same time share. Safe
 * for use by many threads.
 *
 * <p>Calls that only look wait for that write as well: who read what is part of an audit, and an
 * answer that was given must not be missing in it.
 */
public final class CallTrail {

  private static final Logger LOG = LoggerFactory.getLogger(CallTrail.class);

  /** Calls of strangers that are recorded, a second; more of them could fill a disk. */
  private static final int STRANGERS_A_SECOND = 50;

  private final Items items;
  private final AuditSettings settings;
  private final AuditRecords records;
  private final AuditTrail trail;
  private final ResourceEvents events;
  private final EventOutbox outbox;
  private final AtomicLong strangersSecond = new AtomicLong();
  private final AtomicLong strangers = new AtomicLong();

  /** Keeps calls in this store. */
  public CallTrail(
      Items items,
      AuditSettings settings,
      AuditRecords records,
      AuditTrail trail,
      ResourceEvents events,
      EventOutbox outbox) {
    this.items = items;
    this.settings = settings;
    this.records = records;
    this.trail = trail;
    this.events = events;
    this.outbox = outbox;
  }

  /**
   * Keeps a call. It has been done already: when it cannot be kept, the log has its record instead
   * and the caller gets its answer, because an error would make clients do it again.
   */
  public void keep(ApiCall call) {
    List<ItemWrite> writes = new ArrayList<>();
    Map<String, Object> entry = Map.of();
    try {
      entry = records.of(call);
      if (settings.current().isOn() && (isKnown(call) || strangerFits())) {
        writes.add(trail.write(entry, call.time()));
      }
      event(call).ifPresent(writes::add);
      if (!writes.isEmpty()) {
        items.write(writes);
      }
    } catch (PortUnavailableException storeAway) {
      LOG.error(
          "A call could not be recorded in the audit ({}). Its record: {}",
          storeAway.getMessage(),
          new String(Json.write(entry), UTF_8));
    } catch (RuntimeException broken) {
      LOG.error(
          "The call {} of {} is not in the audit. Please report this with the lines below.",
          call.requestId(),
          call.route().operation().name(),
          broken);
    }
  }

  private Optional<ItemWrite> event(ApiCall call) {
    return call.error().isPresent()
        ? Optional.empty()
        : events
            .of(
                call.route(),
                call.input().orElse(Map.of()),
                call.output().orElse(Map.of()),
                call.arns().stream().filter(arn -> !arn.equals("*")).toList(),
                call.requestId(),
                call.time())
            .map(outbox::write);
  }

  /** Whether somebody has signed it, or had the link of a document and put it there. */
  private static boolean isKnown(ApiCall call) {
    return call.principal().isPresent() || call.error().isEmpty();
  }

  private boolean strangerFits() {
    long second = System.nanoTime() / 1_000_000_000L;
    if (strangersSecond.getAndSet(second) != second) {
      long before = strangers.getAndSet(0);
      if (before > STRANGERS_A_SECOND) {
        LOG.warn(
            "{} calls in a second were not signed by a known key; {} of them are in the audit.",
            before,
            STRANGERS_A_SECOND);
      }
    }
    return strangers.incrementAndGet() <= STRANGERS_A_SECOND;
  }
}
