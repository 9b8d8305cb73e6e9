package org.carillon.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Brings folders to the disk, once for all who wait for the same one: who comes while a folder is
 * being brought there waits for the next time, together with everybody else. Safe for use by many
 * threads; the work is done on the thread of whoever came first.
 */
final class FolderSync {

  /** What waits for a folder's next time. Guarded by this object. */
  private final Map<Path, CompletableFuture<Void>> next = new HashMap<>();

  /** A folder's time that is under way. Guarded by this object. */
  private final Map<Path, CompletableFuture<Void>> running = new HashMap<>();

  /** Returns when everything that was renamed in the folder before is on the disk. */
  void sync(Path folder) throws IOException {
    CompletableFuture<Void> mine;
    CompletableFuture<Void> before;
    synchronized (this) {
      CompletableFuture<Void> gathered = next.get(folder);
      if (gathered != null) {
        mine = gathered;
        before = null;
      } else {
        mine = new CompletableFuture<>();
        next.put(folder, mine);
        before = running.getOrDefault(folder, CompletableFuture.completedFuture(null));
      }
    }
    if (before == null) {
      waitFor(mine);
      return;
    }
    before.handle((done, failure) -> null).join(); // its failure is told to those it was for
    synchronized (this) {
      next.remove(folder);
      running.put(folder, mine);
    }
    try {
      DataDirectory.syncFolder(folder);
      mine.complete(null);
    } catch (IOException | RuntimeException e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      synchronized (this) {
        running.remove(folder, mine);
      }
    }
  }

  private static void waitFor(CompletableFuture<Void> mine) throws IOException {
    try {
      mine.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw new IOException(failure.getMessage(), failure);
      }
      throw e;
    }
  }
}
