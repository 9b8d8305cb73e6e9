package org.carillon.media.node;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.bots.BotMessage;
import org.carillon.core.bots.BotSession;
import org.carillon.core.calls.ActionError;
import org.carillon.core.calls.ActionResult;
import org.carillon.core.calls.MediaCommand;
import org.carillon.media.sip.SipLoop;

/**
 * The bot that a leg of a call talks to, while StartBotConversation runs. Owned by the SIP loop of
 * the call.
 */
final class SessionBot implements BotTalk.Leg {
  private final SipLoop loop;
  private final LegAudio audio;
  private final MediaCommand.StartBot start;
  private final CommandRunner.Done done;
  private final BotTalk talk;

  /** {@code done} is told of the end of the conversation, unless {@link #stop} comes first. */
  SessionBot(
      NodeContext node,
      ApplicationSession session,
      LegAudio audio,
      MediaCommand.StartBot start,
      CommandRunner.Done done) {
    this.loop = session.loop();
    this.audio = audio;
    this.start = start;
    this.done = done;
    BotSession begin =
        BotSession.begin(
            start.callId(), start.botAliasArn(), start.localeId(), start.configuration());
    this.talk = new BotTalk(node.services().bots(), this, session.transactionId(), begin);
  }

  /** Begins the conversation. */
  void start() {
    audio.askedBy(talk::onDigit);
    talk.start();
  }

  /** Ends it without a word. */
  void stop() {
    audio.askedNoMore();
    talk.stop();
  }

  @Override
  public void say(BotMessage message, CommandRunner.Done said) {
    MediaCommand.Speak speak =
        new MediaCommand.Speak(
            start.callId(),
            message.text(),
            message.ssml(),
            "standard",
            Optional.of(start.localeId().replace('_', '-')),
            "Joanna");
    audio.speak(speak, said);
  }

  @Override
  public void hush() {
    audio.stop();
  }

  @Override
  public void onLoop(Runnable task) {
    NodeContext.onLoop(loop, task);
  }

  @Override
  public Runnable later(Duration delay, Runnable task) {
    SipLoop.Timeout timeout = loop.schedule(delay, task);
    return timeout::cancel;
  }

  @Override
  public void ended(Map<String, Object> intentResult) {
    audio.askedNoMore();
    done.succeeded(new ActionResult.BotEnded(intentResult));
  }

  @Override
  public void failed(ActionError error) {
    audio.askedNoMore();
    done.accept(Optional.of(error));
  }
}
