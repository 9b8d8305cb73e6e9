package org.carillon.media.node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.carillon.core.calls.ActionError;
import org.carillon.core.calls.MediaCommand;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.ivr.Playback;
import org.carillon.media.ivr.PromptPlayer;
import org.carillon.media.rtp.RtpStream;

/**
 * What one leg hears: the prompts of its commands, fetched ahead and played to its stream. Owned by
 * the SIP loop of the leg; loading and playing happen on virtual threads that come back to the
 * loop.
 */
final class LegAudio {

  /** Runs a task on the leg's loop; drops it when the loop is gone. */
  @FunctionalInterface
  interface OnLoop {
    void execute(Runnable task);
  }

  private final PromptLoader loader;
  private final RtpStream stream;
  private final PromptPlayer player;
  private final OnLoop loop;

  /** What was fetched ahead, by command identity within the list in hand. */
  private final Map<MediaCommand, CompletableFuture<PcmAudio>> ahead = new HashMap<>();

  private Optional<Playback> playing = Optional.empty();
  private String terminators = "";
  private boolean closed;

  /** Counts what was to be played, so that what was stopped while it loaded is not played. */
  private int asked;

  LegAudio(PromptLoader loader, RtpStream stream, OnLoop loop) {
    this.loader = loader;
    this.stream = stream;
    this.player = new PromptPlayer(stream);
    this.loop = loop;
  }

  /** Starts to fetch what the commands of a list need (ten at most, the limit of a response). */
  void prepare(List<MediaCommand> commands) {
    ahead.clear();
    for (MediaCommand command : commands) {
      switch (command) {
        case MediaCommand.PlayAudio play -> ahead.computeIfAbsent(play, _ -> loader.load(play));
        case MediaCommand.Speak speak -> ahead.computeIfAbsent(speak, _ -> loader.load(speak));
        default -> {}
      }
    }
  }

  /** Plays a WAV object; a key of its terminators ends it early. */
  void play(MediaCommand.PlayAudio play, CommandRunner.Done done) {
    play(fetched(play, () -> loader.load(play)), play.repeat(), play.terminators(), done);
  }

  /** Speaks a text. */
  void speak(MediaCommand.Speak speak, CommandRunner.Done done) {
    play(fetched(speak, () -> loader.load(speak)), 1, "", done);
  }

  /** A key was pressed by the caller. */
  void onDigit(char digit) {
    if (terminators.indexOf(digit) >= 0) {
      playing.ifPresent(Playback::cancel);
    }
  }

  /** Stops what plays, or would play once it is loaded; nobody waits for it any more. */
  void stop() {
    asked++;
    playing = Optional.empty();
    terminators = "";
    player.stop();
  }

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

  /** The leg is gone: stops what plays and frees the ports. */
  void close() {
    closed = true;
    player.stop();
    stream.close();
  }

  private CompletableFuture<PcmAudio> fetched(
      MediaCommand command, Supplier<CompletableFuture<PcmAudio>> load) {
    CompletableFuture<PcmAudio> audio = ahead.get(command);
    return audio != null ? audio : load.get();
  }

  private void play(
      CompletableFuture<PcmAudio> audio, int times, String endedBy, CommandRunner.Done done) {
    int mine = ++asked;
    Consumer<Optional<ActionError>> end =
        error -> {
          if (mine == asked) {
            playing = Optional.empty();
            terminators = "";
            done.accept(error);
          }
        };
    var _ =
        audio.whenComplete(
            (sound, failure) ->
                loop.execute(
                    () -> {
                      if (failure != null) {
                        end.accept(Optional.of(PromptLoader.errorOf(failure)));
                      } else if (!closed && mine == asked) {
                        begin(sound, times, endedBy, end);
                      }
                    }));
  }

  private void begin(
      PcmAudio sound, int times, String endedBy, Consumer<Optional<ActionError>> end) {
    Playback playback = player.play(sound, times);
    playing = Optional.of(playback);
    terminators = endedBy;
    var _ = playback.done().thenAccept(_ -> loop.execute(() -> end.accept(Optional.empty())));
  }
}
