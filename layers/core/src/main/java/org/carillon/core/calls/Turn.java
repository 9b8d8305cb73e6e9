package org.carillon.core.calls;

import java.util.List;
import java.util.Optional;

/**
 * What to do after an event.
 *
 * @param next the session for the next turn
 * @param replaceRunning whether {@code commands} take the place of what is left of the running list
 *     once its current command is done; when false, go on as you were
 * @param interrupt whether the command in hand is stopped for the new list if it is {@linkplain
 *     MediaCommand#interruptible() interruptible}
 * @param commands what to do, in order
 * @param end set when the call is over for its application: end every leg that is up, also one that
 *     {@code commands}, the hang-ups of those the session knew, do not name; report no further
 *     event, and write this end in the call's record
 * @param log lines for the call's log
 */
public record Turn(
    CallSession next,
    boolean replaceRunning,
    boolean interrupt,
    List<MediaCommand> commands,
    Optional<CallEnd> end,
    List<CallLogLine> log) {
  public Turn {
    commands = List.copyOf(commands);
    log = List.copyOf(log);
  }
}
