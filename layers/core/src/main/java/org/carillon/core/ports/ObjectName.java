package org.carillon.core.ports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which bucket names and keys every object store takes: the rules of S3, less what could lead out
 * of a folder.
 */
public final class ObjectName {

  /** Longest key in bytes of UTF-8 (the S3 limit). */
  public static final int MAX_KEY_BYTES = 1024;

  /** Most bytes of user metadata (the S3 limit). */
  public static final int MAX_METADATA_BYTES = 2048;

  // "Bucket naming rules" of the S3 user guide: 3 to 63 lower-case letters, digits, dots, hyphens,
  // a letter or digit at both ends, no two dots together, not formed as an IPv4 address.
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  // No space at either end: HTTP would drop it.
  private static final Pattern METADATA_NAME = Pattern.compile("[a-z0-9-]+");
  private static final Pattern METADATA_VALUE = Pattern.compile("([!-~]([ -~]*[!-~])?)?");

  private ObjectName() {}

  /**
   * Checks a bucket name.
   *
   * @throws IllegalArgumentException when S3 would not take it
   */
  public static void checkBucket(String bucket) {
    if (!BUCKET.matcher(bucket).matches()
        || bucket.contains("..")
        || IPV4.matcher(bucket).matches()) {
      throw new IllegalArgumentException(
          "a bucket name has 3 to 63 lower-case letters, digits, dots and hyphens: "
              + printable(bucket));
    }
  }

  /**
   * Checks a bucket name and a key.
   *
   * @throws IllegalArgumentException when S3 would not take them, the key has a part {@code .} or
   *     {@code ..}, starts with a slash, or has a control character
   */
  public static void check(String bucket, String key) {
    checkBucket(bucket);
    int length = Document.utf8Length(key);
    if (length < 1 || length > MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "a key has 1 to " + MAX_KEY_BYTES + " bytes, not " + length);
    }
    if (key.startsWith("/") || key.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a key starts with no slash and has no control characters: " + printable(key));
    }
    for (String part : key.split("/", -1)) {
      if (part.equals(".") || part.equals("..")) {
        throw new IllegalArgumentException("a key has no part . or .. : " + printable(key));
      }
    }
  }

  /**
   * Checks user metadata, which S3 carries in HTTP headers.
   *
   * @throws IllegalArgumentException unless names are lower-case letters, digits and hyphens,
   *     values printable ASCII, and both together at most {@value #MAX_METADATA_BYTES} bytes
   */
  public static void checkMetadata(Map<String, String> metadata) {
    int bytes = 0;
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      if (!METADATA_NAME.matcher(entry.getKey()).matches()
          || !METADATA_VALUE.matcher(entry.getValue()).matches()) {
        throw new IllegalArgumentException(
            "metadata is lower-case names with printable ASCII values: "
                + printable(entry.getKey()));
      }
      bytes += entry.getKey().length() + entry.getValue().length();
    }
    if (bytes > MAX_METADATA_BYTES) {
      throw new IllegalArgumentException(
          "metadata has at most " + MAX_METADATA_BYTES + " bytes: " + bytes);
    }
  }

  /**
   * Checks that a file can be an object, and gives its size in bytes.
   *
   * @throws IllegalArgumentException when it is larger than one put takes
   * @throws UncheckedIOException when it is not there or cannot be read
   */
  public static long checkFile(Path file) {
    long size;
    try {
      size = Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (size > Objects.MAX_PUT_BYTES) {
      throw new IllegalArgumentException(
          "an object has at most " + Objects.MAX_PUT_BYTES + " bytes: " + file + " has " + size);
    }
    return size;
  }

  /** Names come from outside and go to a log: nothing in them may look like a second line. */
  private static String printable(String name) {
    String shown = name.length() > 100 ? name.substring(0, 100) + "..." : name;
    return shown.codePoints().anyMatch(Character::isISOControl)
        ? shown.replaceAll("\\p{Cntrl}", "?")
        : shown;
  }
}
