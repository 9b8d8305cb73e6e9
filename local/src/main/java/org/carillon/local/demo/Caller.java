package org.carillon.local.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.rtp.G711;
import org.carillon.media.rtp.MediaConfig;
import org.carillon.media.rtp.MediaEngine;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.rtp.StreamParameters;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.CallListener;
import org.carillon.media.sip.OutgoingInvite;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.SipEndpoint;
import org.carillon.media.sip.SipUser;
import org.carillon.media.sip.UacCall;
import org.carillon.media.sip.UasCall;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.sdp.AudioCapabilities;
import org.carillon.media.sip.sdp.Codec;
import org.carillon.media.sip.sdp.NegotiatedAudio;
import org.carillon.media.sip.sdp.OfferAnswer;
import org.carillon.media.sip.sdp.SdpException;
import org.carillon.media.sip.transport.SipDestination;

/** A telephone: places one call at a time, speaks silence, and keeps what it hears. */
final class Caller implements AutoCloseable {
  private final InetAddress address;
  private final SipEndpoint endpoint;
  private final MediaEngine engine;

  /**
   * How a call went.
   *
   * @param answered whether it was answered
   * @param end how it ended
   * @param heard what the caller heard from the answer on
   */
  record Outcome(boolean answered, CallEnd end, PcmAudio heard) {}

  Caller(InetAddress address) throws IOException {
    this.address = address;
    this.engine = MediaEngine.start(MediaConfig.anyPorts().withThreads(1));
    try {
      this.endpoint =
          SipEndpoint.start(SipConfig.listen(new InetSocketAddress(address, 0)), new Busy());
    } catch (IOException | RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /**
   * Calls a number.
   *
   * @param sip where SIP is taken
   * @param tell hears what happens on the line
   * @return completes when the call has ended
   */
  CompletableFuture<Outcome> call(
      String from, String number, InetSocketAddress sip, Consumer<String> tell) throws IOException {
    RtpStream audio = engine.open(address);
    var offer =
        AudioCapabilities.g711(
            address, audio.localPort(), ThreadLocalRandom.current().nextLong(1L << 31));
    String host = sip.getAddress().getHostAddress();
    SipUri target = SipUri.sip(number, host, sip.getPort());
    var line = new Line(audio, offer, tell);
    var invite =
        OutgoingInvite.to(target, NameAddress.of(SipUri.sip(from, host, sip.getPort())))
            .withDestination(SipDestination.udp(sip))
            .withBody(SipBody.sdp(OfferAnswer.offer(offer).toBytes()));
    tell.accept("INVITE " + target);
    endpoint.loop().execute(() -> endpoint.invite(invite, line));
    return line.outcome;
  }

  @Override
  public void close() {
    endpoint.close();
    engine.close();
  }

  /** The demo's telephone is not called. */
  private static final class Busy implements SipUser {
    @Override
    public CallListener onInvite(UasCall call, SipRequest invite) {
      call.reject(486);
      return (ended, end) -> {};
    }

    @Override
    public void onRequest(UasRequest request) {
      request.respond(200);
    }
  }

  /** One call. Its fields belong to the SIP loop; what is heard belongs to the recorder. */
  private static final class Line implements CallListener {
    private final RtpStream audio;
    private final AudioCapabilities offer;
    private final Consumer<String> tell;
    private final Recorder recorder;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private boolean answered;

    Line(RtpStream audio, AudioCapabilities offer, Consumer<String> tell) {
      this.audio = audio;
      this.offer = offer;
      this.tell = tell;
      this.recorder = new Recorder(audio);
    }

    @Override
    public void onProvisional(UacCall call, SipResponse response) {
      tell.accept(response.status() + " " + response.reason());
    }

    @Override
    public void onAnswered(UacCall call, SipResponse response) {
      try {
        NegotiatedAudio agreed = OfferAnswer.accept(offer, response.body().orElseThrow().bytes());
        G711 law = agreed.codec() == Codec.PCMU ? G711.PCMU : G711.PCMA;
        recorder.start();
        audio.start(
            StreamParameters.of(agreed.remote(), law).withPayloadType(agreed.payloadType()));
        answered = true;
        tell.accept("200 OK, " + agreed.codec() + ", audio from " + agreed.remote());
      } catch (SdpException | java.util.NoSuchElementException e) {
        tell.accept("200 OK with an answer that cannot be used: " + e.getMessage());
        call.hangUp();
      }
    }

    @Override
    public void onEnded(SipCall call, CallEnd end) {
      tell.accept(
          end.cause() == CallEnd.Cause.REJECTED
              ? "refused with " + end.status() + ": " + end.reason()
              : end.reason());
      audio.close();
      boolean wasAnswered = answered;
      Thread.startVirtualThread(
          () -> outcome.complete(new Outcome(wasAnswered, end, recorder.finish())));
    }
  }
}
