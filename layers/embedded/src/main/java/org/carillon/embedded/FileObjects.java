package org.carillon.embedded;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.carillon.core.ports.ObjectName;
import org.carillon.core.ports.ObjectPart;
import org.carillon.core.ports.ObjectTooLargeException;
import org.carillon.core.ports.Objects;
import org.carillon.core.ports.StoredObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects as plain files {@code DATA/s3/BUCKET/KEY}, so that every tool can read them. A put writes
 * a file aside, brings it to the disk, and renames it into place; the folder is brought to the disk
 * too before the put is acknowledged.
 */
final class FileObjects implements Objects {

  private static final Logger LOG = LoggerFactory.getLogger(FileObjects.class);

  private static final int LOCKS = 64;

  private final ObjectFiles files;
  private final ObjectMetadata metadata;
  private final Path parts;
  private final AtomicLong partNumber = new AtomicLong();
  private final FolderSync folderSync = new FolderSync();

  /** Puts of the same key go one after the other. */
  private final ReentrantLock[] keyLocks = new ReentrantLock[LOCKS];

  /** Shared by puts, which make folders; exclusive to deletes, which remove empty ones. */
  private final ReentrantReadWriteLock folders = new ReentrantReadWriteLock();

  private FileObjects(Path root, Path metadataRoot, Path parts) {
    this.files = new ObjectFiles(root);
    this.metadata = new ObjectMetadata(metadataRoot);
    this.parts = parts;
    for (int i = 0; i < LOCKS; i++) {
      keyLocks[i] = new ReentrantLock();
    }
  }

  /** Opens the store; what an earlier process left half-written is removed. */
  static FileObjects open(DataDirectory directory) {
    Path root = directory.folder("s3");
    Path parts = directory.folder("s3-parts");
    if (Files.exists(directory.file("S3"))) {
      LOG.warn(
          "{} does not tell upper from lower case: object keys that differ only so are one object.",
          root);
    }
    try (Stream<Path> left = Files.list(parts)) {
      for (Path part : left.toList()) {
        Files.delete(part);
      }
    } catch (IOException e) {
      throw new DataDirectoryException(
          parts + " cannot be emptied: " + e.getMessage() + ". Check its owner and rights.", e);
    }
    return new FileObjects(root, directory.folder("s3-metadata"), parts);
  }

  @Override
  public void put(
      String bucket,
      String key,
      byte[] content,
      String contentType,
      Map<String, String> userMetadata) {
    store(bucket, key, new Content.OfBytes(content), contentType, userMetadata, true);
  }

  @Override
  public void put(
      String bucket, String key, Path file, String contentType, Map<String, String> userMetadata) {
    ObjectName.checkFile(file);
    store(bucket, key, new Content.OfFile(file), contentType, userMetadata, true);
  }

  @Override
  public boolean putIfAbsent(
      String bucket,
      String key,
      byte[] content,
      String contentType,
      Map<String, String> userMetadata) {
    return store(bucket, key, new Content.OfBytes(content), contentType, userMetadata, false);
  }

