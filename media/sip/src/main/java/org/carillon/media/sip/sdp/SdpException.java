package org.carillon.media.sip.sdp;

/**
 * A session description that cannot be used. Knows the SIP status to answer with: 400 for one that
 * breaks the grammar, 488 for one that offers nothing we can do (RFC 3261 section 21.4.26).
 */
public final class SdpException extends Exception {
  private static final long serialVersionUID = 1L;
  private final int status;

  private SdpException(int status, String reason) {
    super(reason, null, false, false);
    this.status = status;
  }

  /** The bytes are no session description: 400. */
  public static SdpException malformed(String reason) {
    return new SdpException(400, reason);
  }

  /** It cannot be agreed on: 488. */
  public static SdpException notAcceptable(String reason) {
    return new SdpException(488, reason);
  }

  /** The SIP status: 400 or 488. */
  public int status() {
    return status;
  }
}
