package org.carillon.media.ivr.recording;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A folder of recordings that nobody else touches: a lock on a file in it is held until it is given
 * back, and ends with the process, also when that is killed. The folder may be on a file system
 * that several machines share, when its locks hold between them.
 */
final class SpoolFolder {
  private static final String LOCK = "lock";
  private static final String ENDING = ".node";
  private static final String UNFINISHED = ".new";
  private static final Duration ABANDONED = Duration.ofHours(1);

  /**
   * What this JVM holds. A look here comes before the file is opened: POSIX gives a process's lock
   * up when it closes any channel of the file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final Path key;
  private final FileChannel lock;

  private SpoolFolder(Path path, Path key, FileChannel lock) {
    this.path = path;
    this.key = key;
    this.lock = lock;
  }

  /**
   * Makes a new one. It gets its name when its lock is held, so that nobody takes it for one whose
   * owner is dead.
   *
   * @throws IOException also when the file system has no locks
   */
  static SpoolFolder make(Path spool) throws IOException {
    Path real = spool.toRealPath();
    String name = UUID.randomUUID().toString();
    Path unfinished = Files.createDirectory(real.resolve(name + UNFINISHED));
    Path path = real.resolve(name + ENDING);
    HELD.add(path);
    Optional<FileChannel> lock = Optional.empty();
    try {
      lock = lock(unfinished);
      if (lock.isEmpty()) {
        throw new IOException("the lock of a new folder in " + spool + " is held by another");
      }
      Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
      return new SpoolFolder(path, path, lock.get());
    } catch (IOException e) {
      HELD.remove(path);
      if (lock.isPresent()) {
        lock.get().close();
      }
      throw e;
    }
  }

  /** The folders in a spool that processes made, whether these live or not. */
  static List<Path> all(Path spool) throws IOException {
    try (Stream<Path> files = Files.list(spool)) {
      return files.filter(SpoolFolder::isOne).toList();
    }
  }

  private static boolean isOne(Path path) {
    String name = path.getFileName().toString();
    return name.endsWith(ENDING) || (name.endsWith(UNFINISHED) && isAbandoned(path));
  }

  /** Its process died between making it and giving it its name. */
  private static boolean isAbandoned(Path path) {
    try {
      return Files.getLastModifiedTime(path).toInstant().plus(ABANDONED).isBefore(Instant.now());
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Takes a folder whose owner is dead, or that never had one.
   *
   * @return empty when its owner lives, or it is gone
   */
  static Optional<SpoolFolder> take(Path folder) throws IOException {
    Path key;
    try {
      key = folder.toRealPath();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (!HELD.add(key)) {
      return Optional.empty();
    }
    Optional<FileChannel> lock = Optional.empty();
    try {
      lock = lock(folder);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } finally {
      if (lock.isEmpty()) {
        HELD.remove(key);
      }
    }
    return lock.map(held -> new SpoolFolder(folder, key, held));
  }

  private static Optional<FileChannel> lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock held = null;
    try {
      held = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return Optional.empty(); // of this process, by another class loader
    } finally {
      if (held == null) {
        channel.close();
      }
    }
    return Optional.ofNullable(held).map(_ -> channel);
  }

  Path path() {
    return path;
  }

  /** Whether others removed it: a node that was cut off from its file system is taken for dead. */
  boolean isGone() {
    return Files.notExists(path.resolve(LOCK)); // not: cannot be seen now
  }

  /** The sounds in a folder. */
  static List<Path> sounds(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(Spooled.SOUND)).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** Gives it back with what is in it, for others. */
  void giveBack() throws IOException {
    try {
      lock.close();
    } finally {
      HELD.remove(key);
    }
  }

  /** Gives it back, and removes it where no sound is in it. Others may do the same meanwhile. */
  void remove() throws IOException {
    if (!sounds(path).isEmpty()) {
      giveBack();
      return;
    }
    try (Stream<Path> files = Files.list(path)) {
      // notes of sounds that never were, and the lock: who gets it from now on finds nothing
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      return;
    } finally {
      giveBack(); // before the folder: NFS keeps the names of open files
    }
    try {
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException e) {
      // somebody else looks at it now, and removes it
    } catch (FileSystemException e) {
      throw new IOException("The folder " + path + " cannot be removed: " + e.getMessage(), e);
    }
  }
}
