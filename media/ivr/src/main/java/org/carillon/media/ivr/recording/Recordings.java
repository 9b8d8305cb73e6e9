package org.carillon.media.ivr.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.carillon.core.ports.ObjectName;
import org.carillon.core.ports.Objects;
import org.carillon.core.ports.PortUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recordings on their way to their buckets: written to a spool folder while they are made, then
 * delivered. What a bucket does not take now is tried again every minute, and what a process left
 * behind that died is delivered by the next one. Safe for use by many threads.
 */
public final class Recordings implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Recordings.class);

  private static final Duration RETRY = Duration.ofMinutes(1);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final int PUTS_AT_ONCE = 4;
  private static final String CONTENT_TYPE = "audio/wav";
  private static final String REFUSED = "refused";

  private final Path spool;
  private final Objects objects;
  // each holds pieces of its file only; calls and prompts want some of the network too
  private final Semaphore puts = new Semaphore(PUTS_AT_ONCE);
  private final Queue<Late> late = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService again =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("recording-delivery").factory());

  private final AtomicInteger open = new AtomicInteger();

  private record Late(Spooled spooled, Duration length) {}

  private Recordings(Path spool, Objects objects) {
    this.spool = spool;
    this.objects = objects;
  }

  /**
   * Opens a spool folder, made if it is not there; no other process may use it. What is in it is
   * delivered soon.
   *
   * @throws IOException when the folder cannot be made or read
   */
  public static Recordings open(Path spool, Objects objects) throws IOException {
    return open(spool, objects, RETRY);
  }

  static Recordings open(Path spool, Objects objects, Duration retry) throws IOException {
    Files.createDirectories(spool);
    Recordings made = new Recordings(spool, objects);
    made.findLeft();
    var _ =
        made.again.scheduleWithFixedDelay(
            made::deliverLate, 0, retry.toMillis(), TimeUnit.MILLISECONDS);
    return made;
  }

  private void findLeft() throws IOException {
    try (Stream<Path> files = Files.list(spool)) {
      for (Path sound : files.filter(file -> file.toString().endsWith(Spooled.SOUND)).toList()) {
        try {
          Duration length = SpoolFile.repair(sound);
          late.add(new Late(Spooled.read(sound), length));
          log.info("A recording of {} s was left behind and is delivered now.", length.toSeconds());
        } catch (IOException e) {
          log.error("The recording {} cannot be delivered: {}", sound, e.getMessage());
        }
      }
    }
  }

  /**
   * Begins a recording.
   *
   * @param metadata the object's; {@code recording-duration} in seconds and {@code
   *     recording-audio-file-format} are added at its end
   * @param channels 1 or 2
   * @throws IllegalArgumentException when there can be no such bucket or key
   * @throws UncheckedIOException when the disk does not take it
   */
  public Recording begin(String bucket, String key, Map<String, String> metadata, int channels) {
    ObjectName.check(bucket, key);
    Path sound = spool.resolve(UUID.randomUUID() + Spooled.SOUND);
    Spooled spooled = new Spooled(sound, bucket, key, metadata);
    try {
      spooled.write();
      SpoolFile file = SpoolFile.create(sound, channels);
      open.incrementAndGet();
      return new Recording(this, spooled, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * {@link #begin} where the bucket takes it, as far as can be told. While the store does not
   * answer it is begun, and delivered later.
   *
   * @throws BucketRefusesException when there is no such bucket, or it takes no such object
   * @throws IllegalArgumentException as {@link #begin}
   * @throws UncheckedIOException as {@link #begin}
   */
  public Recording beginWhereTaken(
      String bucket, String key, Map<String, String> metadata, int channels) {
    ObjectName.check(bucket, key);
    try {
      if (!objects.accepts(bucket, key)) {
        throw new BucketRefusesException(
            "The bucket "
                + bucket
                + " is not there or may not be written to: s3:PutObject for the recordings is"
                + " needed.");
      }
    } catch (BucketRefusesException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new BucketRefusesException(e.getMessage());
    } catch (PortUnavailableException e) {
      log.warn("Whether s3://{}/{} can be stored is not known: {}", bucket, key, e.getMessage());
    }
    return begin(bucket, key, metadata, channels);
  }

  /** How many recordings wait for their bucket. */
  public int waiting() {
    return late.size();
  }

  CompletableFuture<Void> deliver(Spooled spooled, Duration length) {
    CompletableFuture<Void> delivered = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            put(spooled, length);
            delivered.complete(null);
          } catch (IOException | RuntimeException | Error e) {
            delivered.completeExceptionally(e);
          } finally {
            ended();
          }
        });
    return delivered;
  }

  /** One recording less is being made or delivered. */
  void ended() {
    open.decrementAndGet();
  }

  private void put(Spooled spooled, Duration length) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>(spooled.metadata());
    metadata.put("recording-duration", Long.toString(length.toSeconds()));
    metadata.put("recording-audio-file-format", "wav");
    puts.acquireUninterruptibly();
    try {
      objects.put(spooled.bucket(), spooled.key(), spooled.sound(), CONTENT_TYPE, metadata);
      spooled.delete();
    } catch (PortUnavailableException | UncheckedIOException | IOException e) {
      log.warn(
          "The recording s3://{}/{} is kept and delivered later: {}",
          spooled.bucket(),
          spooled.key(),
          e.getMessage());
      late.add(new Late(spooled, length));
      throw e;
    } catch (IllegalArgumentException e) {
      log.error(
          "The recording s3://{}/{} cannot be stored, it is kept in the folder {}: {}",
          spooled.bucket(),
          spooled.key(),
          spool.resolve(REFUSED),
          e.getMessage());
      spooled.setAside(spool.resolve(REFUSED));
      throw e;
    } finally {
      puts.release();
    }
  }

  private void deliverLate() {
    List<Late> all = new ArrayList<>();
    for (Late one = late.poll(); one != null; one = late.poll()) {
      all.add(one);
    }
    for (Late one : all) {
      try {
        put(one.spooled, one.length);
      } catch (IOException | RuntimeException e) {
        log.debug("Not delivered yet: {}", one.spooled.key(), e);
      }
    }
  }

  /**
   * Waits a few seconds for what is being delivered, and stops. What is left is delivered at the
   * next start.
   */
  @Override
  public void close() {
    long deadline = System.nanoTime() + CLOSE_LIMIT.toNanos();
    while (open.get() > 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
    again.close();
  }
}
