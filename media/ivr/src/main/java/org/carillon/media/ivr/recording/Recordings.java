package org.carillon.media.ivr.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.carillon.core.ports.ObjectName;
import org.carillon.core.ports.Objects;
import org.carillon.core.ports.PortUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recordings on their way to their buckets: written to a spool folder while they are made, then
 * delivered. What a bucket does not take now is tried again every minute.
 *
 * <p>Several processes may share the spool, also of several machines when the locks of its file
 * system hold between them (NFS 4). Each writes in a folder of its own, which it locks for as long
 * as it lives; every minute it looks for folders whose lock nobody holds and delivers what is in
 * them. So what a process that died left behind is delivered by another, or by the next.
 *
 * <p>Files are touched on threads of their own: a file system that does not answer holds up
 * recordings, and neither packets nor calls. Safe for use by many threads.
 */
public final class Recordings implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Recordings.class);

  private static final Duration RETRY = Duration.ofMinutes(1);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(1);
  private static final Duration BEGIN_LIMIT = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final int FILES_AT_ONCE = 8;
  // each holds pieces of its file only; calls and prompts want some of the network too
  private static final int PUTS_AT_ONCE = 4;
  private static final String CONTENT_TYPE = "audio/wav";
  private static final String REFUSED = "refused";

  private final Path spool;
  private final Objects objects;
  private final Queue<Path> late = new ConcurrentLinkedQueue<>();
  private final ExecutorService files =
      Executors.newFixedThreadPool(FILES_AT_ONCE, threads("recording-files"));
  private final ExecutorService puts =
      Executors.newFixedThreadPool(PUTS_AT_ONCE, threads("recording-delivery"));
  private final ScheduledExecutorService again =
      Executors.newSingleThreadScheduledExecutor(threads("recording-spool"));
  private final AtomicInteger open = new AtomicInteger();
  private volatile SpoolFolder own;

  /** Folders of others that are gone, for one look; of the thread that looks for them. */
  private final List<SpoolFolder> taken = new ArrayList<>();

  private Recordings(Path spool, Objects objects, SpoolFolder own) {
    this.spool = spool;
    this.objects = objects;
    this.own = own;
  }

  // not virtual: a file that does not answer keeps the carrier of a virtual thread from all others
  private static ThreadFactory threads(String name) {
    return Thread.ofPlatform().daemon().name(name).factory();
  }

  /**
   * Opens a spool folder, made if it is not there. What others left in it is delivered soon.
   *
   * @throws IOException when the folder cannot be made, read or locked
   */
  public static Recordings open(Path spool, Objects objects) throws IOException {
    return open(spool, objects, RETRY);
  }

  static Recordings open(Path spool, Objects objects, Duration retry) throws IOException {
    Files.createDirectories(spool);
    Recordings made = new Recordings(spool, objects, SpoolFolder.make(spool));
    var _ =
        made.again.scheduleWithFixedDelay(
            made::deliverLate, 0, retry.toMillis(), TimeUnit.MILLISECONDS);
    return made;
  }

  /**
   * Begins a recording.
   *
   * @param metadata the object's; {@code recording-duration} in seconds and {@code
   *     recording-audio-file-format} are added at its end
   * @param channels 1 or 2
   * @throws IllegalArgumentException when there can be no such bucket or key
   * @throws UncheckedIOException when the disk does not take it, or does not answer for ten seconds
   */
  public Recording begin(String bucket, String key, Map<String, String> metadata, int channels) {
    ObjectName.check(bucket, key);
    CompletableFuture<Recording> made =
        CompletableFuture.supplyAsync(() -> make(bucket, key, metadata, channels), files);
    try {
      return made.get(BEGIN_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      throw e.getCause() instanceof UncheckedIOException failure
          ? failure
          : new CompletionException(e.getCause());
    } catch (TimeoutException e) {
      var _ = made.thenAccept(Recording::discard);
      throw new UncheckedIOException(
          new IOException("the spool " + spool + " does not answer; look at its file system", e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var _ = made.thenAccept(Recording::discard);
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }

  private Recording make(String bucket, String key, Map<String, String> metadata, int channels) {
    Path sound = own.path().resolve(UUID.randomUUID() + Spooled.SOUND);
    Spooled spooled = new Spooled(sound, bucket, key, metadata, channels);
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

  /** How many recordings of this process wait for their bucket. */
  public int waiting() {
    return late.size();
  }

  CompletableFuture<Void> deliver(Spooled spooled, SpoolFile file) {
    CompletableFuture<Void> delivered = new CompletableFuture<>();
    try {
      puts.execute(
          () -> {
            try {
              finish(spooled, file);
              put(spooled, file.length());
              delivered.complete(null);
            } catch (IOException | RuntimeException | Error e) {
              delivered.completeExceptionally(e);
            } finally {
              ended();
            }
          });
    } catch (RejectedExecutionException e) { // closed: another node or the next start delivers it
      ended();
      delivered.completeExceptionally(e);
    }
    return delivered;
  }

  /** One recording less is being made or delivered. */
  void ended() {
    open.decrementAndGet();
  }

  private void finish(Spooled spooled, SpoolFile file) throws IOException {
    try (file) {
      file.finish();
    } catch (IOException e) {
      log.warn("The recording {} is not finished yet: {}", spooled.sound(), e.getMessage());
      late.add(spooled.sound());
      throw e;
    }
  }

  private void put(Spooled spooled, Duration length) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>(spooled.metadata());
    metadata.put("recording-duration", Long.toString(length.toSeconds()));
    metadata.put("recording-audio-file-format", "wav");
    try {
      objects.put(spooled.bucket(), spooled.key(), spooled.sound(), CONTENT_TYPE, metadata);
      spooled.delete();
    } catch (IllegalArgumentException e) {
      log.error(
          "The recording s3://{}/{} cannot be stored, it is kept in the folder {}: {}",
          spooled.bucket(),
          spooled.key(),
          spool.resolve(REFUSED),
          e.getMessage());
      setAside(spooled.sound());
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      log.warn(
          "The recording s3://{}/{} is kept and delivered later: {}",
          spooled.bucket(),
          spooled.key(),
          e.getMessage());
      late.add(spooled.sound());
      throw e;
    }
  }

  private void setAside(Path sound) throws IOException {
    try {
      Spooled.setAside(sound, spool.resolve(REFUSED));
    } catch (IOException e) {
      late.add(sound);
      throw e;
    }
  }

  // ---- what was left: here since its bucket did not take it, and by others that are gone

  private void deliverLate() {
    try {
      findOwn();
      findLeft();
    } catch (IOException | RuntimeException e) {
      log.warn("The spool {} cannot be looked through now: {}", spool, e.getMessage(), e);
    }
    List<Callable<Object>> all = new ArrayList<>();
    for (Path sound = late.poll(); sound != null; sound = late.poll()) {
      Path one = sound;
      all.add(Executors.callable(() -> deliverLeft(one)));
    }
    try {
      puts.invokeAll(all);
      leaveTaken();
    } catch (InterruptedException e) { // closed
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      log.warn("A folder of the spool cannot be removed now: {}", e.getMessage(), e);
    }
  }

  /** A new one where others took this process for dead, and its folder. */
  private void findOwn() throws IOException {
    if (own.isGone()) {
      log.error(
          "The folder {} was taken by another node: this one was cut off from the spool for long."
              + " What is recorded now may be lost from then on.",
          own.path());
      SpoolFolder lost = own;
      own = SpoolFolder.make(spool);
      lost.giveBack();
    }
  }

  private void findLeft() throws IOException {
    if (!SpoolFolder.sounds(spool).isEmpty()) { // of a version without folders of processes
      take(spool);
    }
    for (Path folder : SpoolFolder.all(spool)) {
      take(folder);
    }
  }

  private void take(Path folder) throws IOException {
    Optional<SpoolFolder> now = SpoolFolder.take(folder);
    if (now.isPresent()) {
      taken.add(now.get());
      List<Path> sounds = SpoolFolder.sounds(folder);
      late.addAll(sounds);
      log.info("{} recordings were left in {} and are delivered now.", sounds.size(), folder);
    }
  }

  private void deliverLeft(Path sound) {
    try {
      Optional<Spooled> spooled = Spooled.find(sound);
      if (spooled.isPresent()) {
        Duration length = repaired(spooled.get());
        put(spooled.get(), length);
      } else if (Files.exists(sound)) {
        log.error(
            "Nothing says where the recording {} belongs; it is kept in the folder {}.",
            sound,
            spool.resolve(REFUSED));
        setAside(sound);
      } else {
        log.warn("The recording {} was taken by another node.", sound);
      }
    } catch (IOException | RuntimeException e) {
      log.debug("Not delivered yet: {}", sound, e);
    }
  }

  private Duration repaired(Spooled spooled) throws IOException {
    try {
      return SpoolFile.repair(spooled.sound(), spooled.channels());
    } catch (IOException e) {
      late.add(spooled.sound());
      throw e;
    }
  }

  /**
   * Also what is not delivered yet: the store may answer another node, and a lock that is held on
   * would keep that from trying.
   */
  private void leaveTaken() throws IOException {
    for (Iterator<SpoolFolder> each = taken.iterator(); each.hasNext(); ) {
      SpoolFolder folder = each.next();
      each.remove();
      late.removeIf(sound -> sound.getParent().equals(folder.path()));
      leave(folder);
    }
  }

  private void leave(SpoolFolder folder) throws IOException {
    if (folder.path().equals(spool)) {
      folder.giveBack();
    } else {
      folder.remove();
    }
  }

  /**
   * Waits a few seconds for what is being delivered, and stops. What is left is delivered by
   * another process that shares the spool, or at the next start.
   */
  @Override
  public void close() {
    long deadline = System.nanoTime() + CLOSE_LIMIT.toNanos();
    while (open.get() > 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
    again.shutdownNow();
    puts.shutdownNow();
    files.shutdownNow();
    Thread leaving = threads("recording-spool").newThread(this::leaveAll);
    leaving.start();
    try {
      leaving.join(STOP_LIMIT.multipliedBy(4));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives the folders back; where something may still be written or delivered, the end does. */
  private void leaveAll() {
    try {
      boolean quiet = true;
      for (ExecutorService threads : List.of(again, puts, files)) {
        quiet &= threads.awaitTermination(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      }
      if (quiet && open.get() == 0) {
        for (SpoolFolder folder : taken) {
          leave(folder);
        }
        own.remove();
      }
    } catch (IOException e) {
      log.warn("The folder {} stays in the spool: {}", own.path(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
