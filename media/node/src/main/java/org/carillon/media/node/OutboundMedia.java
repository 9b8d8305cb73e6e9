package org.carillon.media.node;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.carillon.media.rtp.MediaEngine;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.sdp.AudioCapabilities;
import org.carillon.media.sip.sdp.OfferAnswer;
import org.carillon.media.sip.sdp.RelayLeg;
import org.carillon.media.sip.sdp.RelayedMedia;
import org.carillon.media.sip.sdp.SdpException;
import org.carillon.media.sip.sdp.SdpRelay;

/**
 * The session of a leg that an application called (RFC 3264): we offer G.711 and key presses, as
 * SRTP where the target wants that (RFC 4568), and take its answers and later changes. Owned by the
 * leg's SIP loop.
 *
 * <p>What we ourselves speak stands on the one side of a relay, and the peer on the other, so that
 * keys and payload types are agreed on in the one place where trunks have it.
 */
final class OutboundMedia implements LegMedia, AutoCloseable {

  private final RtpStream stream;
  private final AudioCapabilities can;
  private final long sessionId = ThreadLocalRandom.current().nextLong(1, 1L << 53);

  private RelayLeg own;
  private RelayLeg peer;
  private SdpRelay relay;
  private Optional<String> lastAnswer = Optional.empty();
  private boolean offered;

  private OutboundMedia(RtpStream stream) {
    this.stream = stream;
    this.can =
        AudioCapabilities.g711(
            stream.advertisedAddress().getAddress(), stream.localPort(), sessionId);
    renew(RelayLeg.Security.PLAIN);
  }

  /**
   * Opens a stream.
   *
   * @param local our address towards the peer
   * @param beside the stream it will be bridged with, if any
   * @throws IOException when no port pair is free or the address is not ours
   */
  static OutboundMedia open(MediaEngine engine, InetAddress local, Optional<RtpStream> beside)
      throws IOException {
    return new OutboundMedia(
        beside.isPresent() ? engine.openBeside(beside.get(), local) : engine.open(local));
  }

  private void renew(RelayLeg.Security security) {
    own = new RelayLeg(stream.advertisedAddress(), RelayLeg.Security.PLAIN, sessionId, 0);
    peer = new RelayLeg(stream.advertisedAddress(), security, sessionId, 0);
    relay = new SdpRelay(own, peer);
    lastAnswer = Optional.empty();
  }

  RtpStream stream() {
    return stream;
  }

  /**
   * The offer to a target that was told nothing yet.
   *
   * @param secure whether its media must be SRTP
   */
  SipBody offer(boolean secure) throws SdpException {
    renew(secure ? RelayLeg.Security.REQUIRED : RelayLeg.Security.PLAIN);
    return SipBody.sdp(relay.offer(own, OfferAnswer.offer(can)).toBytes());
  }

  /**
   * Takes an answer, of a provisional response or the 2xx, and lets audio flow. The same one again
   * changes nothing.
   *
   * @throws SdpException when it is none, or chose what was not offered
   */
  @Override
  public void accept(SipBody answer) throws SdpException {
    boolean again = lastAnswer.isPresent() && lastAnswer.get().equals(answer.text());
    if (again && !offered) {
      return;
    }
    offered = false;
    if (relay.isRefused(answer.bytes())) {
      throw SdpException.notAcceptable("The callee took none of the media");
    }
    relay.answer(answer.bytes());
    lastAnswer = Optional.of(answer.text());
    start();
  }

  /** Whether the peer presses keys by telephone-event (RFC 4733); else they are tones. */
  boolean hasKeyEvents() {
    return peer.media().stream()
        .flatMap(media -> media.formats().stream())
        .anyMatch(format -> format.encoding().equalsIgnoreCase("telephone-event"));
  }

  @Override
  public boolean isAgreed() {
    return lastAnswer.isPresent();
  }

  @Override
  public boolean awaitsAnswer() {
    return offered;
  }

  @Override
  public void withdraw() {
    offered = false;
  }

  @Override
  public SipBody answer(SipBody offer) throws SdpException {
    byte[] forUs = relay.offer(peer, offer.bytes()).toBytes();
    byte[] ours = OfferAnswer.answer(forUs, can).body().bytes();
    SipBody body = SipBody.sdp(relay.answer(ours).toBytes());
    start();
    return body;
  }

  @Override
  public SipBody offer() {
    try {
      SipBody offer = SipBody.sdp(relay.offer(own, OfferAnswer.offer(can)).toBytes());
      offered = true;
      return offer;
    } catch (SdpException e) {
      throw new IllegalStateException("our own offer is none", e);
    }
  }

  private void start() {
    peer.media()
        .ifPresent(media -> stream.start(MediaParameters.of(media).withFillSilence(plays(media))));
  }

  private static boolean plays(RelayedMedia media) {
    return MediaParameters.of(media).codec().isPresent();
  }

  /** What was agreed on, for a log line. */
  String summary() {
    return peer.media().map(media -> "audio with " + media.remote()).orElse("no media yet");
  }

  @Override
  public void close() {
    stream.close();
  }
}
