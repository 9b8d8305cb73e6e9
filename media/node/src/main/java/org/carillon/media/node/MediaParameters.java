package org.carillon.media.node;

import java.util.List;
import org.carillon.media.rtp.Direction;
import org.carillon.media.rtp.RtpFormat;
import org.carillon.media.rtp.StreamParameters;
import org.carillon.media.rtp.srtp.SrtpKey;
import org.carillon.media.rtp.srtp.SrtpKeys;
import org.carillon.media.rtp.srtp.SrtpSuite;
import org.carillon.media.sip.sdp.CryptoLine;
import org.carillon.media.sip.sdp.RelayedMedia;

/** Puts what a session description agreed on into the words of the packet path. */
final class MediaParameters {

  private MediaParameters() {}

  static StreamParameters of(RelayedMedia media) {
    boolean fax = media.kind() == RelayedMedia.Kind.FAX;
    List<RtpFormat> formats =
        media.formats().stream()
            .map(
                format ->
                    new RtpFormat(
                        format.encoding(),
                        format.clockRate(),
                        format.channels(),
                        format.sendPayloadType(),
                        format.receivePayloadType()))
            .toList();
    boolean plays = formats.stream().anyMatch(format -> format.law().isPresent());
    return new StreamParameters(
        media.remote(),
        media.remoteRtcp(),
        formats,
        Direction.valueOf(media.direction().name()),
        media.rtcpMux(),
        fax,
        plays,
        media.crypto().map(MediaParameters::keys));
  }

  static SrtpKeys keys(RelayedMedia.Keys keys) {
    return new SrtpKeys(key(keys.ours()), key(keys.theirs()));
  }

  private static SrtpKey key(CryptoLine line) {
    return new SrtpKey(SrtpSuite.valueOf(line.suite().name()), line.keyAndSalt(), line.mki());
  }
}
