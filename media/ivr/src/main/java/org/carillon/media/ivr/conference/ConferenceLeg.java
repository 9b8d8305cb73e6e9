package org.carillon.media.ivr.conference;

import java.util.function.Consumer;
import org.carillon.media.ivr.noise.NoiseSuppressor;
import org.carillon.media.rtp.LiveAudio;
import org.carillon.media.rtp.RtpStream;

/** One leg of a conference. Switches are for any thread; the mixing is the loop's. */
public final class ConferenceLeg {
  private static final int FRAME = RtpStream.FRAME_SAMPLES;
  // what a line without speech has: not worth a speaker's place
  private static final double QUIET = 8.0;
  // a speaker keeps its place over the gaps between words
  private static final double DECAY = 0.97;
  // who is heard already stays so against somebody a little louder
  private static final double PRESENCE = 1.2;

  private final LiveAudio line;
  private final Consumer<ConferenceLeg> onLeave;
  private volatile boolean muted;
  private volatile boolean deaf;
  private volatile boolean left;
  // null while the leg is heard as it is
  private volatile NoiseSuppressor suppressor;

  // the loop's own
  private final short[] said = new short[FRAME];
  private final short[] heard = new short[FRAME];
  private double level;
  private double presence = 1;
  private boolean sounds;
  private boolean speaking;
  private boolean audible;

  ConferenceLeg(LiveAudio line, Consumer<ConferenceLeg> onLeave) {
    this.line = line;
    this.onLeave = onLeave;
  }

  /** Whether the others are kept from hearing this leg. */
  public void mute(boolean now) {
    muted = now;
  }

  /** Whether {@link #mute} is on. */
  public boolean isMuted() {
    return muted;
  }

  /** Whether this leg is kept from hearing the others (an attendee that may only send). */
  public void deafen(boolean now) {
    deaf = now;
  }

  /** Whether stationary noise is taken out of what this leg says (VoiceFocus). */
  public synchronized void suppressNoise(boolean now) {
    if (now != (suppressor != null)) {
      suppressor = now ? new NoiseSuppressor() : null;
    }
  }

  /** Takes the leg out; its stream sends silence again and stays open. Idempotent. */
  public void leave() {
    if (!left) {
      left = true;
      line.close();
      onLeave.accept(this);
    }
  }

  /** Whether it is out of the conference. */
  public boolean hasLeft() {
    return left;
  }

  // ---- the loop

  boolean isGone() {
    return line.isClosed();
  }

  /** Takes what is said now; returns whether it may be heard. */
  boolean listen() {
    sounds = line.take(said) && !muted;
    NoiseSuppressor cleaning = suppressor;
    if (sounds && cleaning != null) {
      cleaning.process(said);
    }
    level = Math.max(sounds ? amplitude(said) : 0, muted ? 0 : level * DECAY);
    return sounds && level > QUIET;
  }

  private static double amplitude(short[] frame) {
    int sum = 0;
    for (short sample : frame) {
      sum += Math.abs(sample);
    }
    return (double) sum / frame.length;
  }

  double loudness() {
    return level * presence;
  }

  /**
   * Becomes, stays or ceases to be a speaker; over a frame, so that nothing clicks. Returns whether
   * this frame of it is in the mix.
   */
  boolean fade(boolean loud) {
    boolean before = speaking;
    speaking = loud;
    presence = loud ? PRESENCE : 1;
    audible = sounds && (before || loud);
    if (audible && before != loud) {
      for (int i = 0; i < FRAME; i++) {
        int share = loud ? i : FRAME - 1 - i;
        said[i] = (short) (said[i] * share / FRAME);
      }
    }
    return audible;
  }

  void addTo(int[] sum) {
    for (int i = 0; i < FRAME; i++) {
      sum[i] += said[i];
    }
  }

  /** Hears the mix, without what it says itself. */
  void hear(int[] sum, short[] mixed) {
    if (deaf) {
      return;
    }
    if (!audible) {
      line.give(mixed);
      return;
    }
    for (int i = 0; i < FRAME; i++) {
      heard[i] = Conference.clip(sum[i] - said[i]);
    }
    line.give(heard);
  }
}
