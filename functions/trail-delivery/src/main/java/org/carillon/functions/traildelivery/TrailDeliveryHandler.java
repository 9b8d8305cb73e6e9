package org.carillon.functions.traildelivery;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.Account;
import org.carillon.core.audit.TrailDelivery;
import org.carillon.core.ports.Ports;

/**
 * Publishes the events of resource changes (O6) and writes audit files (O5): what API calls left in
 * the table. To be called by a schedule, once a minute. When it fails, what waits is handed on by
 * the next call.
 *
 * <p>Environment: {@code CARILLON_ACCOUNT}, and {@code CARILLON_AUDIT_BUCKET} as the API's function
 * has it.
 */
public final class TrailDeliveryHandler
    implements RequestHandler<ScheduledEvent, Map<String, Object>> {

  private final TrailDelivery delivery;

  /** For Lambda: everything from the environment. */
  public TrailDeliveryHandler() {
    this(
        Account.fromEnvironment(System.getenv()),
        Ports.fromEnvironment(),
        Optional.ofNullable(System.getenv("CARILLON_AUDIT_BUCKET")));
  }

  /**
   * The trail of this account on these ports.
   *
   * @param auditBucket where the audit goes while nothing is set
   */
  public TrailDeliveryHandler(Account account, Ports ports, Optional<String> auditBucket) {
    this.delivery = new TrailDelivery(ports, account, InstantSource.system(), auditBucket);
  }

  /**
   * @return how much left
   */
  @Override
  public Map<String, Object> handleRequest(ScheduledEvent event, Context context) {
    var delivered = delivery.deliver(false);
    return Map.of("events", delivered.events(), "auditRecords", delivered.records());
  }
}
