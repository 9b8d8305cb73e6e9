package org.carillon.core.bots;

import java.util.List;
import java.util.Map;
import org.carillon.core.calls.ActionError;

/** What to do next in a conversation. */
public sealed interface BotTurn {

  /**
   * Say this, then listen.
   *
   * @param next the session for the next turn
   */
  record Listen(BotSession next, List<BotMessage> say) implements BotTurn {
    public Listen {
      say = List.copyOf(say);
    }
  }

  /**
   * Say this, then the conversation is over.
   *
   * @param intentResult the {@code IntentResult} of the action (protocol facts 1.5)
   */
  record Ended(List<BotMessage> say, Map<String, Object> intentResult) implements BotTurn {
    public Ended {
      say = List.copyOf(say);
    }
  }

  /**
   * The conversation cannot go on.
   *
   * @param why a line for the operator's log
   */
  record Failed(ActionError error, String why) implements BotTurn {}
}
