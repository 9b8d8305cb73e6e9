package org.carillon.local.carrier;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.carillon.media.ivr.SpeechSynthesizer;
import org.carillon.media.rtp.MediaConfig;
import org.carillon.media.rtp.MediaEngine;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.CallListener;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.SipEndpoint;
import org.carillon.media.sip.SipUser;
import org.carillon.media.sip.UasCall;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.SipRequest;

/**
 * A carrier for trials (D6): a SIP user agent of its own on a port of its own, with RTP of its own,
 * that takes every call as the last digits of its number say (design section 6). For one machine
 * only: it trusts whoever reaches its address, so that is a loopback one.
 *
 * <p>Idle it is one SIP loop and no media thread; the media engine starts with the first call that
 * has audio, the spoken line is made with the first call that speaks. Safe for use by many threads.
 */
public final class SimulatedCarrier implements AutoCloseable {
  private static final List<HeaderField> RETRY_LATER = List.of(HeaderField.of("Retry-After", "10"));

  private final CarrierLimits limits;
  private final CarrierVoice voice;
  private final AtomicInteger calls = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private SipEndpoint endpoint;
  private MediaEngine engine;
  private boolean closed;

  private SimulatedCarrier(SpeechSynthesizer synthesizer, CarrierLimits limits) {
    this.limits = limits;
    this.voice = new CarrierVoice(synthesizer);
  }

  /**
   * Starts a carrier on any free port, UDP and TCP.
   *
   * @param loopback where to listen: 127.0.0.1 or ::1
   * @param synthesizer what it speaks with; asked at the first call that needs a voice, and not
   *     closed by the carrier
   * @throws IOException when no port is free there
   * @throws IllegalArgumentException when the address can be reached from other machines
   */
  public static SimulatedCarrier start(InetAddress loopback, SpeechSynthesizer synthesizer)
      throws IOException {
    return start(loopback, synthesizer, CarrierLimits.DEFAULT);
  }

  static SimulatedCarrier start(
      InetAddress loopback, SpeechSynthesizer synthesizer, CarrierLimits limits)
      throws IOException {
    if (!loopback.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "the simulated carrier lets everybody in, so it listens on a loopback address, not on "
              + loopback.getHostAddress());
    }
    var carrier = new SimulatedCarrier(synthesizer, limits);
    SipConfig config =
        SipConfig.listen(new InetSocketAddress(loopback, 0))
            .withUserAgent("Carillon simulated carrier")
            .withBodyTypes(List.of("application/sdp", "multipart/mixed", "application/pidf+xml"));
    carrier.endpoint = SipEndpoint.start(config, carrier.new Exchange());
    return carrier;
  }

  /** Where it takes SIP, UDP and TCP. */
  public InetSocketAddress address() {
    return endpoint.localAddresses().getFirst();
  }

  /** Calls now. */
  public int calls() {
    return calls.get();
  }

  /** Ends all calls and stops. */
  @Override
  public void close() {
    endpoint.close();
    lock.lock();
    try {
      closed = true;
      if (engine != null) {
        engine.close();
      }
    } finally {
      lock.unlock();
    }
  }

  CarrierLimits limits() {
    return limits;
  }

  CarrierVoice voice() {
    return voice;
  }

  /** The media engine, started when it is first asked for; may block a moment then. */
  MediaEngine engine() throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new IOException("the simulated carrier is closed");
      }
      if (engine == null) {
        engine = MediaEngine.start(MediaConfig.anyPorts().withThreads(1));
      }
      return engine;
    } finally {
      lock.unlock();
    }
  }

  void gone() {
    calls.decrementAndGet();
  }

  /** The user above the SIP stack. */
  private final class Exchange implements SipUser {
    @Override
    public CallListener onInvite(UasCall leg, SipRequest invite) {
      if (calls.incrementAndGet() > limits.calls()) {
        calls.decrementAndGet();
        leg.reject(503, "Service Unavailable", RETRY_LATER);
        return new Refused();
      }
      CarrierCall call = new CarrierCall(SimulatedCarrier.this, leg, invite);
      call.begin();
      return call;
    }

    @Override
    public void onRequest(UasRequest request) {
      request.respond(request.request().is("OPTIONS") ? 200 : 481);
    }
  }

  /** A call too many has no state. */
  private static final class Refused implements CallListener {
    @Override
    public void onEnded(SipCall call, CallEnd end) {}
  }
}
