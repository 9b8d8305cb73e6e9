package org.carillon.media.node;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.bots.BotControl;
import org.carillon.core.bots.BotInput;
import org.carillon.core.bots.BotMessage;
import org.carillon.core.bots.BotSession;
import org.carillon.core.bots.BotTurn;
import org.carillon.core.calls.ActionError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A leg that talks to a bot (StartBotConversation): says what the bot says, takes the keys that are
 * pressed, and asks the bot again, until it ends the conversation. A key stops what is being said;
 * {@code #} ends the input, {@code *} begins it anew, and five seconds without a key end it too.
 * Owned by the SIP loop of the leg; the bot is asked on virtual threads.
 */
final class BotTalk {
  private static final Logger log = LoggerFactory.getLogger(BotTalk.class);

  /** How long a key is waited for (Lex's end timeout of DTMF). */
  static final Duration KEY_LIMIT = Duration.ofSeconds(5);

  private static final int MOST_DIGITS = 100;
  private static final char END = '#';
  private static final char ANEW = '*';

  /** The leg, as the talk uses it; on its loop. */
  interface Leg {
    /** Says something; tells its end, early or not, or why it cannot be said. */
    void say(BotMessage message, CommandRunner.Done done);

    /** Stops what is being said; nobody waits for its end any more. */
    void hush();

    /** Runs a task on the loop, from any thread. */
    void onLoop(Runnable task);

    /** Runs a task on the loop later; returns what undoes that. */
    Runnable later(Duration delay, Runnable task);

    /** The conversation is over. */
    void ended(Map<String, Object> intentResult);

    /** The conversation cannot go on. */
    void failed(ActionError error);
  }

  private final BotControl bots;
  private final Leg leg;
  private final String transactionId;
  private final Deque<BotMessage> toSay = new ArrayDeque<>();
  private final StringBuilder digits = new StringBuilder();

  private BotSession session;
  private Optional<Runnable> deadline = Optional.empty();
  private Optional<Map<String, Object>> result = Optional.empty();
  private boolean saying;
  // counts what was said, so that a late end of what was hushed is not taken for another's
  private int utterance;
  private boolean listening;
  private boolean over;

  BotTalk(BotControl bots, Leg leg, String transactionId, BotSession session) {
    this.bots = bots;
    this.leg = leg;
    this.transactionId = transactionId;
    this.session = session;
  }

  /** Begins. */
  void start() {
    ask(new BotInput.Started());
  }

  /** The call or another list ends it; nothing more is told. */
  void stop() {
    over = true;
    quiet();
    hush();
  }

  private void hush() {
    utterance++;
    if (saying) {
      saying = false;
      leg.hush();
    }
  }

  /** A key was pressed. */
  void onDigit(char key) {
    if (over || !listening) {
      return;
    }
    if (key == END) {
      heard();
      return;
    }
    if (key == ANEW) {
      digits.setLength(0);
    } else if (digits.length() < MOST_DIGITS) {
      digits.append(key);
    }
    toSay.clear();
    hush();
    waitForKey();
  }

  private void ask(BotInput input) {
    BotSession before = session;
    NodeContext.offLoop(
        () -> {
          try {
            BotTurn turn = bots.turn(before, input);
            leg.onLoop(() -> turned(turn));
          } catch (RuntimeException e) {
            log.error("Call {}: a bot's turn failed. Report this as a defect.", transactionId, e);
            leg.onLoop(() -> failed(ActionError.SYSTEM));
          }
        });
  }

  private void turned(BotTurn turn) {
    if (over) {
      return;
    }
    switch (turn) {
      case BotTurn.Listen(BotSession next, List<BotMessage> say) -> {
        session = next;
        listening = true;
        digits.setLength(0);
        toSay.addAll(say);
        sayNext();
      }
      case BotTurn.Ended(List<BotMessage> say, Map<String, Object> intentResult) -> {
        result = Optional.of(intentResult);
        toSay.addAll(say);
        sayNext();
      }
      case BotTurn.Failed(ActionError error, String why) -> {
        log.warn("Call {}: the bot conversation fails: {}", transactionId, why);
        failed(error);
      }
    }
  }

  private void sayNext() {
    BotMessage message = toSay.poll();
    if (message == null) {
      if (result.isPresent()) {
        over = true;
        leg.ended(result.get());
      } else if (listening) {
        waitForKey();
      }
      return;
    }
    saying = true;
    int mine = ++utterance;
    leg.say(
        message,
        (error, _) -> {
          if (mine == utterance) {
            said(error);
          }
        });
  }

  private void said(Optional<ActionError> error) {
    saying = false;
    if (over) {
      return;
    }
    if (error.isPresent()) {
      failed(error.get());
    } else {
      sayNext();
    }
  }

  private void waitForKey() {
    quiet();
    deadline = Optional.of(leg.later(KEY_LIMIT, this::heard));
  }

  private void heard() {
    if (over || !listening) {
      return;
    }
    listening = false;
    quiet();
    toSay.clear();
    hush();
    String all = digits.toString();
    ask(all.isEmpty() ? new BotInput.Nothing() : new BotInput.Digits(all));
  }

  private void quiet() {
    deadline.ifPresent(Runnable::run);
    deadline = Optional.empty();
  }

  private void failed(ActionError error) {
    if (!over) {
      over = true;
      quiet();
      leg.failed(error);
    }
  }
}
