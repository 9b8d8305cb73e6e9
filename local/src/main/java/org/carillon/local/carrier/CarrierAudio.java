package org.carillon.local.carrier;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.ivr.PromptPlayer;
import org.carillon.media.rtp.AudioReader;
import org.carillon.media.rtp.G711;
import org.carillon.media.rtp.MediaEngine;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.rtp.StreamClosedException;
import org.carillon.media.rtp.StreamParameters;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.sdp.AudioCapabilities;
import org.carillon.media.sip.sdp.Codec;
import org.carillon.media.sip.sdp.Connection;
import org.carillon.media.sip.sdp.Direction;
import org.carillon.media.sip.sdp.NegotiatedAudio;
import org.carillon.media.sip.sdp.OfferAnswer;
import org.carillon.media.sip.sdp.Origin;
import org.carillon.media.sip.sdp.SdpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audio of one call of the simulated carrier: what was agreed on, and what is played. Owned by
 * the SIP loop of its leg; echo and keys run on virtual threads.
 */
final class CarrierAudio implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CarrierAudio.class);

  private static final Duration KEY = Duration.ofMillis(100);

  private final RtpStream stream;
  private final PromptPlayer player;
  private AudioCapabilities capabilities;
  private Optional<NegotiatedAudio> agreed = Optional.empty();

  private CarrierAudio(RtpStream stream, AudioCapabilities capabilities) {
    this.stream = stream;
    this.player = new PromptPlayer(stream);
    this.capabilities = capabilities;
  }

  /**
   * Opens a stream.
   *
   * @throws IOException when there is no socket for it
   */
  static CarrierAudio open(MediaEngine engine, InetAddress local) throws IOException {
    RtpStream stream = engine.open(local);
    long session = ThreadLocalRandom.current().nextLong(1, 1L << 53);
    return new CarrierAudio(stream, AudioCapabilities.g711(local, stream.localPort(), session));
  }

  /** Whether both sides have described themselves. */
  boolean isAgreed() {
    return agreed.isPresent();
  }

  /**
   * Answers an offer.
   *
   * @throws SdpException 400 or 488; nothing has changed then
   */
  SipBody answer(SipBody offer) throws SdpException {
    OfferAnswer.Answer answer = OfferAnswer.answer(offer.bytes(), capabilities);
    agreed = Optional.of(answer.audio());
    nextVersion();
    return answer.body();
  }

  /** An offer of ours in a direction. */
  SipBody offer(Direction direction) {
    capabilities = capabilities.withDirection(direction);
    SipBody offer = SipBody.sdp(OfferAnswer.offer(capabilities).toBytes());
    nextVersion();
    return offer;
  }

  /**
   * Takes the answer to {@link #offer}.
   *
   * @throws SdpException when it is none; nothing has changed then
   */
  void accept(SipBody answer) throws SdpException {
    agreed = Optional.of(OfferAnswer.accept(capabilities, answer.bytes()));
  }

  /** The origin of another description of this session, one version on. */
  Origin nextOrigin() {
    Origin origin =
        new Origin(
            "-",
            Long.toString(capabilities.sessionId()),
            Long.toString(capabilities.sessionVersion()),
            Connection.of(capabilities.address().getAddress()));
    nextVersion();
    return origin;
  }

  /** The direction of our last offer. */
  Direction direction() {
    return capabilities.direction();
  }

  InetAddress local() {
    return capabilities.address().getAddress();
  }

  private void nextVersion() {
    capabilities = capabilities.withSessionVersion(capabilities.sessionVersion() + 1);
  }

  /** Lets packets flow as agreed; called again after a change. */
  void start() {
    agreed.map(CarrierAudio::parameters).ifPresent(stream::start);
  }

  /** Sends and takes no more packets: the call is a fax now. */
  void rest() {
    agreed
        .map(CarrierAudio::parameters)
        .map(it -> it.withDirection(org.carillon.media.rtp.Direction.INACTIVE))
        .ifPresent(stream::start);
  }

  private static StreamParameters parameters(NegotiatedAudio audio) {
    return new StreamParameters(
        audio.remote(),
        audio.remoteRtcp(),
        audio.codec() == Codec.PCMU ? G711.PCMU : G711.PCMA,
        audio.payloadType(),
        audio.telephoneEvent().orElse(StreamParameters.NO_TELEPHONE_EVENT),
        org.carillon.media.rtp.Direction.valueOf(audio.direction().name()));
  }

  /** Plays a sound until something else is to be played or the call is over. */
  void play(PcmAudio sound) {
    var _ = player.play(sound, Integer.MAX_VALUE);
  }

  /** Plays nothing any more. */
  void playNothing() {
    player.stop();
  }

  /** Sends back what arrives, until the call is over. */
  void echo() {
    AudioReader reader = stream.openReader();
    Thread.startVirtualThread(() -> echo(reader));
  }

  private void echo(AudioReader reader) {
    short[] frame = new short[RtpStream.FRAME_SAMPLES];
    try (reader) {
      while (reader.read(frame)) {
        stream.write(frame, 0, frame.length);
      }
    } catch (StreamClosedException over) {
      log.debug("An echo ends with its call");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Presses keys. */
  void press(String digits) {
    Thread.startVirtualThread(
        () -> {
          try {
            stream.sendDigits(digits, KEY);
          } catch (IllegalStateException notAgreed) {
            log.info(
                "The simulated carrier pressed no keys: the caller takes no telephone-event"
                    + " (RFC 4733)");
          } catch (StreamClosedException over) {
            log.debug("The call ended while keys were pressed");
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Override
  public void close() {
    player.stop();
    stream.close();
  }
}
