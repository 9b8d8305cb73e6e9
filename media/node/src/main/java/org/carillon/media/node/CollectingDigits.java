package org.carillon.media.node;

import java.util.Optional;
import java.util.OptionalLong;
import org.carillon.core.calls.ActionError;
import org.carillon.core.calls.ActionResult;
import org.carillon.core.calls.MediaCommand;
import org.carillon.media.ivr.digits.DigitCollection;
import org.carillon.media.sip.SipLoop;

/**
 * A GetDigits that runs on a leg: plays what its rules want played and tells them the time. Owned
 * by the leg's SIP loop.
 */
final class CollectingDigits implements DigitCollection.Outlet {
  private final MediaCommand.GetDigits command;
  private final LegAudio audio;
  private final LegTimer timer;
  private final CommandRunner.Done done;
  private final DigitCollection rules;

  /** Counts prompts: the end of one that was stopped is nobody's. */
  private int prompts;

  private boolean over;

  CollectingDigits(
      MediaCommand.GetDigits command, LegAudio audio, SipLoop loop, CommandRunner.Done done) {
    this.command = command;
    this.audio = audio;
    this.done = done;
    this.timer = new LegTimer(loop, this::timePassed);
    this.rules =
        new DigitCollection(
            new DigitCollection.Rules(
                command.max(),
                command.terminators(),
                command.betweenDigits(),
                command.timeout(),
                command.attempts(),
                command::accepts),
            this);
  }

  void start() {
    rules.start();
  }

  boolean isOver() {
    return over;
  }

  void pressed(char digit) {
    rules.pressed(System.nanoTime(), digit);
    setTimer();
  }

  /** Ends it; nobody is told. */
  void stop() {
    over = true;
    prompts++;
    timer.set(OptionalLong.empty());
  }

  private void timePassed() {
    if (!over) {
      rules.passed(System.nanoTime());
      setTimer();
    }
  }

  private void setTimer() {
    timer.set(over ? OptionalLong.empty() : rules.deadline());
  }

  private void play(MediaCommand.Prompt prompt) {
    int mine = ++prompts;
    audio.playPart(
        prompt,
        error -> {
          if (mine == prompts && !over) {
            error.ifPresentOrElse(this::brokenPrompt, this::promptEnded);
          }
        });
  }

  private void brokenPrompt(ActionError error) {
    stop();
    done.accept(Optional.of(error));
  }

  private void promptEnded() {
    rules.promptEnded(System.nanoTime());
    setTimer();
  }

  @Override
  public void prompt() {
    play(command.prompt());
  }

  @Override
  public void failurePrompt() {
    command.failurePrompt().ifPresentOrElse(this::play, this::promptEnded);
  }

  @Override
  public void quiet() {
    prompts++;
    audio.quiet();
  }

  @Override
  public void collected(String digits) {
    stop();
    done.succeeded(new ActionResult.Digits(digits));
  }

  @Override
  public void failed() {
    stop();
    done.accept(Optional.of(ActionError.INVALID_DIGITS));
  }
}
