package org.carillon.media.sip.sdp;

import java.util.Optional;

/**
 * Whether SRTP may be agreed on for a stream, and with which keys (RFC 4568).
 *
 * @param accepted whether it may
 * @param present the keys in use
 */
record StreamSecurity(boolean accepted, Optional<RelayedMedia.Keys> present) {
  /** RTP only. */
  static final StreamSecurity PLAIN = new StreamSecurity(false, Optional.empty());

  /** Whether a stream of an offer can be taken as far as its profile goes. */
  boolean takes(MediaDescription stream) {
    return RelayStream.isPlain(stream.protocol())
        || (accepted
            && RelayStream.isSecure(stream.protocol())
            && !CryptoLine.of(stream).isEmpty());
  }

  /** The keys of the answer to a stream that is taken; empty when it is in clear. */
  Optional<RelayedMedia.Keys> answer(MediaDescription stream) {
    if (RelayStream.isPlain(stream.protocol())) {
      return Optional.empty();
    }
    CryptoLine theirs = CryptoLine.of(stream).getFirst();
    CryptoLine ours =
        present
            .map(RelayedMedia.Keys::ours)
            .filter(key -> key.suite() == theirs.suite())
            .map(key -> key.asAnswerTo(theirs))
            .orElseGet(() -> CryptoLine.answering(theirs));
    return Optional.of(new RelayedMedia.Keys(ours, theirs));
  }
}
