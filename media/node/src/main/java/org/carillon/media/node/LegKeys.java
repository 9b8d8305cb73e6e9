package org.carillon.media.node;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.carillon.core.calls.DigitsRegex;
import org.carillon.core.calls.MediaCommand;
import org.carillon.media.ivr.digits.DigitWatch;
import org.carillon.media.rtp.AudioReader;
import org.carillon.media.rtp.DigitListener;
import org.carillon.media.rtp.DtmfDetector;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.sip.SipLoop;

/**
 * Who the keys of one leg are for: a GetDigits that runs takes all of them, and what ReceiveDigits
 * registered hears those that nothing else took. Owned by the leg's SIP loop; tones in the audio
 * are listened to on a virtual thread.
 */
final class LegKeys {
  private Optional<CollectingDigits> collecting = Optional.empty();
  private Optional<DigitWatch> watch = Optional.empty();
  private Optional<LegTimer> watchTimer = Optional.empty();
  private boolean hearsTones;

  /** A GetDigits begins. */
  void collect(CollectingDigits digits) {
    collecting = Optional.of(digits);
    digits.start();
  }

  /** Whether a GetDigits took a key. */
  boolean collected(char digit) {
    Optional<CollectingDigits> running = collecting.filter(digits -> !digits.isOver());
    running.ifPresent(digits -> digits.pressed(digit));
    return running.isPresent();
  }

  /** The GetDigits in hand ends; nobody is told. */
  void stopCollecting() {
    collecting.ifPresent(CollectingDigits::stop);
    collecting = Optional.empty();
  }

  /** Listens for digits from now on; takes the place of what was listened for. */
  void watchFor(MediaCommand.ReceiveDigits receive, SipLoop loop, Consumer<String> onMatch) {
    stopWatching();
    DigitsRegex regex = DigitsRegex.of(receive.regex());
    DigitWatch next =
        new DigitWatch(regex::matches, receive.betweenDigits(), receive.flushAfter(), onMatch);
    watch = Optional.of(next);
    watchTimer = Optional.of(new LegTimer(loop, this::watchTimePassed));
  }

  /** A key that nothing else took. */
  void heard(char digit) {
    watch.ifPresent(registered -> registered.pressed(System.nanoTime(), digit));
    setWatchTimer();
  }

  private void watchTimePassed() {
    watch.ifPresent(registered -> registered.passed(System.nanoTime()));
    setWatchTimer();
  }

  private void setWatchTimer() {
    OptionalLong deadline = watch.map(DigitWatch::deadline).orElse(OptionalLong.empty());
    watchTimer.ifPresent(timer -> timer.set(deadline));
  }

  private void stopWatching() {
    watch = Optional.empty();
    setWatchTimer();
  }

  /**
   * Hears keys in the audio from now on, until the stream is closed.
   *
   * @param listener told on a virtual thread
   */
  void hearTones(RtpStream stream, DigitListener listener) {
    if (!hearsTones) {
      hearsTones = true;
      AudioReader ear = stream.openReader();
      NodeContext.offLoop(() -> hear(ear, new DtmfDetector(listener)));
    }
  }

  private static void hear(AudioReader ear, DtmfDetector detector) {
    short[] frame = new short[RtpStream.FRAME_SAMPLES];
    try {
      while (ear.read(frame)) {
        detector.hear(frame, 0, frame.length);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The leg is gone. */
  void close() {
    stopCollecting();
    stopWatching();
  }
}
