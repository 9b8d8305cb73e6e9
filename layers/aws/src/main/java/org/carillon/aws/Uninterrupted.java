package org.carillon.aws;

/** Waiting that an interrupt does not cut short; the interrupt is kept for whoever looks next. */
final class Uninterrupted {

  private Uninterrupted() {}

  /** Waits for the end of a thread. */
  static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
