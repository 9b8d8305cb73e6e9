package org.carillon.media.ivr.recording;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** One recording while it is made: a file of the spool. For one thread. */
public final class Recording {
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
    try (file) {
      file.finish();
    } catch (IOException e) {
      recordings.ended();
      return CompletableFuture.failedFuture(e);
    }
    return recordings.deliver(spooled, file.length());
  }
}
