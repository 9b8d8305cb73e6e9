package org.carillon.media.ivr.conference;

import java.util.Arrays;
import java.util.function.Consumer;
import org.carillon.media.rtp.RtpStream;

/**
 * The audio of one meeting: each leg hears the three loudest of the others, and never itself. Legs
 * come and go from any thread; the mixing is the loop's.
 */
public final class Conference implements AutoCloseable {
  private static final int FRAME = RtpStream.FRAME_SAMPLES;
  private static final int SPEAKERS = 3;
  private static final ConferenceLeg[] NOBODY = {};

  private final Consumer<Conference> onClose;
  private volatile ConferenceLeg[] legs = NOBODY;
  private volatile boolean closed;

  // the loop's own
  private final ConferenceLeg[] loudest = new ConferenceLeg[SPEAKERS];
  private final int[] sum = new int[FRAME];
  private final short[] mixed = new short[FRAME];

  Conference(Consumer<Conference> onClose) {
    this.onClose = onClose;
  }

  /**
   * Takes a stream in, heard and hearing, until {@link ConferenceLeg#leave} or the stream's end.
   *
   * @throws IllegalStateException when the conference is closed or the stream's audio is taken live
   *     already
   */
  public ConferenceLeg join(RtpStream stream) {
    ConferenceLeg leg = new ConferenceLeg(stream.openLive(), this::forget);
    synchronized (this) {
      if (!closed) {
        ConferenceLeg[] more = Arrays.copyOf(legs, legs.length + 1);
        more[more.length - 1] = leg;
        legs = more;
        return leg;
      }
    }
    leg.leave();
    throw new IllegalStateException("the conference is closed");
  }

  private synchronized void forget(ConferenceLeg leg) {
    legs = Arrays.stream(legs).filter(one -> one != leg).toArray(ConferenceLeg[]::new);
  }

  /** How many legs it has. */
  public int size() {
    return legs.length;
  }

  /** Lets all legs go, silence is what they hear then, and ends it. Idempotent. */
  @Override
  public void close() {
    ConferenceLeg[] left;
    synchronized (this) {
      closed = true;
      left = legs;
    }
    for (ConferenceLeg leg : left) {
      leg.leave();
    }
    onClose.accept(this);
  }

  /** The loop: 20 ms of all legs; returns how many there are. */
  int round() {
    ConferenceLeg[] all = legs;
    listen(all);
    boolean anySound = false;
    Arrays.fill(sum, 0);
    for (ConferenceLeg leg : all) {
      if (leg.fade(isLoudest(leg))) {
        anySound = true;
        leg.addTo(sum);
      }
    }
    if (anySound) {
      speak(all);
    }
    return all.length;
  }

  private void listen(ConferenceLeg[] all) {
    Arrays.fill(loudest, null);
    for (ConferenceLeg leg : all) {
      if (leg.isGone()) {
        leg.leave();
      } else if (leg.listen()) {
        rank(leg);
      }
    }
  }

  private void rank(ConferenceLeg leg) {
    ConferenceLeg lower = leg;
    for (int i = 0; i < SPEAKERS && lower != null; i++) {
      if (loudest[i] == null || lower.loudness() > loudest[i].loudness()) {
        ConferenceLeg moved = loudest[i];
        loudest[i] = lower;
        lower = moved;
      }
    }
  }

  private boolean isLoudest(ConferenceLeg leg) {
    return leg == loudest[0] || leg == loudest[1] || leg == loudest[2];
  }

  private void speak(ConferenceLeg[] all) {
    clip(sum, mixed);
    for (ConferenceLeg leg : all) {
      leg.hear(sum, mixed);
    }
  }

  static void clip(int[] from, short[] to) {
    for (int i = 0; i < FRAME; i++) {
      to[i] = clip(from[i]);
    }
  }

  static short clip(int sample) {
    return (short) Math.clamp(sample, Short.MIN_VALUE, Short.MAX_VALUE);
  }
}
