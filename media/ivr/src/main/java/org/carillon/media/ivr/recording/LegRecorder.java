package org.carillon.media.ivr.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.carillon.media.rtp.AudioReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records one or two ways of a leg as they happened: each second of the call is a second of the
 * file, in silence where nothing came, so that the channels of a stereo file are side by side.
 *
 * <p>A thread of its own reads from the bounded rings of the stream and writes the file; the packet
 * path never waits. It is no virtual one: a file system that does not answer would keep its carrier
 * from the calls. The methods may be called from any thread.
 */
public final class LegRecorder {
  private static final Logger log = LoggerFactory.getLogger(LegRecorder.class);

  private static final long SAMPLE_NANOS = 125_000;
  private static final long LOOK_NANOS = 100_000_000L;
  // packets later than this are left out; also the time a pause's last tone is written back into
  private static final int DELAY = 400 * 8;

  /** Why a recording ended. */
  public enum End {
    /** By {@link #stop}, or with the leg. */
    STOPPED,
    /** It is as long as it may be. */
    LONGEST,
    /** Nothing was said for so long. */
    SILENCE
  }

  /**
   * What ends a recording by itself.
   *
   * @param longest how long it may be
   * @param silence how much silence ends it; empty: none does
   * @param threshold the mean of the samples' absolute values below which there is silence
   */
  public record Limits(Duration longest, Optional<Duration> silence, int threshold) {
    /** Nothing but {@link LegRecorder#stop} and the leg's end. */
    public static final Limits NONE = new Limits(Duration.ofDays(1), Optional.empty(), 0);
  }

  private final Recording recording;
  private final List<AudioReader> readers;
  private final Track[] tracks;
  private final Limits limits;
  private final PauseMarks pauses = new PauseMarks();
  private final CompletableFuture<End> ended = new CompletableFuture<>();
  private final short[] block;
  private final long begin = System.nanoTime();
  private volatile long stoppedAt = -1;
  private volatile Thread writer;

  // the writer's own
  private long written;
  private long silent;

  private LegRecorder(Recording recording, List<AudioReader> readers, Limits limits) {
    this.recording = recording;
    this.readers = readers;
    this.limits = limits;
    this.tracks = readers.stream().map(reader -> new Track(reader, begin)).toArray(Track[]::new);
    this.block = new short[Track.WINDOW * tracks.length];
  }

  /**
   * Begins to record; the readers are the recorder's from now on.
   *
   * @param readers one for each channel
   */
  public static LegRecorder start(Recording recording, List<AudioReader> readers, Limits limits) {
    LegRecorder recorder = new LegRecorder(recording, List.copyOf(readers), limits);
    recorder.writer =
        Thread.ofPlatform().daemon().name("leg-recorder").unstarted(() -> recorder.run());
    recorder.writer.start();
    return recorder;
  }

  /** Completes when all is in the file, on the recorder's thread; never exceptionally. */
  public CompletableFuture<End> ended() {
    return ended;
  }

  /** The recording; to be delivered once {@link #ended}. */
  public Recording recording() {
    return recording;
  }

  /** Silence and a tone from now on. */
  public void pause() {
    pauses.pause(now());
  }

  /** The leg again, after a tone. */
  public void resume() {
    pauses.resume(now());
  }

  /** Ends it now. Nothing happens when it is over. */
  public void stop() {
    synchronized (this) {
      if (stoppedAt < 0) {
        stoppedAt = now();
      }
    }
    LockSupport.unpark(writer);
  }

  private long now() {
    return (System.nanoTime() - begin) / SAMPLE_NANOS;
  }

  private void run() {
    End end = End.STOPPED;
    try {
      Optional<End> reached = Optional.empty();
      while (stoppedAt < 0 && reached.isEmpty()) {
        LockSupport.parkNanos(this, LOOK_NANOS);
        reached = record(now() - DELAY);
      }
      readers.forEach(AudioReader::close);
      end = reached.or(() -> last()).orElse(End.STOPPED);
    } catch (IOException e) {
      log.error("A recording ends early, the spool takes no more: {}", e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("A recording ends early. Report this as a defect.", e);
    } finally {
      readers.forEach(AudioReader::close);
      ended.complete(end);
    }
  }

  private Optional<End> last() {
    try {
      return record(stoppedAt);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Brings all before a time to the file; says when a limit is reached. */
  private Optional<End> record(long until) throws IOException, InterruptedException {
    long most = limits.longest.toMillis() * 8;
    long goal = Math.min(until, most);
    do {
      for (Track track : tracks) {
        track.read(written);
      }
      int n = (int) Math.min(goal - written, Track.WINDOW / 2);
      if (n > 0 && write(n)) {
        return Optional.of(End.SILENCE);
      }
    } while (written < goal);
    return written >= most ? Optional.of(End.LONGEST) : Optional.empty();
  }

  /** Writes the next samples; whether there has been silence for long enough. */
  private boolean write(int n) throws IOException {
    for (int i = 0; i < tracks.length; i++) {
      tracks[i].take(written, n, block, i, tracks.length);
    }
    pauses.apply(block, tracks.length, written, n);
    recording.write(block, n * tracks.length);
    written += n;
    return limits.silence.isPresent() && isSilentSince(n) >= limits.silence.get().toMillis() * 8;
  }

  private long isSilentSince(int n) {
    // in pieces, for a word may be short beside the block
    int piece = 160;
    for (int from = 0; from < n; from += piece) {
      int to = Math.min(n, from + piece);
      long sum = 0;
      for (int i = from * tracks.length; i < to * tracks.length; i++) {
        sum += Math.abs(block[i]);
      }
      boolean quiet = sum < (long) limits.threshold * (to - from) * tracks.length;
      silent = quiet ? silent + to - from : 0;
    }
    return silent;
  }
}
