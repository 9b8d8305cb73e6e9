package org.carillon.media.node;

/**
 * Looks on while calls happen. Called on the calls' own threads: returns at once and never throws.
 */
@FunctionalInterface
public interface CallObserver {

  /** Looks away. */
  CallObserver NONE =
      new CallObserver() {
        @Override
        public void onMoment(CallMoment moment) {
          // nobody looks on
        }

        @Override
        public boolean follows(String transactionId) {
          return false;
        }
      };

  /** Something happened. */
  void onMoment(CallMoment moment);

  /** Whether it cares for a call; when it does not, no words are made for it. */
  default boolean follows(String transactionId) {
    return true;
  }

  /** A call is over, or an INVITE became none; a message or two may still come. */
  default void onEnded(String transactionId) {}

  /** Looks away. */
  static CallObserver none() {
    return NONE;
  }
}
