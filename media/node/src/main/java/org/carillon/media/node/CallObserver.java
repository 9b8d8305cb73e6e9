package org.carillon.media.node;

/**
 * Looks on while calls happen. Called on the calls' own threads: returns at once and never throws.
 */
@FunctionalInterface
public interface CallObserver {

  /** Something happened. */
  void onMoment(CallMoment moment);

  /** Looks away. */
  static CallObserver none() {
    return moment -> {};
  }
}
