package org.carillon.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What an object is made of: bytes that are held, or a file that is read piece by piece. */
sealed interface Content {

  /** How much of a file is held, in bytes. */
  int PIECE = 1 << 16;

  /**
   * Writes all of it.
   *
   * @throws UncheckedIOException when it cannot be read
   * @throws IOException when it cannot be written
   */
  void writeTo(FileChannel target) throws IOException;

  /** The same, read from a file that it was written to where it is not held. */
  Content storedAs(Path written);

  /** SHA-256 in hexadecimal digits. */
  String hash() throws IOException;

  /** Whether it begins as a document of JSON does. */
  boolean isJson() throws IOException;

  /** Held in memory. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record OfBytes(byte[] bytes) implements Content {
    @Override
    public void writeTo(FileChannel target) throws IOException {
      writeAll(ByteBuffer.wrap(bytes), target);
    }

    @Override
    public Content storedAs(Path written) {
      return this;
    }

    @Override
    public String hash() {
      return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    @Override
    public boolean isJson() {
      return bytes.length > 0 && bytes[0] == '{';
    }
  }

  /** In a file, of any size. */
  record OfFile(Path file) implements Content {
    @Override
    public void writeTo(FileChannel target) throws IOException {
      ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
      try (FileChannel source = open()) {
        while (read(source, piece)) {
          writeAll(piece.flip(), target);
          piece.clear();
        }
      }
    }

    private FileChannel open() {
      try {
        return FileChannel.open(file, StandardOpenOption.READ);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static boolean read(FileChannel source, ByteBuffer piece) {
      try {
        return source.read(piece) >= 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Content storedAs(Path written) {
      return new OfFile(written);
    }

    @Override
    public String hash() throws IOException {
      MessageDigest digest = sha256();
      byte[] piece = new byte[PIECE];
      try (InputStream in = Files.newInputStream(file)) {
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
          digest.update(piece, 0, n);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public boolean isJson() throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        return in.read() == '{';
      }
    }
  }

  private static void writeAll(ByteBuffer bytes, FileChannel target) throws IOException {
    while (bytes.hasRemaining()) {
      target.write(bytes);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
