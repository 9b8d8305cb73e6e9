package org.carillon.core.lifecycle;

import java.time.InstantSource;
import org.carillon.core.Account;
import org.carillon.core.DueItems;
import org.carillon.core.RequestTokens;
import org.carillon.core.access.AccessKeys;
import org.carillon.core.meetings.Meetings;
import org.carillon.core.ports.Ports;
import org.carillon.core.reputation.OutboundReputation;
import org.carillon.core.timeline.CallTimelines;
import org.carillon.core.voiceprofiles.VoiceProfileSpace;

/**
 * What happens to an account by time alone, phone numbers apart: meetings end, removals that were
 * cut short are ended, tasks, request tokens and sessions whose time is over go. Readers see all of
 * it in time anyway; the sweep makes it so in the store. It costs what is due, runs as often as one
 * likes, and two at once do no harm. What it does is in the audit.
 */
public final class AccountLifecycle {

  /** Most of each kind in one sweep: it stays well within the time a function has. */
  public static final int MOST = 1_000;

  private final Account account;
  private final Meetings meetings;
  private final VoiceProfileSpace voices;
  private final RequestTokens tokens;
  private final AccessKeys keys;
  private final OutboundReputation reputation;
  private final CallTimelines timelines;
  private final InstantSource clock;

  /** Of this account on these ports, by this clock. */
  public AccountLifecycle(Ports ports, Account account, InstantSource clock) {
    this.account = account;
    this.meetings = new Meetings(ports.items(), ports.sealer(), account, clock);
    this.voices = new VoiceProfileSpace(ports.items(), ports.keys(), account, clock);
    this.tokens = new RequestTokens(ports.items(), account, clock);
    this.keys = new AccessKeys(ports.items(), ports.sealer(), clock);
    this.reputation = new OutboundReputation(ports.items(), account);
    this.timelines = new CallTimelines(ports.items(), account);
    this.clock = clock;
  }

  /**
   * What a sweep did.
   *
   * @param meetings ended meetings that were cleared away
   * @param domains removals of voice profile domains that were ended
   * @param tasks voice analytics tasks that were removed
   * @param requestTokens request tokens that were forgotten
   * @param sessions temporary keys that were removed
   * @param reputationCounts old counts of calls by caller id that were removed (N12)
   * @param timelines timelines of old calls that were removed (S4)
   * @param more whether more is due than one sweep does, and this one got on: sweep again
   */
  public record Sweep(
      int meetings,
      int domains,
      int tasks,
      int requestTokens,
      int sessions,
      int reputationCounts,
      int timelines,
      boolean more) {

    /** How much was done. */
    public int done() {
      return meetings + domains + tasks + requestTokens + sessions + reputationCounts + timelines;
    }
  }

  /** Does what is due. */
  public Sweep sweep() {
    DueItems.Work ended = meetings.sweep(MOST);
    int domains = voices.removals().sweep(MOST);
    DueItems.Work tasks = voices.tasks().removeExpired(MOST);
    DueItems.Work forgotten = tokens.removeExpired(MOST);
    DueItems.Work sessions = keys.removeEnded(account.id(), MOST);
    int counts = reputation.removeOld(clock.instant(), MOST);
    int old = timelines.removeOld(clock.instant(), MOST);
    return new Sweep(
        ended.done(),
        domains,
        tasks.done(),
        forgotten.done(),
        sessions.done(),
        counts,
        old,
        counts == MOST
            || old >= MOST
            || goesOn(ended)
            || goesOn(tasks)
            || goesOn(forgotten)
            || goesOn(sessions));
  }

  /** What cannot be done now is for the next sweep, not to be tried over and over. */
  private static boolean goesOn(DueItems.Work work) {
    return work.more() && work.done() > 0;
  }
}
