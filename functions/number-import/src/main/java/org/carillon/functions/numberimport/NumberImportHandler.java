package org.carillon.functions.numberimport;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.carillon.core.Account;
import org.carillon.core.carriers.NumberJobRunner;
import org.carillon.core.carriers.NumberJobs;
import org.carillon.core.porting.PortIns;
import org.carillon.core.ports.Ports;

/**
 * Completes port-ins at their FOC dates (N5), then works on open number jobs until its own time is
 * nearly over (N1, D6). A schedule invokes it every minute: what is not done then is gone on with
 * by the next. Two at once do no harm, for a job has a lease; one at a time is enough.
 */
public final class NumberImportHandler
    implements RequestHandler<Map<String, Object>, Map<String, Object>> {

  /** What the slice in hand may take after the last look at the clock. */
  private static final Duration RESERVE = Duration.ofSeconds(20);

  private final NumberJobRunner runner;
  private final PortIns portIns;
  private final InstantSource clock;

  /** For the Lambda service: everything comes from the environment. */
  public NumberImportHandler() {
    this(Account.fromEnvironment(System.getenv()), Ports.fromEnvironment(), InstantSource.system());
  }

  /** For this account on these ports, by this clock. */
  public NumberImportHandler(Account account, Ports ports, InstantSource clock) {
    this.clock = clock;
    this.portIns = PortIns.of(ports.items(), account, clock);
    this.runner =
        new NumberJobRunner(
            ports.items(), ports.objects(), new NumberJobs(ports.items(), clock), false);
  }

  /**
   * @param event the schedule's; not looked at
   * @return {@code Worked}: whether there was a job to work on; {@code PortedIn}: how many port-ins
   *     reached their FOC date
   */
  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    int portedIn = portIns.completeDue();
    Instant end = clock.instant().plusMillis(context.getRemainingTimeInMillis()).minus(RESERVE);
    return Map.of("Worked", runner.run(end), "PortedIn", portedIn);
  }
}
