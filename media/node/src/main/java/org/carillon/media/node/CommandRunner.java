package org.carillon.media.node;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.carillon.core.calls.ActionError;
import org.carillon.core.calls.MediaCommand;

/**
 * Does the commands of a list one after the other. Owned by the SIP loop of its call; nothing here
 * blocks.
 */
final class CommandRunner {

  /** Starts one command; the call that obeys. */
  interface Call {
    /**
     * Begins a command and tells {@code done} on the loop, now or later: nothing when it was done,
     * an error when it could not be.
     */
    void begin(MediaCommand command, Done done);

    /** The command in hand ends early; what it does stops, and nobody hears of its end. */
    void stop(MediaCommand command);

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

  private final Call call;
  private final Deque<MediaCommand> waiting = new ArrayDeque<>();
  private Optional<List<MediaCommand>> replacement = Optional.empty();
  private Optional<MediaCommand> current = Optional.empty();
  private int index;

  /** Counts commands, so that a late end of one that was dropped is not taken for another's. */
  private long turn;

  private boolean stopped;

  CommandRunner(Call call) {
    this.call = call;
  }

  /**
   * Takes a new list: it begins when the command in hand is done; the rest of the old is dropped.
   */
  void replace(List<MediaCommand> commands) {
    if (stopped) {
      return;
    }
    call.prepare(commands);
    if (current.isPresent()) {
      replacement = Optional.of(commands);
      waiting.clear();
    } else {
      start(commands);
    }
  }

  /** The command in hand and its index in its list. */
  Optional<MediaCommand> current() {
    return current;
  }

  /** The index of the command in hand. */
  int index() {
    return index;
  }

  /**
   * Drops the command in hand, which is told nothing of, and what stands behind it. A list that
   * waits begins.
   */
  void drop() {
    if (current.isEmpty()) {
      return;
    }
    MediaCommand dropped = current.get();
    current = Optional.empty();
    turn++;
    waiting.clear();
    call.stop(dropped);
    startReplacement();
  }

  /** The call is over: nothing more is begun, told or reported. */
  void stop() {
    replacement = Optional.empty();
    drop();
    stopped = true;
    waiting.clear();
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
    current = Optional.of(command);
    long mine = ++turn;
    call.begin(command, error -> ended(mine, command, error));
  }

  private boolean startReplacement() {
    if (replacement.isEmpty()) {
      return false;
    }
    List<MediaCommand> commands = replacement.get();
    replacement = Optional.empty();
    start(commands);
    return true;
  }

  private void ended(long mine, MediaCommand command, Optional<ActionError> error) {
    if (stopped || mine != turn) {
      return;
    }
    current = Optional.empty();
    if (startReplacement()) {
      return;
    }
    if (error.isPresent()) {
      waiting.clear();
      call.failed(index, error.get());
    } else if (!waiting.isEmpty()) {
      next();
    } else if (!(command instanceof MediaCommand.Hangup)) {
      call.finished();
    }
  }
}
