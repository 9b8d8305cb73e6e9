package org.carillon.media.node;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.carillon.core.calls.ActionError;
import org.carillon.core.calls.CallEvent;
import org.carillon.core.calls.MediaCommand;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.ivr.Playback;
import org.carillon.media.ivr.PromptPlayer;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.rtp.StreamClosedException;
import org.carillon.media.sip.SipLoop;

/**
 * What one leg hears and says: the prompts of its commands, fetched ahead and played to its stream,
 * its keys both ways, and its recordings. Owned by the SIP loop of the leg; loading, playing and
 * recording happen on virtual threads that come back to the loop.
 */
final class LegAudio {

  /** Runs a task on the leg's loop; drops it when the loop is gone. */
  @FunctionalInterface
  interface OnLoop {
    void execute(Runnable task);
  }

  private static final Duration PASSED_KEY = Duration.ofMillis(100);
  private static final int MOST_PASSING = 32;

  private final NodeContext node;
  private final RtpStream stream;
  private final PromptPlayer player;
  private final SipLoop sipLoop;
  private final OnLoop loop;
  private final LegKeys keys = new LegKeys();
  private final LegRecordings recordings;

  /** What was fetched ahead, by command identity within the list in hand. */
  private final Map<MediaCommand, CompletableFuture<PcmAudio>> ahead = new HashMap<>();

  private Consumer<Character> alsoTo = _ -> {};
  private Optional<Consumer<Character>> asking = Optional.empty();
  private Optional<Playback> playing = Optional.empty();
  private String terminators = "";
  private Optional<Thread> sendingDigits = Optional.empty();

  /** Counts prompts: one that was stopped while it was fetched is not played. */
  private int prompts;

  /** Keys of the other leg that are being pressed here. */
  private int passing;

  private boolean closed;

  LegAudio(NodeContext node, RtpStream stream, SipLoop loop) {
    this.node = node;
    this.stream = stream;
    this.player = new PromptPlayer(stream);
    this.sipLoop = loop;
    this.loop = task -> NodeContext.onLoop(loop, task);
    this.recordings = new LegRecordings(stream, this.loop);
  }

  /** The leg's recordings. */
  LegRecordings recordings() {
    return recordings;
  }

  /** Starts to fetch what the commands of a list need (ten at most, the limit of a response). */
  void prepare(List<MediaCommand> commands) {
    ahead.clear();
    for (MediaCommand command : commands) {
      switch (command) {
        case MediaCommand.Prompt prompt -> fetch(prompt);
        case MediaCommand.GetDigits digits -> {
          fetch(digits.prompt());
          digits.failurePrompt().ifPresent(this::fetch);
        }
        default -> {}
      }
    }
  }

  private void fetch(MediaCommand.Prompt prompt) {
    var _ = ahead.computeIfAbsent(prompt, _ -> load(prompt));
  }

  private CompletableFuture<PcmAudio> load(MediaCommand.Prompt prompt) {
    return switch (prompt) {
      case MediaCommand.PlayAudio play -> node.loader().load(play);
      case MediaCommand.Speak speak -> node.loader().load(speak);
    };
  }

  private CompletableFuture<PcmAudio> fetched(MediaCommand.Prompt prompt) {
    CompletableFuture<PcmAudio> audio = ahead.get(prompt);
    return audio != null ? audio : load(prompt);
  }

  // ---- what it hears

  /** Plays a WAV object; a key of its terminators ends it early. */
  void play(MediaCommand.PlayAudio play, CommandRunner.Done done) {
    play(fetched(play), play.repeat(), play.terminators(), done::accept);
  }

  /** Speaks a text. */
  void speak(MediaCommand.Speak speak, CommandRunner.Done done) {
    play(fetched(speak), 1, "", done::accept);
  }

  /** Plays a prompt that is a part of a command; its keys are the command's. */
  void playPart(MediaCommand.Prompt prompt, Consumer<Optional<ActionError>> end) {
    int times = prompt instanceof MediaCommand.PlayAudio play ? play.repeat() : 1;
    play(fetched(prompt), times, "", end);
  }

  private void play(
      CompletableFuture<PcmAudio> audio,
      int times,
      String endedBy,
      Consumer<Optional<ActionError>> end) {
    int mine = ++prompts;
    var _ =
        audio.whenComplete(
            (sound, failure) ->
                loop.execute(
                    () -> {
                      if (closed || mine != prompts) {
                        return; // stopped meanwhile
                      }
                      if (failure != null) {
                        end.accept(Optional.of(PromptLoader.errorOf(failure)));
                      } else {
                        begin(mine, sound, times, endedBy, end);
                      }
                    }));
  }

