package org.carillon.media.sip.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the formats of an answer come back to the side that offered, under its own numbers.
 *
 * @param toOfferer the stream for the answer to it
 * @param offererFormats what the offerer's side has agreed on then
 * @param answererFormats what the answerer's side has agreed on
 */
record RelayAnswer(
    RelayStream toOfferer,
    List<RelayedMedia.Format> offererFormats,
    List<RelayedMedia.Format> answererFormats) {

  /**
   * Matches.
   *
   * @param offered the offer as it came
   * @param sent the offer as we sent it on
   * @param answered the answer to that
   */
  static RelayAnswer match(RelayStream offered, RelayStream sent, RelayStream answered)
      throws SdpException {
    if (offered.isFax()) {
      return new RelayAnswer(answered, List.of(), List.of());
    }
    List<RelayFormat> back = new ArrayList<>();
    List<RelayedMedia.Format> offerers = new ArrayList<>();
    List<RelayedMedia.Format> answerers = new ArrayList<>();
    for (RelayFormat format : answered.formats()) {
      Optional<RelayFormat> ours = find(sent.formats(), format);
      Optional<RelayFormat> theirs =
          find(offered.formats(), format).or(() -> otherLaw(offered, format));
      if (ours.isEmpty() || theirs.isEmpty()) {
        continue;
      }
      answerers.add(agreed(format, format.payloadType(), ours.get().payloadType()));
      RelayFormat known = theirs.get();
      if (back.stream().noneMatch(b -> b.payloadType() == known.payloadType())) {
        // the answer's parameters, but for a law that is recoded
        back.add(
            known.isSameAs(format) ? format.numbered(known.payloadType()) : withoutFmtp(known));
        offerers.add(agreed(known, known.payloadType(), known.payloadType()));
      }
    }
    if (back.stream().noneMatch(RelayFormat::isSpeech)) {
      throw SdpException.notAcceptable("The answer has no codec of the offer");
    }
    return new RelayAnswer(answered.withFormats(back), offerers, answerers);
  }

  private static Optional<RelayFormat> find(List<RelayFormat> formats, RelayFormat wanted) {
    return formats.stream().filter(wanted::isSameAs).findFirst();
  }

  /** The law the offerer has, for an answer with the one it has not. */
  private static Optional<RelayFormat> otherLaw(RelayStream offered, RelayFormat answered) {
    return answered.law().isEmpty()
        ? Optional.empty()
        : offered.formats().stream().filter(f -> f.law().isPresent()).findFirst();
  }

  private static RelayFormat withoutFmtp(RelayFormat format) {
    return new RelayFormat(
        format.payloadType(), format.encoding(), format.clockRate(), format.channels(), List.of());
  }

  private static RelayedMedia.Format agreed(RelayFormat format, int send, int receive) {
    return new RelayedMedia.Format(
        format.encoding(), format.clockRate(), format.channels(), send, receive);
  }
}
