package org.carillon.bench;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
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
import org.carillon.media.sip.sdp.SdpException;
import org.carillon.media.sip.sdp.SessionDescription;
import org.carillon.media.sip.transport.SipDestination;

/** A caller with as many lines as wanted; what it is told goes to a socket that nobody reads. */
final class Telephone implements AutoCloseable {
  private static final String CALLER = "+12065550199";
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final SipEndpoint endpoint;
  private final Optional<DatagramSocket> deaf;
  private final SipBody offer;
  private volatile boolean takesCalls;

  /** A call that was placed. */
  final class Line implements CallListener {
    private final long dialled = System.nanoTime();
    private final boolean stay;
    private final CompletableFuture<Long> answered = new CompletableFuture<>();
    private final CompletableFuture<CallEnd> ended = new CompletableFuture<>();
    private final CompletableFuture<Integer> mediaPort = new CompletableFuture<>();
    private volatile UacCall call;

    private Line(boolean stay) {
      this.stay = stay;
    }

    /** Nanoseconds from before the INVITE was made until the 200 OK was read. */
    CompletableFuture<Long> answered() {
      return answered;
    }

    /** The port that the other side takes audio on; once answered. */
    CompletableFuture<Integer> mediaPort() {
      return mediaPort;
    }

    /** The end of the call. */
    CompletableFuture<CallEnd> ended() {
      return ended;
    }

    /** Hangs up. */
    void hangUp() {
      endpoint.loop().execute(call::hangUp);
    }

    @Override
    public void onAnswered(UacCall leg, SipResponse response) {
      answered.complete(System.nanoTime() - dialled);
      try {
        byte[] description = response.body().orElseThrow().bytes();
        mediaPort.complete(SessionDescription.parse(description).media().getFirst().port());
      } catch (SdpException | RuntimeException e) {
        mediaPort.completeExceptionally(e);
      }
      if (!stay) {
        endpoint.loop().execute(leg::hangUp); // after the ACK, which follows this callback
      }
    }

    @Override
    public void onEnded(SipCall leg, CallEnd end) {
      var failure = new IOException("not answered: " + end);
      answered.completeExceptionally(failure);
      mediaPort.completeExceptionally(failure);
      ended.complete(end);
    }
  }

  Telephone() throws IOException {
    this(Optional.of(new DatagramSocket(0, LOOPBACK)), OptionalInt.empty());
  }

  /** With this port of 127.0.0.1 for the audio of all its calls, which is the caller's own. */
  Telephone(int mediaPort) throws IOException {
    this(Optional.empty(), OptionalInt.of(mediaPort));
  }

  private Telephone(Optional<DatagramSocket> deaf, OptionalInt mediaPort) throws IOException {
    this.deaf = deaf;
    int port = mediaPort.orElseGet(() -> deaf.orElseThrow().getLocalPort());
    offer =
        SipBody.sdp(
            String.join(
                    "\r\n",
                    "v=0",
                    "o=- 1 1 IN IP4 127.0.0.1",
                    "s=-",
                    "c=IN IP4 127.0.0.1",
                    "t=0 0",
                    "m=audio " + port + " RTP/AVP 0 101",
                    "a=rtpmap:0 PCMU/8000",
                    "a=rtpmap:101 telephone-event/8000",
                    "")
                .getBytes(StandardCharsets.US_ASCII));
    endpoint =
        SipEndpoint.start(SipConfig.listen(new InetSocketAddress(LOOPBACK, 0)), new Exchange());
  }

  /** Takes every call from now on, and says where. */
  InetSocketAddress answering() {
    takesCalls = true;
    return endpoint.localAddresses().getFirst();
  }

  /** Calls and hangs up as soon as it is answered. */
  Line call(String number, InetSocketAddress sip) {
    return dial(CALLER, number, sip, new Line(false));
  }

  /** Calls and stays on the line. */
  Line callAndStay(String number, InetSocketAddress sip) {
    return callAndStay(CALLER, number, sip);
  }

  /** The same with a caller's number. */
  Line callAndStay(String from, String number, InetSocketAddress sip) {
    return dial(from, number, sip, new Line(true));
  }

  private Line dial(String from, String number, InetSocketAddress sip, Line line) {
    String host = sip.getAddress().getHostAddress();
    OutgoingInvite invite =
        OutgoingInvite.to(
                SipUri.sip(number, host, sip.getPort()), NameAddress.of(SipUri.sip(from, host, -1)))
            .withDestination(SipDestination.udp(sip))
            .withBody(offer);
    endpoint.loop().execute(() -> line.call = endpoint.invite(invite, line));
    return line;
  }

  @Override
  public void close() {
    endpoint.close();
    deaf.ifPresent(DatagramSocket::close);
  }

  /** Takes calls when it is asked to. */
  private final class Exchange implements SipUser {
    @Override
    public CallListener onInvite(UasCall leg, SipRequest invite) {
      if (takesCalls) {
        leg.answer(offer);
      } else {
        leg.reject(486);
      }
      return (ended, end) -> {};
    }

    @Override
    public void onRequest(UasRequest request) {
      request.respond(481);
    }
  }
}
