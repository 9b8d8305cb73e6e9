package org.carillon.core.calls;

import java.util.List;

/**
 * A function's action list and the commands made of it.
 *
 * @param number which list of the call it is, 0 for none
 * @param actions its actions
 * @param firstCommand index among the turn's commands of the one for the first action
 */
record ListInHand(int number, List<CallAction> actions, int firstCommand) {

  /** No list yet. */
  static final ListInHand NONE = new ListInHand(0, List.of(), 0);

  ListInHand {
    actions = List.copyOf(actions);
  }

  /** The action behind a command. */
  CallAction action(int commandIndex) {
    int index = commandIndex - firstCommand;
    if (index < 0 || index >= actions.size()) {
      throw new IllegalArgumentException("no action stands behind command " + commandIndex);
    }
    return actions.get(index);
  }

  /** The last action. */
  CallAction last() {
    if (actions.isEmpty()) {
      throw new IllegalArgumentException("no list is running on this call");
    }
    return actions.getLast();
  }
}