  private void begin(
      int mine, PcmAudio sound, int times, String endedBy, Consumer<Optional<ActionError>> end) {
    Playback playback = player.play(sound, times);
    playing = Optional.of(playback);
    terminators = endedBy;
    var _ = playback.done().thenAccept(_ -> loop.execute(() -> ended(mine, end)));
  }

  private void ended(int mine, Consumer<Optional<ActionError>> end) {
    if (mine == prompts) {
      playing = Optional.empty();
      terminators = "";
      end.accept(Optional.empty());
    }
  }

  /** Stops the prompt that plays or is fetched. */
  void quiet() {
    prompts++;
    playing = Optional.empty();
    terminators = "";
    player.stop();
  }

  // ---- its keys

  /** Who takes the keys from now on, beside what else wants them. */
  void keysTo(Consumer<Character> taker) {
    alsoTo = taker;
  }

  /** Something asks for keys, and takes all of them from now on. */
  void askedBy(Consumer<Character> taker) {
    asking = Optional.of(taker);
  }

  /** {@link #askedBy} is over. */
  void askedNoMore() {
    asking = Optional.empty();
  }

  /** Hears the keys that the other side presses as telephone-events. */
  void hearKeys() {
    stream.onDigits(this::pressed);
  }

  /** Hears keys in the audio: the peer knows no telephone-event. */
  void hearTones() {
    keys.hearTones(stream, this::pressed);
  }

  /** Any thread. */
  private void pressed(char digit) {
    if (!NodeContext.offer(sipLoop, () -> onDigit(digit))) {
      node.meters().keyDropped();
    }
  }

  /** A key was pressed by the other side. The first that wants it has it. */
  private void onDigit(char digit) {
    if (asking.isPresent()) {
      asking.get().accept(digit);
      return;
    }
    alsoTo.accept(digit);
    if (keys.collected(digit) || recordings.ended(digit)) {
      return;
    }
    if (terminators.indexOf(digit) >= 0) {
      playing.ifPresent(Playback::cancel);
    } else {
      keys.heard(digit);
    }
  }

  /** Plays a prompt and collects digits. */
  void getDigits(MediaCommand.GetDigits get, ApplicationSession session, CommandRunner.Done done) {
    keys.collect(new CollectingDigits(get, this, session.loop(), done));
  }

  /** Listens for digits while other commands run; done at once. */
  void receiveDigits(
      MediaCommand.ReceiveDigits receive, ApplicationSession session, CommandRunner.Done done) {
    keys.watchFor(
        receive,
        session.loop(),
        digits ->
            session.report(
                new CallEvent.DigitsReceived(receive.callId(), receive.parameters(), digits)));
    done.accept(Optional.empty());
  }

  /** Presses keys. */
  void sendDigits(MediaCommand.SendDigits send, CommandRunner.Done done) {
    sendingDigits =
        Optional.of(
            Thread.startVirtualThread(
                () -> {
                  try {
                    stream.sendDigits(send.digits(), send.tone());
                    loop.execute(() -> done.accept(Optional.empty()));
                  } catch (StreamClosedException _) {
                    // the leg is gone, and so is who waits
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt(); // stopped; nobody waits
                  } catch (IllegalStateException | IllegalArgumentException _) {
                    loop.execute(() -> done.accept(Optional.of(ActionError.SYSTEM)));
                  }
                }));
  }

  /**
   * Presses one key that was pressed on the other leg; a peer that presses faster than keys can be
   * passed on loses some.
   */
  void passOn(char key) {
    if (closed || passing == MOST_PASSING) {
      return;
    }
    passing++;
    Thread.startVirtualThread(
        () -> {
          try {
            stream.sendDigits(String.valueOf(key), PASSED_KEY);
          } catch (StreamClosedException | IllegalStateException _) {
            // the leg is gone, or has no way to hear keys
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          } finally {
            loop.execute(() -> passing--);
          }
        });
  }

  // ---- its line

  /** The line of packets to and from the leg's peer. */
  RtpStream stream() {
    return stream;
  }

  /**
   * Lets two legs hear each other, until one of them ends. Prompts of either are still heard by its
   * leg alone, and take the line for as long as they last; digits and recordings of both go on.
   */
  void bridge(LegAudio other) {
    if (!closed && !other.closed) {
      stream.bridge(other.stream);
    }
  }

  // ---- the end

  /** Stops the command in hand; nobody waits for it any more. */
  void stop() {
    keys.stopCollecting();
    recordings.stopRecordAudio();
    sendingDigits.ifPresent(Thread::interrupt);
    sendingDigits = Optional.empty();
    quiet();
  }

  /** The leg is gone: stops what plays and is recorded, and frees the ports. */
  void close() {
    closed = true;
    var _ = recordings.close();
    keys.close();
    quiet();
    stream.close();
  }
}
