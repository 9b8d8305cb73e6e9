package org.carillon.media.ivr;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.rtp.StreamClosedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays prompts to one stream, one at a time: a new one stops the one before. Each playback runs on
 * a virtual thread of its own, which encodes the sound and waits on the stream's ring.
 */
public final class PromptPlayer {
  private static final Logger log = LoggerFactory.getLogger(PromptPlayer.class);

  // written in pieces of 100 ms, so that a cancelled prompt stops encoding soon
  private static final int PIECE = 5 * RtpStream.FRAME_SAMPLES;

  private final RtpStream stream;
  private final AtomicReference<Running> current = new AtomicReference<>();

  /** A player for a stream; make one for each stream. */
  public PromptPlayer(RtpStream stream) {
    this.stream = stream;
  }

  /**
   * Starts to play. Returns at once.
   *
   * @param times how often, at least 1; {@link Integer#MAX_VALUE} for a ringback tone that goes on
   *     until it is cancelled
   * @throws IllegalArgumentException when {@code times} is below 1
   */
  public Playback play(PcmAudio audio, int times) {
    if (times < 1) {
      throw new IllegalArgumentException("a prompt is played at least once, not " + times);
    }
    Running next = new Running(audio, times);
    Running before = current.getAndSet(next);
    next.thread =
        Thread.ofVirtual()
            .name("prompt-player")
            .unstarted(
                () -> {
                  if (before != null) {
                    before.cancel();
                    before.done.join();
                  }
                  next.run();
                });
    next.thread.start();
    return next;
  }

  /** Stops what is playing, if anything is. */
  public void stop() {
    Running running = current.get();
    if (running != null) {
      running.cancel();
    }
  }

  private final class Running implements Playback {
    private final CompletableFuture<Outcome> done = new CompletableFuture<>();
    private final PcmAudio audio;
    private final int times;
    private volatile Thread thread;
    private volatile boolean cancelled;

    Running(PcmAudio audio, int times) {
      this.audio = audio;
      this.times = times;
    }

    @Override
    public CompletableFuture<Outcome> done() {
      return done;
    }

    @Override
    public void cancel() {
      if (!done.isDone()) {
        cancelled = true;
        Thread player = thread;
        if (player != null) {
          player.interrupt();
        }
      }
    }

    void run() {
      Outcome outcome;
      try {
        outcome = playAll() ? Outcome.COMPLETED : Outcome.CANCELLED;
      } catch (InterruptedException _) {
        outcome = Outcome.CANCELLED;
      } catch (StreamClosedException _) {
        outcome = Outcome.STREAM_CLOSED;
      } catch (RuntimeException e) {
        log.error("Playback failed, the caller hears silence instead. Report this as a defect.", e);
        outcome = Outcome.CANCELLED;
      }
      if (outcome == Outcome.CANCELLED) {
        stream.clear();
      }
      current.compareAndSet(this, null);
      done.complete(outcome);
    }

    private boolean playAll() throws StreamClosedException, InterruptedException {
      short[] samples = audio.samples();
      if (samples.length == 0) {
        return true;
      }
      long end = 0;
      for (int round = 0; round < times; round++) {
        for (int offset = 0; offset < samples.length; offset += PIECE) {
          if (cancelled) {
            return false;
          }
          end = stream.write(samples, offset, Math.min(PIECE, samples.length - offset));
        }
      }
      stream.awaitSent(end);
      return !cancelled;
    }
  }
}
