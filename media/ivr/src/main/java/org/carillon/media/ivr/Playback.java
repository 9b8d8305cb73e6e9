package org.carillon.media.ivr;

import java.util.concurrent.CompletableFuture;

/** One prompt being played to one stream. */
public interface Playback {

  /** How it ended. */
  enum Outcome {
    /** The last frame was sent. */
    COMPLETED,
    /** {@link #cancel} or a newer playback on the same stream stopped it. */
    CANCELLED,
    /** The stream was closed: the caller hung up. */
    STREAM_CLOSED
  }

  /**
   * Completes when the last frame was sent, or when the playback was stopped; never exceptionally.
   * Completed on the player's own virtual thread.
   */
  CompletableFuture<Outcome> done();

  /** Stops it: silence goes out within 20 ms. Nothing happens when it is over. */
  void cancel();
}
