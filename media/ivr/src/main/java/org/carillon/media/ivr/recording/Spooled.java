package org.carillon.media.ivr.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Where a file of the spool belongs, kept beside it so that it is known after a crash.
 *
 * @param sound the WAV file
 * @param bucket where it goes
 * @param key the object's key
 * @param metadata the object's, but for what is known at its end
 * @param channels 1 or 2; 0 when it is not known
 */
record Spooled(Path sound, String bucket, String key, Map<String, String> metadata, int channels) {
  static final String SOUND = ".wav";
  private static final String NOTE = ".properties";
  private static final String BUCKET = "bucket";
  private static final String KEY = "key";
  private static final String CHANNELS = "channels";
  private static final String METADATA = "metadata.";

  private static Path note(Path sound) {
    String name = sound.getFileName().toString();
    return sound.resolveSibling(name.substring(0, name.length() - SOUND.length()) + NOTE);
  }

  /** Brings the note to the disk; it is there before the sound. */
  void write() throws IOException {
    Properties all = new Properties();
    all.setProperty(BUCKET, bucket);
    all.setProperty(KEY, key);
    all.setProperty(CHANNELS, Integer.toString(channels));
    metadata.forEach((name, value) -> all.setProperty(METADATA + name, value));
    StringWriter text = new StringWriter();
    all.store(text, null);
    try (FileChannel out =
        FileChannel.open(note(sound), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
  }

  /**
   * Reads the note of a sound; empty when there is none, or it is none.
   *
   * @throws IOException when it cannot be read now
   */
  static Optional<Spooled> find(Path sound) throws IOException {
    Properties all = new Properties();
    try (Reader in = Files.newBufferedReader(note(sound))) {
      all.load(in);
    } catch (NoSuchFileException | CharacterCodingException | IllegalArgumentException e) {
      return Optional.empty();
    }
    if (all.getProperty(BUCKET) == null || all.getProperty(KEY) == null) {
      return Optional.empty();
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    for (String name : all.stringPropertyNames()) {
      if (name.startsWith(METADATA)) {
        metadata.put(name.substring(METADATA.length()), all.getProperty(name));
      }
    }
    return Optional.of(
        new Spooled(
            sound,
            all.getProperty(BUCKET),
            all.getProperty(KEY),
            metadata,
            switch (all.getProperty(CHANNELS, "")) {
              case "1" -> 1;
              case "2" -> 2;
              default -> 0; // of a version that did not write it
            }));
  }

  /** It is delivered. */
  void delete() throws IOException {
    Files.deleteIfExists(sound);
    Files.deleteIfExists(note(sound));
  }

  /** A sound that can never be delivered is kept for the operator, with its note. */
  static void setAside(Path sound, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path note = note(sound);
    if (Files.exists(note)) {
      Files.move(note, folder.resolve(note.getFileName()));
    }
    Files.move(sound, folder.resolve(sound.getFileName()));
  }
}
