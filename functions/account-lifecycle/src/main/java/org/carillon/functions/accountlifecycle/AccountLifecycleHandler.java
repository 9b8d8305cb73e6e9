package org.carillon.functions.accountlifecycle;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.carillon.core.Account;
import org.carillon.core.lifecycle.AccountLifecycle;
import org.carillon.core.ports.Ports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps the account on a schedule, phone numbers apart (they have {@code number-lifecycle}): ended
 * meetings (S7), removals of voice profile domains that were cut short (P1), voice analytics tasks,
 * request tokens and sessions whose time is over (O3). It costs what is due. What one run does not
 * manage the next one does; two at once do no harm.
 */
public final class AccountLifecycleHandler
    implements RequestHandler<ScheduledEvent, Map<String, Object>> {

  private static final Logger log = LoggerFactory.getLogger(AccountLifecycleHandler.class);

  private final AccountLifecycle lifecycle;

  /** For the Lambda service: everything comes from the environment. */
  public AccountLifecycleHandler() {
    this(Account.fromEnvironment(System.getenv()), Ports.fromEnvironment(), InstantSource.system());
  }

  /** Of this account on these ports, by this clock. */
  public AccountLifecycleHandler(Account account, Ports ports, InstantSource clock) {
    this.lifecycle = new AccountLifecycle(ports, account, clock);
  }

  /**
   * @param schedule says that it is time; nothing of it is looked at
   * @return {@code Meetings}, {@code VoiceProfileDomains}, {@code VoiceAnalyticsTasks}, {@code
   *     RequestTokens}, {@code Sessions}: how many were cleared away; and {@code More}: whether
   *     more is due
   */
  @Override
  public Map<String, Object> handleRequest(ScheduledEvent schedule, Context context) {
    AccountLifecycle.Sweep sweep = lifecycle.sweep();
    log.info(
        "{} things whose time is over were cleared away{}.",
        sweep.done(),
        sweep.more() ? "; the next run goes on" : "");
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("Meetings", sweep.meetings());
    answer.put("VoiceProfileDomains", sweep.domains());
    answer.put("VoiceAnalyticsTasks", sweep.tasks());
    answer.put("RequestTokens", sweep.requestTokens());
    answer.put("Sessions", sweep.sessions());
    answer.put("ReputationCounts", sweep.reputationCounts());
    answer.put("More", sweep.more());
    return answer;
  }
}
