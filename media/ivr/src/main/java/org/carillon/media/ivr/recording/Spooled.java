package org.carillon.media.ivr.recording;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Where a file of the spool belongs, kept beside it so that it is known after a crash.
 *
 * @param sound the WAV file
 * @param bucket where it goes
 * @param key the object's key
 * @param metadata the object's, but for what is known at its end
 */
record Spooled(Path sound, String bucket, String key, Map<String, String> metadata) {
  static final String SOUND = ".wav";
  private static final String NOTE = ".properties";
  private static final String BUCKET = "bucket";
  private static final String KEY = "key";
  private static final String METADATA = "metadata.";

  private static Path note(Path sound) {
    String name = sound.getFileName().toString();
    return sound.resolveSibling(name.substring(0, name.length() - SOUND.length()) + NOTE);
  }

  /** Writes the note; it is there before the sound. */
  void write() throws IOException {
    Properties all = new Properties();
    all.setProperty(BUCKET, bucket);
    all.setProperty(KEY, key);
    metadata.forEach((name, value) -> all.setProperty(METADATA + name, value));
    try (Writer out = Files.newBufferedWriter(note(sound))) {
      all.store(out, null);
    }
  }

  /**
   * Reads the note of a sound.
   *
   * @throws IOException when there is none, or it is none
   */
  static Spooled read(Path sound) throws IOException {
    Properties all = new Properties();
    try (Reader in = Files.newBufferedReader(note(sound))) {
      all.load(in);
    } catch (IllegalArgumentException e) {
      throw new IOException(note(sound) + " cannot be read", e);
    }
    if (all.getProperty(BUCKET) == null || all.getProperty(KEY) == null) {
      throw new IOException(note(sound) + " names no bucket and key");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    for (String name : all.stringPropertyNames()) {
      if (name.startsWith(METADATA)) {
        metadata.put(name.substring(METADATA.length()), all.getProperty(name));
      }
    }
    return new Spooled(sound, all.getProperty(BUCKET), all.getProperty(KEY), metadata);
  }

  /** It is delivered. */
  void delete() throws IOException {
    Files.deleteIfExists(sound);
    Files.deleteIfExists(note(sound));
  }

  /** It can never be delivered: kept for the operator. */
  void setAside(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.move(sound, folder.resolve(sound.getFileName()));
    Path note = note(sound);
    if (Files.exists(note)) {
      Files.move(note, folder.resolve(note.getFileName()));
    }
  }
}
