package org.carillon.media.ivr.recording;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One recording while it is made: a file of the spool. For one thread. */
public final class Recording {
  private static final Logger log = LoggerFactory.getLogger(Recording.class);

  private final Recordings recordings;
  private final Spooled spooled;
  private final SpoolFile file;

  Recording(Recordings recordings, Spooled spooled, SpoolFile file) {
    this.recordings = recordings;
    this.spooled = spooled;
    this.file = file;
  }

  /** Takes samples, those of the channels in turn. */
  void write(short[] samples, int count) throws IOException {
    file.write(samples, count);
  }

  /** How long it is by now. */
  public Duration length() {
    return file.length();
  }

  /**
   * Ends it and hands it over to be delivered.
   *
   * @return completes when it is in its bucket; exceptionally when the first attempt failed. It is
   *     tried again then, also after a new start
   */
  public CompletableFuture<Void> deliver() {
    return recordings.deliver(spooled, file);
  }

  /** Nobody wants it any more, and nothing was recorded. */
  void discard() {
    try (file) {
      spooled.delete();
    } catch (IOException e) {
      log.warn("The recording {} stays in the spool: {}", spooled.sound(), e.getMessage());
    } finally {
      recordings.ended();
    }
  }
}
