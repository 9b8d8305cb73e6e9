package org.carillon.core.applications;

import java.util.List;
import java.util.Optional;
import org.carillon.core.ports.Item;

/**
 * The rules on one trigger, as stored. One item a trigger makes "at most one enabled rule" a
 * condition of one write, and the look-up for a call one read.
 *
 * @param enabled the id of the enabled rule
 * @param rules the ids of all rules on it, oldest first
 */
record Trigger(Optional<String> enabled, List<String> rules) {

  @SuppressWarnings("unchecked") // written by this class
  static Trigger of(Item item) {
    return new Trigger(
        Optional.ofNullable((String) item.body().get("Enabled")),
        (List<String>) item.body().get("Rules"));
  }

  /** The rule that answers for the trigger: the enabled one, or else the oldest. */
  Optional<String> first() {
    return enabled.or(() -> rules.stream().findFirst());
  }
}
