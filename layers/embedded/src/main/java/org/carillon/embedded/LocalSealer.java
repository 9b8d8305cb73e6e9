package org.carillon.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.carillon.core.ports.Sealer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals with {@link AesGcm} and a key file of the data directory; the context is the additional
 * data.
 */
final class LocalSealer implements Sealer {

  private static final Logger LOG = LoggerFactory.getLogger(LocalSealer.class);

  private static final int KEY_BYTES = AesGcm.KEY_BYTES;

  private final AesGcm cipher;

  private LocalSealer(byte[] key) {
    this.cipher = new AesGcm(key);
  }

  /**
   * Reads the key, or makes it at the first start.
   *
   * @param firstStart whether there is nothing sealed yet
   * @throws DataDirectoryException when the key is missing though there is data, or is not a key
   */
  static LocalSealer open(DataDirectory directory, boolean firstStart) {
    Path file = directory.file("master.key");
    try {
      if (!Files.exists(file)) {
        if (!firstStart) {
          throw new DataDirectoryException(
              file
                  + " is missing: without it the stored secrets cannot be read. Put it back from the"
                  + " backup.");
        }
        create(file);
      }
      byte[] key = Files.readAllBytes(file);
      if (key.length != KEY_BYTES) {
        throw new DataDirectoryException(
            file
                + " is damaged: it has "
                + key.length
                + " bytes, not "
                + KEY_BYTES
                + ". Put it back from the backup.");
      }
      warnWhenOthersCanRead(file);
      LocalSealer sealer = new LocalSealer(key);
      Arrays.fill(key, (byte) 0);
      return sealer;
    } catch (IOException e) {
      throw new DataDirectoryException(
          file + " cannot be read or made: " + e.getMessage() + ". Check its owner and rights.", e);
    }
  }

  private static void create(Path file) throws IOException {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    Path part = file.resolveSibling("master.key.part");
    Files.deleteIfExists(part);
    FileAttribute<?>[] rights =
        isPosix(file.getParent())
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try (FileChannel channel =
        FileChannel.open(
            part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), rights)) {
      channel.write(ByteBuffer.wrap(key));
      channel.force(true);
    }
    Arrays.fill(key, (byte) 0);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    DataDirectory.syncFolder(file.getParent());
  }

  private static boolean isPosix(Path path) throws IOException {
    return Files.getFileStore(path).supportsFileAttributeView("posix");
  }

  private static void warnWhenOthersCanRead(Path file) throws IOException {
    if (isPosix(file)) {
      Set<PosixFilePermission> ownerOnly =
          EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
      if (!ownerOnly.containsAll(Files.getPosixFilePermissions(file))) {
        LOG.warn("{} can be read by other users: run chmod 600 on it.", file);
      }
    }
  }

  @Override
  public byte[] seal(byte[] plaintext, String context) {
    Sealer.checkLimits(plaintext, context);
    return cipher.seal(plaintext, context.getBytes(UTF_8));
  }

  @Override
  public byte[] open(byte[] sealed, String context) {
    return cipher.open(sealed, context.getBytes(UTF_8));
  }
}
