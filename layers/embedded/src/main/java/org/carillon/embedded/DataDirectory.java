package org.carillon.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder everything is kept in, held by one process at a time.
 *
 * <pre>
 * DATA/lock              who has it open
 * DATA/master.key        key of the sealer
 * DATA/items.db          items (with items.db-wal, items.db-shm)
 * DATA/call-facts.db     event stream
 * DATA/s3/BUCKET/KEY     objects
 * DATA/s3-metadata/      their media types and metadata
 * DATA/s3-parts/         objects being written; emptied at start
 * DATA/events/           events (O6), a line each
 * DATA/metrics.db        metrics (O2), a row a minute
 * DATA/logs/GROUP/       log records (V9), a line each
 * DATA/native/           the unpacked library of SQLite; may be removed
 * </pre>
 */
final class DataDirectory implements AutoCloseable {

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private final Path root;
  private final FileChannel lockFile;

  private DataDirectory(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /**
   * Makes the folder where there is none, and takes it.
   *
   * @throws DataDirectoryException when it cannot be written or another process has it
   */
  static DataDirectory open(Path directory) {
    Path root;
    try {
      makeFolder(directory);
      root = directory.toRealPath();
    } catch (AccessDeniedException e) {
      throw notWritable(directory, e);
    } catch (FileAlreadyExistsException e) {
      throw new DataDirectoryException(
          "The data directory " + directory + " is a file. Name a folder with --data.", e);
    } catch (IOException e) {
      throw new DataDirectoryException(
          "The data directory " + directory + " cannot be made: " + e.getMessage(), e);
    }
    return new DataDirectory(root, lock(root));
  }

  private static FileChannel lock(Path root) {
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              root.resolve("lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw notWritable(root, e);
    }
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(root, "process " + readOwner(channel), null);
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(US_ASCII)), 0);
      return channel;
    } catch (OverlappingFileLockException e) {
      close(channel);
      throw inUse(root, "this same process", e);
    } catch (IOException e) {
      close(channel);
      throw new DataDirectoryException(
          "The data directory "
              + root
              + " cannot be locked ("
              + e.getMessage()
              + "). It must lie on a file system with file locks.",
          e);
    } catch (DataDirectoryException e) {
      close(channel);
      throw e;
    }
  }

  private static String readOwner(FileChannel channel) throws IOException {
    ByteBuffer owner = ByteBuffer.allocate(20);
    channel.read(owner, 0);
    return new String(owner.array(), 0, owner.position(), US_ASCII);
  }

  private static DataDirectoryException inUse(Path root, String owner, Throwable cause) {
    return new DataDirectoryException(
        "The data directory "
            + root
            + " is in use by "
            + owner
            + ". Stop that one first, or name another folder with --data.",
        cause);
  }

  private static DataDirectoryException notWritable(Path root, IOException cause) {
    return new DataDirectoryException(
        "The data directory "
            + root
            + " is not writable for user "
            + System.getProperty("user.name")
            + ". Change its owner or rights, or name another folder with --data.",
        cause);
  }

  /** A file of the directory. */
  Path file(String name) {
    return root.resolve(name);
  }

  /** A folder of the directory, made when it is not there. */
  Path folder(String name) {
    Path folder = root.resolve(name);
    try {
      makeFolder(folder);
    } catch (IOException e) {
      throw notWritable(folder, e);
    }
    return folder;
  }

  /** Call audio and numbers are private: new folders are for their owner alone. */
  private static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      FileAttribute<?>[] rights =
          POSIX
              ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
              }
              : new FileAttribute<?>[0];
      Files.createDirectories(folder, rights);
    }
  }

  /** Makes a file's new name durable. Without it a rename may be lost with the power. */
  static void syncFolder(Path folder) throws IOException {
    if (POSIX) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Lets the next process have it. */
  @Override
  public void close() {
    close(lockFile);
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new DataDirectoryException("The lock of the data directory cannot be released.", e);
    }
  }
}