  private boolean store(
      String bucket,
      String key,
      Content content,
      String contentType,
      Map<String, String> userMetadata,
      boolean replace) {
    try {
      files.find(bucket, key); // refuses a bad name before anything is written
      ObjectName.checkMetadata(userMetadata);
      Path part = write(content);
      Lock keyLock = keyLock(bucket, key);
      keyLock.lock();
      folders.readLock().lock();
      try {
        // The data directory is this process's alone, and this key is this thread's: what is found
        // here is still so at the rename. (A hard link would say it in one step, but not every file
        // system has them.)
        ObjectFiles.Place place = files.find(bucket, key);
        if (place.isObject() && !replace) {
          return false;
        }
        requireRoom(place, key);
        // of the part: the file may be another by now
        Optional<byte[]> sidecar =
            metadata.with(bucket, key, content.storedAs(part), contentType, userMetadata);
        if (sidecar.isPresent()) {
          moveInto(write(new Content.OfBytes(sidecar.get())), metadata.file(bucket, key));
        }
        moveInto(part, place.path());
        return true;
      } finally {
        folders.readLock().unlock();
        keyLock.unlock();
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw ObjectFiles.failure(bucket, key, e);
    }
  }

  @Override
  public boolean accepts(String bucket, String key) {
    try {
      requireRoom(files.find(bucket, key), key);
      Path folder = files.bucket(bucket);
      while (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        folder = folder.getParent();
      }
      return Files.isWritable(folder);
    } catch (IOException e) {
      throw ObjectFiles.failure(bucket, key, e);
    }
  }

  private static void requireRoom(ObjectFiles.Place place, String key) {
    if (place.blocker().isPresent()) {
      throw new IllegalArgumentException(
          "kept as files, the key "
              + key
              + " needs a folder where there is an object: "
              + place.blocker().get()
              + ". Use another key or remove that object.");
    }
    if (place.attributes().isPresent() && !place.isObject()) {
      throw new IllegalArgumentException(
          "kept as files, the key "
              + key
              + " is a folder of other objects: "
              + place.path()
              + ". Use another key.");
    }
  }

  private Path write(Content content) throws IOException {
    Path part = parts.resolve(Long.toString(partNumber.incrementAndGet()));
    try (FileChannel channel =
        FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      content.writeTo(channel);
      channel.force(true);
    } catch (IOException | UncheckedIOException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    return part;
  }

  private void moveInto(Path part, Path target) throws IOException {
    makeFolders(target.getParent());
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    folderSync.sync(target.getParent());
  }

  private static void makeFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    makeFolders(folder.getParent());
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw e; // not a put beside us that made it first
      }
    }
    DataDirectory.syncFolder(folder.getParent());
  }

  private Lock keyLock(String bucket, String key) {
    return keyLocks[Math.floorMod(31 * bucket.hashCode() + key.hashCode(), LOCKS)];
  }

  @Override
  public Optional<StoredObject> get(String bucket, String key, long maxBytes) {
    try {
      ObjectFiles.Place place = files.find(bucket, key);
      if (!place.isObject()) {
        return Optional.empty();
      }
      byte[] content = read(place.path(), bucket, key, maxBytes);
      return Optional.of(metadata.describe(bucket, key, content));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw ObjectFiles.failure(bucket, key, e);
    }
  }

  private static byte[] read(Path path, String bucket, String key, long maxBytes)
      throws IOException {
    Set<java.nio.file.OpenOption> options =
        Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try (SeekableByteChannel channel = Files.newByteChannel(path, options)) {
      long size = channel.size();
      if (size > maxBytes || size > Integer.MAX_VALUE - 16) {
        throw new ObjectTooLargeException(bucket, key, size, maxBytes);
      }
      ByteBuffer content = ByteBuffer.allocate((int) size);
      while (content.hasRemaining()) {
        if (channel.read(content) < 0) {
          throw new EOFException("the file was cut while it was read");
        }
      }
      return content.array();
    }
  }

  @Override
  public Optional<ObjectPart> read(String bucket, String key, long offset, int length) {
    if (offset < 0 || length < 1) {
      throw new IllegalArgumentException("a part is 1 byte or more from 0 or later");
    }
    try {
      ObjectFiles.Place place = files.find(bucket, key);
      if (!place.isObject()) {
        return Optional.empty();
      }
      Set<java.nio.file.OpenOption> options =
          Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      try (SeekableByteChannel channel = Files.newByteChannel(place.path(), options)) {
        long size = channel.size();
        ByteBuffer content = ByteBuffer.allocate((int) Math.clamp(size - offset, 0, (long) length));
        channel.position(Math.min(offset, size));
        while (content.hasRemaining()) {
          if (channel.read(content) < 0) {
            throw new EOFException("the file was cut while it was read");
          }
        }
        // a put brings another file into place; an editor changes the time of this one
        BasicFileAttributes file = place.attributes().orElseThrow();
        String version = size + "-" + file.lastModifiedTime().toMillis() + "-" + file.fileKey();
        return Optional.of(new ObjectPart(content.array(), size, version));
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw ObjectFiles.failure(bucket, key, e);
    }
  }

  @Override
  public List<String> list(String bucket, String keyPrefix, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is 1 or more: " + limit);
    }
    try {
      return files.list(bucket, keyPrefix, limit);
    } catch (IOException e) {
      throw ObjectFiles.failure(bucket, keyPrefix, e);
    }
  }

  @Override
  public void delete(String bucket, String key) {
    try {
      files.find(bucket, key); // refuses a bad name before it waits for anything
      Lock keyLock = keyLock(bucket, key);
      keyLock.lock();
      folders.writeLock().lock();
      try {
        ObjectFiles.Place place = files.find(bucket, key);
        if (place.isObject()) {
          Files.delete(place.path());
          Files.deleteIfExists(metadata.file(bucket, key));
          removeEmptyFolders(place.path().getParent(), files.bucket(bucket));
        }
      } finally {
        folders.writeLock().unlock();
        keyLock.unlock();
      }
    } catch (IOException e) {
      throw ObjectFiles.failure(bucket, key, e);
    }
  }

  /** The bucket itself stays. */
  private static void removeEmptyFolders(Path from, Path bucket) throws IOException {
    Path folder = from;
    while (!folder.equals(bucket) && isEmpty(folder)) {
      Files.delete(folder);
      folder = folder.getParent();
    }
    DataDirectory.syncFolder(folder);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.findAny().isEmpty();
    }
  }
}
