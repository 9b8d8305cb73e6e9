package org.carillon.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.carillon.contract.Json;
import org.carillon.core.ports.EventBus;
import org.carillon.core.ports.PortUnavailableException;

/**
 * Events as lines of JSON in {@code DATA/events/events.jsonl}, each as EventBridge would hand it to
 * a target. A full file is put aside under a name with its time; the oldest of those go.
 */
final class FileEventBus implements EventBus, AutoCloseable {

  private static final long DEFAULT_FILE_BYTES = 16L * 1024 * 1024;
  private static final int KEPT_FILES = 20;
  private static final String CURRENT = "events.jsonl";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.nnnnnnnnn'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Path folder;
  private final long maxFileBytes;
  private FileChannel file;

  FileEventBus(DataDirectory directory) {
    this(directory.folder("events"), DEFAULT_FILE_BYTES);
  }

  FileEventBus(Path folder, long maxFileBytes) {
    this.folder = folder;
    this.maxFileBytes = maxFileBytes;
    try {
      this.file = open();
      cutTornLine();
    } catch (IOException e) {
      throw new DataDirectoryException(folder + " cannot be written: " + e.getMessage(), e);
    }
  }

  private FileChannel open() throws IOException {
    FileChannel opened =
        FileChannel.open(
            folder.resolve(CURRENT),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    opened.position(opened.size());
    DataDirectory.syncFolder(folder);
    return opened;
  }

  /** A line that a dying process began was never acknowledged: its event comes again. */
  private void cutTornLine() throws IOException {
    long end = file.size();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (end > 0) {
      one.clear();
      if (file.read(one, end - 1) == 1 && one.get(0) == '\n') {
        break;
      }
      end--;
    }
    if (end < file.size()) {
      file.truncate(end);
    }
    file.position(end);
  }

  @Override
  public synchronized void publish(List<Event> events) {
    EventBus.checkEvents(events);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Event event : events) {
      lines.writeBytes(Json.write(envelope(event)));
      lines.write('\n');
    }
    long before = -1;
    try {
      if (file.size() > 0 && file.size() + lines.size() > maxFileBytes) {
        putAside();
      }
      before = file.size();
      ByteBuffer rest = ByteBuffer.wrap(lines.toByteArray());
      while (rest.hasRemaining()) {
        file.write(rest);
      }
      file.force(true);
    } catch (IOException e) {
      undo(before, e);
      throw new PortUnavailableException(
          "Events cannot be written to "
              + folder
              + " ("
              + e.getMessage()
              + "). Check the space and the rights; they wait.",
          e);
    }
  }

  private void undo(long before, IOException because) {
    try {
      if (before >= 0 && file.isOpen()) {
        file.truncate(before);
        file.position(before);
      }
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  private void putAside() throws IOException {
    file.close();
    Files.move(
        folder.resolve(CURRENT),
        folder.resolve("events-" + STAMP.format(Instant.now()) + ".jsonl"),
        StandardCopyOption.ATOMIC_MOVE);
    file = open();
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> aside =
          all.filter(path -> path.getFileName().toString().startsWith("events-")).sorted().toList();
      for (Path old : aside.subList(0, Math.max(0, aside.size() - KEPT_FILES))) {
        Files.delete(old);
      }
    }
  }

  private static Map<String, Object> envelope(Event event) {
    Map<String, Object> envelope = new LinkedHashMap<>();
    envelope.put("version", "0");
    envelope.put("id", event.id());
    envelope.put("detail-type", event.detailType());
    envelope.put("source", DEFAULT_SOURCE);
    envelope.put("account", event.account());
    envelope.put("time", event.time().toString());
    envelope.put("region", event.region());
    envelope.put("resources", event.resources());
    envelope.put("detail", event.detail());
    return envelope;
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new DataDirectoryException("The events file cannot be closed: " + e.getMessage(), e);
    }
  }
}
