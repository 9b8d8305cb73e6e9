package org.carillon.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.carillon.core.ports.Logs;
import org.carillon.core.ports.PortUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log records as files of lines: {@code DATA/logs/GROUP/STREAM.jsonl}. A full file is put aside as
 * {@code STREAM.N.jsonl}. Files of a group older than thirty days go, and the oldest when there are
 * more than forty.
 */
final class FileLogs implements Logs {
  private static final Logger LOG = LoggerFactory.getLogger(FileLogs.class);

  private static final long MAX_FILE_BYTES = 16L * 1024 * 1024;
  private static final int KEPT_FILES = 40;
  private static final Duration KEPT = Duration.ofDays(30);
  private static final String END = ".jsonl";

  private final DataDirectory directory;
  private final long maxFileBytes;

  FileLogs(DataDirectory directory) {
    this(directory, MAX_FILE_BYTES);
  }

  FileLogs(DataDirectory directory, long maxFileBytes) {
    this.directory = directory;
    this.maxFileBytes = maxFileBytes;
    directory.folder("logs");
  }

  @Override
  public synchronized void append(Logs.Stream stream, List<Entry> records) {
    if (records.isEmpty() || records.size() > MAX_RECORDS) {
      throw new IllegalArgumentException("1 to " + MAX_RECORDS + " records: " + records.size());
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    records.stream()
        .sorted(Comparator.comparing(Entry::at))
        .forEach(
            entry -> {
              lines.writeBytes(entry.text().getBytes(UTF_8));
              lines.write('\n');
            });
    Path folder = directory.folder("logs" + stream.group());
    Path file = folder.resolve(stream.name() + END);
    try {
      long before = size(file);
      if (before > 0 && before + lines.size() > maxFileBytes) {
        putAside(folder, stream.name());
        before = 0;
      }
      if (before == 0) {
        removeOld(folder);
      }
      Files.write(file, lines.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new PortUnavailableException(
          "Log records cannot be written to "
              + folder
              + " ("
              + e.getMessage()
              + "). Check the space and the rights.",
          e);
    }
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private static void putAside(Path folder, String name) throws IOException {
    int n = 1;
    while (Files.exists(folder.resolve(name + "." + n + END))) {
      n++;
    }
    Files.move(
        folder.resolve(name + END),
        folder.resolve(name + "." + n + END),
        StandardCopyOption.ATOMIC_MOVE);
  }

  private static void removeOld(Path folder) throws IOException {
    Instant youngest = Instant.now().minus(KEPT);
    List<Path> files = new ArrayList<>();
    try (var all = Files.list(folder)) {
      all.filter(path -> path.toString().endsWith(END)).forEach(files::add);
    }
    List<Aged> byAge = new ArrayList<>();
    for (Path file : files) {
      byAge.add(new Aged(file, Files.getLastModifiedTime(file).toInstant()));
    }
    byAge.sort(Comparator.comparing(Aged::written));
    int tooMany = byAge.size() - (KEPT_FILES - 1);
    for (int i = 0; i < byAge.size(); i++) {
      if (i < tooMany || byAge.get(i).written().isBefore(youngest)) {
        Files.delete(byAge.get(i).file());
        LOG.debug("The old log file {} is removed.", byAge.get(i).file());
      }
    }
  }

  private record Aged(Path file, Instant written) {}
}
