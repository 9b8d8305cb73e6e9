package org.carillon.core.carriers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.carillon.core.carriers.NumberJob.Progress;
import org.carillon.core.numbers.NumberLists;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemPage;

/** Takes what a carrier has on offer out of the pool, some hundreds of numbers at a time (D6). */
final class NumberRemoval {

  private final NumberLists lists;
  private final SideBySide sideBySide;
  private final NumberJob job;

  NumberRemoval(NumberLists lists, SideBySide sideBySide, NumberJob job) {
    this.lists = lists;
    this.sideBySide = sideBySide;
    this.job = job;
  }

  /** Whether everything is done. */
  static boolean isDone(Progress progress) {
    return !progress.version().isEmpty();
  }

  /** Takes out the next. */
  Progress next(Progress before) {
    ItemPage page = lists.blocksOf(job.carrierId(), before.after());
    AtomicLong removed = new AtomicLong();
    AtomicLong kept = new AtomicLong();
    List<Runnable> work = new ArrayList<>();
    for (Item block : page.items()) {
      work.add(
          () -> {
            NumberLists.Removed result = lists.remove(job.carrierId(), block.key().sort());
            removed.addAndGet(result.removed());
            kept.addAndGet(result.owned());
          });
    }
    sideBySide.run(work);
    Optional<String> next = page.next();
    return new Progress(
        0,
        0,
        next.isEmpty() ? "done" : "",
        0,
        false,
        List.of(),
        0,
        0,
        0,
        0,
        before.removed() + removed.get(),
        before.kept() + kept.get(),
        next);
  }
}
