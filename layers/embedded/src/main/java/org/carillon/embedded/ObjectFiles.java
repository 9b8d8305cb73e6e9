package org.carillon.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.carillon.core.ports.ObjectName;
import org.carillon.core.ports.PortUnavailableException;

/** Where the file of a key is, and which keys the files of a bucket stand for. */
final class ObjectFiles {

  /** Longest name of a file or folder on the file systems of Linux and macOS. */
  private static final int MAX_PART_BYTES = 255;

  /** S3 lists keys in the order of their UTF-8 bytes, which is not that of Java's strings. */
  private static final Comparator<String> BYTE_ORDER =
      (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

  private final Path root;

  ObjectFiles(Path root) {
    this.root = root;
  }

  /**
   * Where a key's file is or would be.
   *
   * @param path the file
   * @param attributes what is there, of the file itself and not of what a link points to
   * @param blocker a file that stands where the key needs a folder
   */
  record Place(Path path, Optional<BasicFileAttributes> attributes, Optional<Path> blocker) {

    boolean isObject() {
      return attributes.isPresent() && attributes.get().isRegularFile();
    }
  }

  /** The folder of a bucket. */
  Path bucket(String bucket) {
    ObjectName.checkBucket(bucket);
    return root.resolve(bucket);
  }

  /**
   * Finds the place of a key, part by part, and follows no link on the way: a link could lead out
   * of the store.
   *
   * @throws IllegalArgumentException when the name is not allowed or cannot be a file's
   */
  Place find(String bucket, String key) throws IOException {
    ObjectName.check(bucket, key);
    Path path = root.resolve(bucket);
    Optional<BasicFileAttributes> here = attributes(path);
    Optional<Path> blocker = Optional.empty();
    for (String part : key.split("/", -1)) {
      if (here.isPresent() && here.get().isRegularFile() && blocker.isEmpty()) {
        blocker = Optional.of(path);
      }
      path = resolve(path, part);
      here = here.isPresent() && blocker.isEmpty() ? attributes(path) : Optional.empty();
    }
    return new Place(path, here, blocker);
  }

  private static Path resolve(Path folder, String part) {
    if (part.isEmpty()) {
      throw new IllegalArgumentException(
          "kept as files, a key has no empty part: no // and no / at its end");
    }
    if (part.getBytes(UTF_8).length > MAX_PART_BYTES) {
      throw new IllegalArgumentException(
          "kept as files, a part of a key between slashes has at most "
              + MAX_PART_BYTES
              + " bytes: "
              + part.substring(0, 40)
              + "...");
    }
    try {
      return folder.resolve(part);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "the file system cannot name a file so; when it is a matter of letters outside ASCII,"
              + " start Carillon with LC_ALL=C.UTF-8",
          e);
    }
  }

  private static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
    try {
      BasicFileAttributes found =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (found.isSymbolicLink()) {
        throw new IllegalArgumentException(
            path + " is a symbolic link; the object store follows none. Copy the files instead.");
      }
      return Optional.of(found);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** The first keys with a prefix, in the order of S3. Reads only the folders it must. */
  List<String> list(String bucket, String keyPrefix, int limit) throws IOException {
    List<String> keys = new ArrayList<>();
    list(bucket(bucket), "", keyPrefix, limit, keys);
    return keys;
  }

  private static void list(Path folder, String path, String keyPrefix, int limit, List<String> keys)
      throws IOException {
    // With its slash a folder sorts exactly where its keys do: "a-b" before "a/b" before "a0".
    for (String entry : entries(folder).stream().sorted(BYTE_ORDER).toList()) {
      if (keys.size() == limit) {
        return;
      }
      String key = path + entry;
      if (entry.endsWith("/")) {
        if (key.startsWith(keyPrefix) || keyPrefix.startsWith(key)) {
          list(folder.resolve(entry), key, keyPrefix, limit, keys);
        }
      } else if (key.startsWith(keyPrefix)) {
        keys.add(key);
      }
    }
  }

  /** Files, and folders with a slash at the end. Links are not objects. */
  private static List<String> entries(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      List<String> entries = new ArrayList<>();
      children.forEach(
          child -> {
            String name = child.getFileName().toString();
            if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
              entries.add(name + "/");
            } else if (Files.isRegularFile(child, LinkOption.NOFOLLOW_LINKS)) {
              entries.add(name);
            }
          });
      return entries;
    } catch (NoSuchFileException e) {
      return List.of(); // never made, or removed since its parent was read
    }
  }

  /** What a failure of the file system means to the caller. */
  static RuntimeException failure(String bucket, String key, IOException e) {
    String reason = e instanceof FileSystemException file ? file.getReason() : null;
    if ("File name too long".equals(reason)) {
      return new IllegalArgumentException(
          "kept as files, this key makes a path longer than the file system takes; use a shorter key"
              + " or a data directory nearer to the root",
          e);
    }
    return new PortUnavailableException(
        "s3://"
            + bucket
            + "/"
            + key
            + " cannot be read or written: "
            + e
            + ". Check rights and free space of the data directory.",
        e);
  }
}
