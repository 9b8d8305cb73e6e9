package org.carillon.media.rtp;

/**
 * Which way audio flows, seen from this side (the SDP direction attributes, RFC 3264 section 5.1).
 */
public enum Direction {
  /** Both ways. */
  SENDRECV(true, true),
  /** We send; what arrives is counted and not delivered. */
  SENDONLY(true, false),
  /** We receive and send nothing: the other side put us on hold. */
  RECVONLY(false, true),
  /** Neither way. */
  INACTIVE(false, false);

  private final boolean sends;
  private final boolean receives;

  Direction(boolean sends, boolean receives) {
    this.sends = sends;
    this.receives = receives;
  }

  /** Whether this side sends audio. */
  public boolean sends() {
    return sends;
  }

  /** Whether this side takes audio. */
  public boolean receives() {
    return receives;
  }
}
