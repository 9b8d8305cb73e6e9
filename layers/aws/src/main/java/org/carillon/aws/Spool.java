package org.carillon.aws;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.carillon.core.ports.StreamRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that the queue could not take, on local disk, in order (design section 5.7).
 *
 * <p>A folder of segments, each a file of JSON lines. New records go to the last segment, which is
 * brought to the disk before {@code add} returns; the first segment is sent and then deleted. While
 * there is any, every record must go through here, or it would overtake one of its own key.
 */
final class Spool implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

  private static final long SEGMENT_BYTES = 1_000_000;
  private static final String SUFFIX = ".jsonl";

  private final Path folder;
  private final long maxBytes;
  private final FileChannel lockFile;
  private final ReentrantLock lock = new ReentrantLock();

  // All guarded by lock.
  private final Deque<Path> segments = new ArrayDeque<>();
  private FileChannel last;
  private long bytes;
  private long nextNumber = 1;

  private Spool(Path folder, long maxBytes, FileChannel lockFile) {
    this.folder = folder;
    this.maxBytes = maxBytes;
    this.lockFile = lockFile;
  }

  /**
   * Opens the folder and finds what an earlier process left in it.
   *
   * @throws IOException when it cannot be written, or another process uses it
   */
  static Spool open(Path folder, long maxBytes) throws IOException {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] ownerOnly =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, ownerOnly);
    }
    FileChannel lockFile =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock held = lockFile.tryLock();
      if (held == null) {
        throw new IOException("another process uses " + folder);
      }
      Spool spool = new Spool(folder, maxBytes, lockFile);
      spool.findSegments();
      return spool;
    } catch (OverlappingFileLockException e) {
      lockFile.close();
      throw new IOException("this process uses " + folder + " already", e);
    } catch (IOException e) {
      lockFile.close();
      throw e;
    }
  }

  private void findSegments() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList()) {
        segments.add(file);
        bytes += Files.size(file);
        String name = file.getFileName().toString();
        nextNumber =
            Math.max(
                nextNumber, Long.parseLong(name.substring(0, name.length() - SUFFIX.length())) + 1);
      }
    }
    if (!segments.isEmpty()) {
      LOG.info(
          "{} bytes of call facts of an earlier run are in {} and are sent now.", bytes, folder);
    }
  }

  /** Whether nothing is in it. */
  boolean isEmpty() {
    lock.lock();
    try {
      return segments.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds records behind what is in it; when nothing is, it adds none, since they may go directly.
   *
   * @return whether they were added and are on the disk
   */
  boolean addBehindOthers(List<StreamRecord> records) throws IOException {
    lock.lock();
    try {
      if (segments.isEmpty()) {
        return false;
      }
      add(records);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds records; they are on the disk when it returns.
   *
   * @throws IOException when there is no room or the disk fails; then none was added
   */
  void add(List<StreamRecord> records) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (StreamRecord entry : records) {
      lines.writeBytes(QueueMessages.write(entry));
      lines.write('\n');
    }
    lock.lock();
    try {
      if (bytes + lines.size() > maxBytes) {
        throw new IOException("the spool " + folder + " is full (" + maxBytes + " bytes)");
      }
      append(ByteBuffer.wrap(lines.toByteArray()));
      bytes += lines.size();
      if (last.size() >= SEGMENT_BYTES) {
        closeLast();
      }
    } finally {
      lock.unlock();
    }
  }

  private void append(ByteBuffer lines) throws IOException {
    if (last == null) {
      Path segment = folder.resolve(String.format("%012d%s", nextNumber, SUFFIX));
      last = FileChannel.open(segment, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      nextNumber++;
      segments.add(segment);
      syncFolder();
    }
    long before = last.position();
    try {
      while (lines.hasRemaining()) {
        last.write(lines);
      }
      last.force(false);
    } catch (IOException e) {
      last.truncate(before); // half a line must not stand in front of the next one
      throw e;
    }
  }

  private void syncFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private void closeLast() throws IOException {
    if (last != null) {
      last.close();
      last = null;
    }
  }

  /** The records of the first segment; later ones go to another. Empty when there is none. */
  List<StreamRecord> first() throws IOException {
    Path segment;
    lock.lock();
    try {
      segment = segments.peek();
      if (segment == null) {
        return List.of();
      }
      if (segments.size() == 1) {
        closeLast();
      }
    } finally {
      lock.unlock();
    }
    return read(segment);
  }

  private static List<StreamRecord> read(Path segment) throws IOException {
    byte[] content = Files.readAllBytes(segment);
    List<StreamRecord> records = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < content.length; i++) {
      if (content[i] == '\n') {
        try {
          records.add(QueueMessages.read(Arrays.copyOfRange(content, start, i)));
        } catch (RuntimeException e) {
          LOG.error("A line of {} is damaged and is skipped: {}", segment, e.getMessage());
        }
        start = i + 1;
      }
    }
    return records; // a last line without its end was never acknowledged
  }

  /** The first segment was sent. */
  void removeFirst() throws IOException {
    lock.lock();
    try {
      Path segment = segments.peek();
      if (segment != null) {
        long size = Files.size(segment);
        Files.delete(segment);
        segments.remove();
        bytes -= size;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Leaves what is in it for the next process. */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closeLast();
      lockFile.close();
    } finally {
      lock.unlock();
    }
  }
}
