package org.carillon.local.phone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.rtp.MediaConfig;
import org.carillon.media.rtp.MediaEngine;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.CallListener;
import org.carillon.media.sip.OutgoingInvite;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.SipEndpoint;
import org.carillon.media.sip.SipUser;
import org.carillon.media.sip.UasCall;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.sdp.AudioCapabilities;
import org.carillon.media.sip.sdp.OfferAnswer;
import org.carillon.media.sip.transport.SipDestination;

/**
 * A telephone: places calls and takes them, speaks silence, presses keys, and keeps what it hears.
 */
public final class Telephone implements AutoCloseable {
  private final InetAddress address;
  private final SipEndpoint endpoint;
  private final MediaEngine engine;
  private final AtomicReference<Awaited> awaited = new AtomicReference<>();

  /**
   * How a call went.
   *
   * @param answered whether it was answered
   * @param end how it ended
   * @param heard what the caller heard, early media too
   */
  public record Outcome(boolean answered, CallEnd end, PcmAudio heard) {}

  /**
   * A telephone on any free port.
   *
   * @param address the address of this machine that the other side is reached from
   * @throws IOException when it is none of this machine
   */
  public Telephone(InetAddress address) throws IOException {
    this.address = address;
    this.engine = MediaEngine.start(MediaConfig.anyPorts().withThreads(1));
    try {
      this.endpoint =
          SipEndpoint.start(SipConfig.listen(new InetSocketAddress(address, 0)), new Bell());
    } catch (IOException | RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /**
   * Places a call.
   *
   * @param tell hears what happens on the line, in a few words each; called on the SIP loop
   * @return completes when the call has ended
   * @throws IOException when there is no socket for its audio
   */
  public CompletableFuture<Outcome> call(CallPlan plan, Consumer<String> tell) throws IOException {
    return dial(plan, tell).outcome();
  }

  /** {@link #call}, with the line in hand. */
  PhoneLine dial(CallPlan plan, Consumer<String> tell) throws IOException {
    RtpStream audio = engine.open(address);
    var offer =
        AudioCapabilities.g711(
            address, audio.localPort(), ThreadLocalRandom.current().nextLong(1L << 31));
    String node = plan.sip().getAddress().getHostAddress();
    int port = plan.sip().getPort();
    SipUri target =
        plan.host().isEmpty()
            ? SipUri.sip(plan.number(), node, port)
            : SipUri.sip(plan.number(), plan.host(), -1);
    var line = new PhoneLine(plan, audio, offer, tell);
    var invite =
        OutgoingInvite.to(target, NameAddress.of(SipUri.sip(plan.from(), node, port)))
            .withDestination(SipDestination.udp(plan.sip()))
            .withBody(SipBody.sdp(OfferAnswer.offer(offer).toBytes()));
    tell.accept("INVITE " + target);
    endpoint.loop().execute(() -> line.begin(endpoint.invite(invite, line)));
    return line;
  }

  /** Where this telephone takes calls, by UDP and TCP. */
  public InetSocketAddress sipAddress() {
    return endpoint.localAddresses().getFirst();
  }

  /**
   * Answers the next call that comes in; others get 486.
   *
   * @param longest how long it may last
   * @return completes with the line when it rings
   */
  CompletableFuture<PhoneLine> answerNext(Duration longest, Consumer<String> tell)
      throws IOException {
    RtpStream audio = engine.open(address);
    var can =
        AudioCapabilities.g711(
            address, audio.localPort(), ThreadLocalRandom.current().nextLong(1L << 31));
    var plan = CallPlan.of("", "", sipAddress(), longest);
    var next = new Awaited(new PhoneLine(plan, audio, can, tell), new CompletableFuture<>());
    if (!awaited.compareAndSet(null, next)) {
      audio.close();
      throw new IllegalStateException("this telephone waits for a call already");
    }
    return next.rang();
  }

  private record Awaited(PhoneLine line, CompletableFuture<PhoneLine> rang) {}

  @Override
  public void close() {
    endpoint.close();
    engine.close();
  }

  /** Rings for the call that is waited for; for all others it is busy. */
  private final class Bell implements SipUser {
    @Override
    public CallListener onInvite(UasCall call, SipRequest invite) {
      Awaited next = awaited.getAndSet(null);
      if (next == null) {
        call.reject(486);
        return (ended, end) -> {};
      }
      next.line().answer(call, invite);
      next.rang().complete(next.line());
      return next.line();
    }

    @Override
    public void onRequest(UasRequest request) {
      request.respond(200);
    }
  }
}
