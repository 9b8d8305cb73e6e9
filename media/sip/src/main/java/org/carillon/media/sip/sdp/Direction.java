package org.carillon.media.sip.sdp;

/** Which way media flows, seen by the side that says it (RFC 3264 section 5.1). */
public enum Direction {
  SENDRECV(true, true),
  SENDONLY(true, false),
  RECVONLY(false, true),
  INACTIVE(false, false);

  private final boolean sends;
  private final boolean receives;

  Direction(boolean sends, boolean receives) {
    this.sends = sends;
    this.receives = receives;
  }

  /** Whether the side that says it sends media. */
  public boolean sends() {
    return sends;
  }

  /** Whether the side that says it takes media. */
  public boolean receives() {
    return receives;
  }

  /** The same flow seen from the other side. */
  public Direction reversed() {
    return of(receives, sends);
  }

  /** What is left when only {@code other} is allowed as well. */
  public Direction and(Direction other) {
    return of(sends && other.sends, receives && other.receives);
  }

  /** The attribute's name. */
  public String attribute() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  private static Direction of(boolean sends, boolean receives) {
    return sends ? (receives ? SENDRECV : SENDONLY) : (receives ? RECVONLY : INACTIVE);
  }
}
