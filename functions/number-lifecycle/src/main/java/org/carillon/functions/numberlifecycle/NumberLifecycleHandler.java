package org.carillon.functions.numberlifecycle;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.carillon.core.Account;
import org.carillon.core.numbers.NumberLifecycle;
import org.carillon.core.ports.Ports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps the account's phone numbers on a schedule: those whose seven days in the deletion queue
 * are over go back to the pool (N10), calling names take effect (N9). It costs what is due. What
 * one run does not manage the next one does; two at once do no harm.
 */
public final class NumberLifecycleHandler
    implements RequestHandler<ScheduledEvent, Map<String, Object>> {

  private static final Logger log = LoggerFactory.getLogger(NumberLifecycleHandler.class);

  private final NumberLifecycle lifecycle;

  /** For the Lambda service: everything comes from the environment. */
  public NumberLifecycleHandler() {
    this(Account.fromEnvironment(System.getenv()), Ports.fromEnvironment(), InstantSource.system());
  }

  /** The numbers of this account on these ports, by this clock. */
  public NumberLifecycleHandler(Account account, Ports ports, InstantSource clock) {
    this.lifecycle = new NumberLifecycle(ports.items(), account, clock);
  }

  /**
   * @param schedule says that it is time; nothing of it is looked at
   * @return {@code Released}, {@code CallingNames}, and {@code More}: whether more is due
   */
  @Override
  public Map<String, Object> handleRequest(ScheduledEvent schedule, Context context) {
    NumberLifecycle.Sweep sweep = lifecycle.sweep();
    log.info(
        "{} phone numbers went back to the pool, {} calling names took effect{}.",
        sweep.released(),
        sweep.named(),
        sweep.more() ? "; the next run goes on" : "");
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("Released", sweep.released());
    answer.put("CallingNames", sweep.named());
    answer.put("More", sweep.more());
    return answer;
  }
}
