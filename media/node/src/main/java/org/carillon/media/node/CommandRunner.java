package org.carillon.media.node;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.carillon.core.calls.ActionError;
import org.carillon.core.calls.ActionResult;
import org.carillon.core.calls.MediaCommand;

/**
 * Does the commands of a list one after the other. Owned by the SIP loop of its call; nothing here
 * blocks.
 */
final class CommandRunner {

  /** Starts one command; the call that obeys. Lists are named by their numbers in the session. */
  interface Call {
    /** Begins a command and tells {@code done} on the loop, now or later, how it ended. */
    void begin(MediaCommand command, Done done);

    /** The command in hand ends early; what it does stops, and nobody hears of its end. */
    void stop(MediaCommand command);

    /** A list arrived: what its commands need may be fetched ahead. */
    void prepare(List<MediaCommand> commands);

    /** All commands were done, and the last brought nothing and was no hang-up. */
    void finished(int list);

    /** The command was done and is told by itself; the rest waits for {@link #goOn}. */
    void succeeded(int list, int index, ActionResult result);

    /** The command was stopped, and the next list begins. */
    void interrupted(int list, int index);

    /** The command at this index could not be done; the ones behind it are dropped. */
    void failed(int list, int index, ActionError error);
  }

  /** Takes the end of one command, once; more is ignored. */
  @FunctionalInterface
  interface Done {
    /**
     * @param error why it could not be done; without one, the result counts
     * @param result what it brought
     */
    void ended(Optional<ActionError> error, ActionResult result);

    /** It brought nothing: nothing went wrong, or an error did. */
    default void accept(Optional<ActionError> error) {
      ended(error, ActionResult.NONE);
    }

    /** It was done and brought this. */
    default void succeeded(ActionResult result) {
      ended(Optional.empty(), result);
    }
  }

  private record NextList(int number, List<MediaCommand> commands) {}

  private final Call call;
  private final Deque<MediaCommand> waiting = new ArrayDeque<>();
  private Optional<NextList> replacement = Optional.empty();
  private Optional<MediaCommand> current = Optional.empty();
  private int list;
  private int index;

  /** Counts commands, so that a late end of one that was dropped is not taken for another's. */
  private long turn;

  private boolean stopped;

  CommandRunner(Call call) {
    this.call = call;
  }

  /**
   * Takes a new list: it begins when the command in hand is done, or was stopped; the rest of the
   * old is dropped.
   *
   * @param number of the list
   * @param interrupt whether the command in hand is stopped if it is {@linkplain
   *     MediaCommand#interruptible() fit for that}
   */
  void replace(int number, List<MediaCommand> commands, boolean interrupt) {
    if (stopped) {
      return;
    }
    call.prepare(commands);
    waiting.clear();
    replacement = Optional.of(new NextList(number, commands));
    if (current.isEmpty()) {
      startReplacement();
    } else if (interrupt && current.get().interruptible()) {
      call.interrupted(list, index);
      drop();
    }
  }

  /** The turn of a command that was told by itself left its list as it was: what waits goes on. */
  void goOn(int number) {
    if (!stopped && number == list && current.isEmpty() && !waiting.isEmpty()) {
      next();
    }
  }

  /** The command in hand and its index in its list. */
  Optional<MediaCommand> current() {
    return current;
  }

  /** The number of the list that is done. */
  int list() {
    return list;
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

  private void start(int number, List<MediaCommand> commands) {
    waiting.clear();
    waiting.addAll(commands);
    list = number;
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
    call.begin(command, (error, result) -> ended(mine, command, error, result));
  }

  private boolean startReplacement() {
    if (replacement.isEmpty()) {
      return false;
    }
    NextList next = replacement.get();
    replacement = Optional.empty();
    start(next.number(), next.commands());
    return true;
  }

  private void ended(
      long mine, MediaCommand command, Optional<ActionError> error, ActionResult result) {
    if (stopped || mine != turn || current.isEmpty()) {
      return;
    }
    current = Optional.empty();
    boolean tells =
        error.isEmpty()
            && (command.callsBack()
                || (waiting.isEmpty() && !(result instanceof ActionResult.None)));
    // of a replaced list too: what its last command came to counts
    if (tells) {
      call.succeeded(list, index, result);
    } else if (error.isPresent()) {
      waiting.clear();
      call.failed(list, index, error.get());
    }
    if (startReplacement() || tells || error.isPresent()) {
      return; // what waits behind a command that was told by itself is for goOn
    }
    if (!waiting.isEmpty()) {
      next();
    } else if (!(command instanceof MediaCommand.Hangup)) {
      call.finished(list);
    }
  }
}
