package org.carillon.media.node;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.carillon.core.calls.ActionError;
import org.carillon.core.calls.MediaCommand;

/**
 * Does the commands of a list one after the other. Owned by the SIP loop of its leg; nothing here
 * blocks.
 */
final class CommandRunner {

  /** Starts one command; the leg that obeys. */
  interface Leg {
    /**
     * Begins a command and tells {@code done} on the loop, now or later: nothing when it was done,
     * an error when it could not be.
     */
    void begin(MediaCommand command, Done done);

    /** A list arrived: what its commands need may be fetched ahead. */
    void prepare(List<MediaCommand> commands);

    /** All commands were done, and the last was no hang-up. */
    void finished();

    /** The command at this index could not be done; the ones behind it are dropped. */
    void failed(int index, ActionError error);
  }

  /** Takes the end of one command. */
  @FunctionalInterface
  interface Done {
    void accept(Optional<ActionError> error);
  }

  private final Leg leg;
  private final Deque<MediaCommand> waiting = new ArrayDeque<>();
  private Optional<List<MediaCommand>> replacement = Optional.empty();
  private int index;
  private boolean busy;
  private boolean stopped;

  CommandRunner(Leg leg) {
    this.leg = leg;
  }

  /**
   * Takes a new list: it begins when the command in hand is done; the rest of the old is dropped.
   */
  void replace(List<MediaCommand> commands) {
    if (stopped) {
      return;
    }
    leg.prepare(commands);
    if (busy) {
      replacement = Optional.of(commands);
      waiting.clear();
    } else {
      start(commands);
    }
  }

  /** The leg is gone: nothing more is begun, told or reported. */
  void stop() {
    stopped = true;
    waiting.clear();
    replacement = Optional.empty();
  }

  private void start(List<MediaCommand> commands) {
    waiting.clear();
    waiting.addAll(commands);
    index = -1;
    if (commands.isEmpty()) {
      return; // the function has nothing to do: the call goes on in silence, nothing to report
    }
    next();
  }

  private void next() {
    MediaCommand command = waiting.poll();
    index++;
    busy = true;
    leg.begin(command, error -> ended(command, error));
  }

  private void ended(MediaCommand command, Optional<ActionError> error) {
    busy = false;
    if (stopped) {
      return;
    }
    if (replacement.isPresent()) {
      List<MediaCommand> commands = replacement.get();
      replacement = Optional.empty();
      start(commands);
    } else if (error.isPresent()) {
      waiting.clear();
      leg.failed(index, error.get());
    } else if (!waiting.isEmpty()) {
      next();
    } else if (!(command instanceof MediaCommand.Hangup)) {
      leg.finished();
    }
  }
}
