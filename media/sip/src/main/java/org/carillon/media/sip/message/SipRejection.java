package org.carillon.media.sip.message;

import java.util.Optional;

/**
 * Why bytes are not a message that can be processed.
 *
 * @param status the answer it deserves, for example 400, 505 or 513; 0: drop it without an answer
 * @param reason one clear line, used as reason phrase
 * @param request what could be read, to copy the answer's header fields from; empty when dropped
 */
public record SipRejection(int status, String reason, Optional<SipRequest> request)
    implements ParseResult {

  static SipRejection drop(String reason) {
    return new SipRejection(0, reason, Optional.empty());
  }

  /** Whether no answer is sent. */
  public boolean isDrop() {
    return status == 0;
  }
}
