package org.carillon.media.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.carillon.core.routing.TrunkTarget;
import org.carillon.media.rtp.MediaConfig;
import org.carillon.media.rtp.MediaEngine;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.rtp.StreamClosedException;
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
import org.carillon.media.sip.sdp.OfferAnswer;
import org.carillon.media.sip.sdp.SdpException;
import org.carillon.media.sip.transport.SipDestination;

/**
 * Many telephones behind one SIP address, each with audio of its own: they call, press keys and
 * hang up when they are told to, and are called: numbers that end in 81 answer, in 82 are busy, all
 * others ring. Who calls them may say in the INVITE which keys they press and when they hang up.
 */
final class RandomPhones implements SipUser, AutoCloseable {
  /** In an INVITE to a phone: the keys that it presses. */
  static final String KEYS = "X-Keys";

  /** In an INVITE to a phone: it hangs up, or declines, after so many milliseconds. */
  static final String HANG_UP_AFTER = "X-Hang-Up-After";

  private static final InetAddress LOCAL = InetAddress.ofLiteral("127.0.0.1");

  private final SipEndpoint endpoint;
  private final MediaEngine engine;
  private final Set<RtpStream> open = ConcurrentHashMap.newKeySet();

  RandomPhones() throws IOException {
    engine = MediaEngine.start(MediaConfig.anyPorts().withThreads(1));
    endpoint = SipEndpoint.start(SipConfig.listen(new InetSocketAddress(LOCAL, 0)), this);
  }

  TrunkTarget target() {
    return Trunks.host("127.0.0.1", endpoint.localAddresses().getFirst().getPort());
  }

  /** Audio lines that are open. */
  int lines() {
    return open.size();
  }

  /**
   * Calls, presses keys a moment after the answer, and hangs up.
   *
   * @param keys to press, may be empty
   * @param hangUpAfter from the INVITE on
   * @return completes when the call is over
   */
  CompletableFuture<CallEnd> call(
      String from, String number, InetSocketAddress node, String keys, Duration hangUpAfter)
      throws IOException {
    Line line = new Line(keys);
    OutgoingInvite invite =
        OutgoingInvite.to(
                SipUri.sip(number, "127.0.0.1", node.getPort()),
                NameAddress.of(SipUri.sip(from, "127.0.0.1", -1)))
            .withDestination(SipDestination.udp(node))
            .withBody(SipBody.sdp(OfferAnswer.offer(line.capabilities).toBytes()));
    UacCall call = endpoint.invite(invite, line);
    call.loop().execute(() -> call.loop().schedule(hangUpAfter, call::hangUp));
    return line.ended;
  }

  @Override
  public CallListener onInvite(UasCall leg, SipRequest invite) {
    String called = invite.requestUri().user().orElse("");
    if (called.endsWith("82")) {
      leg.reject(486);
      return (ended, end) -> {};
    }
    try {
      Line line = new Line(invite.header(KEYS).orElse(""));
      leg.provisional(180);
      invite
          .header(HANG_UP_AFTER)
          .map(Long::parseLong)
          .ifPresent(after -> leg.loop().schedule(Duration.ofMillis(after), leg::hangUp));
      if (called.endsWith("81")) {
        OfferAnswer.Answer answer =
            OfferAnswer.answer(invite.body().orElseThrow().bytes(), line.capabilities);
        line.audio.start(SessionMedia.parameters(answer.audio()));
        leg.answer(answer.body());
        line.pressKeys();
      }
      return line;
    } catch (IOException | SdpException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void onRequest(UasRequest request) {
    request.respond(200);
  }

  /** One telephone in a call. */
  private final class Line implements CallListener {
    private final RtpStream audio;
    private final AudioCapabilities capabilities;
    private final String keys;
    private final CompletableFuture<CallEnd> ended = new CompletableFuture<>();

    Line(String keys) throws IOException {
      this.keys = keys;
      audio = engine.open(LOCAL);
      open.add(audio);
      capabilities = AudioCapabilities.g711(LOCAL, audio.localPort(), 1);
    }

    @Override
    public void onAnswered(UacCall leg, SipResponse response) {
      try {
        audio.start(
            SessionMedia.parameters(
                OfferAnswer.accept(capabilities, response.body().orElseThrow().bytes())));
        pressKeys();
      } catch (SdpException e) {
        throw new AssertionError(e);
      }
    }

    void pressKeys() {
      if (!keys.isEmpty()) {
        Thread.startVirtualThread(this::press);
      }
    }

    private void press() {
      try {
        audio.sendDigits(keys, Duration.ofMillis(60));
      } catch (StreamClosedException over) {
        open.remove(audio); // the call ended first
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void onRequest(SipCall leg, UasRequest request) {
      request.respond(request.request().is("INVITE") ? 488 : 200);
    }

    @Override
    public void onEnded(SipCall leg, CallEnd end) {
      audio.close();
      open.remove(audio);
      ended.complete(end);
    }
  }

  @Override
  public void close() {
    endpoint.close();
    engine.close();
  }
}
