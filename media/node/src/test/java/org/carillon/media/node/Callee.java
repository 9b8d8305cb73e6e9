package org.carillon.media.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.carillon.core.routing.TrunkTarget;
import org.carillon.media.rtp.AudioReader;
import org.carillon.media.rtp.G711;
import org.carillon.media.rtp.MediaConfig;
import org.carillon.media.rtp.MediaEngine;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.rtp.StreamParameters;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.CallListener;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.SipEndpoint;
import org.carillon.media.sip.SipUser;
import org.carillon.media.sip.UasCall;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.Multipart;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipParseException;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.sdp.AudioCapabilities;
import org.carillon.media.sip.sdp.Codec;
import org.carillon.media.sip.sdp.Direction;
import org.carillon.media.sip.sdp.NegotiatedAudio;
import org.carillon.media.sip.sdp.OfferAnswer;
import org.carillon.media.sip.sdp.SdpException;

/** A telephone exchange on loopback that is called: answers as a test says. */
final class Callee implements SipUser, AutoCloseable {
  private final SipEndpoint endpoint;
  private final MediaEngine engine;
  private final RtpStream stream;
  private final AudioReader ear;
  private AudioCapabilities capabilities;
  private final BiConsumer<Callee, UasCall> behaviour;
  private final List<SipRequest> invites = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile boolean confirmed;
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger cancelled = new AtomicInteger();
  private final List<String> digits = new CopyOnWriteArrayList<>();
  private final List<short[]> heard = new CopyOnWriteArrayList<>();
  private final List<CallEnd> ends = new CopyOnWriteArrayList<>();
  private volatile UasCall call;
  private volatile SipRequest invite;
  private volatile NegotiatedAudio agreed;
  private final Transferor transferor = new Transferor(() -> call);
  private volatile Consumer<UasRequest> changes = this::take;

  Callee(BiConsumer<Callee, UasCall> behaviour, Codec... codecs) throws IOException {
    this.behaviour = behaviour;
    InetAddress local = InetAddress.ofLiteral("127.0.0.1");
    endpoint =
        SipEndpoint.start(
            SipConfig.listen(new InetSocketAddress(local, 0))
                .withMethods(Transferor.METHODS)
                .withBodyTypes(List.of("application/sdp", "multipart/mixed", "message/sipfrag")),
            this);
    engine = MediaEngine.start(MediaConfig.anyPorts().withThreads(1));
    stream = engine.open(local);
    AudioCapabilities g711 = AudioCapabilities.g711(local, stream.localPort(), 1);
    capabilities = codecs.length == 0 ? g711 : g711.withCodecs(List.of(codecs));
    stream.onDigits(digit -> digits.add(String.valueOf(digit)));
    ear = stream.openReader();
    Thread.startVirtualThread(this::listen);
  }

  /** Takes every call at once. */
  static Callee answering(Codec... codecs) throws IOException {
    return new Callee((callee, leg) -> leg.answer(callee.answerBody()), codecs);
  }

  /** Refuses every call. */
  static Callee refusing(int status) throws IOException {
    return new Callee((callee, leg) -> leg.reject(status));
  }

  /** Refuses the first call, and takes the others. */
  static Callee refusingFirst(int status) throws IOException {
    return new Callee(
        (callee, leg) -> {
          if (callee.invites.size() == 1) {
            leg.reject(status);
          } else {
            leg.answer(callee.answerBody());
          }
        });
  }

  /** Refuses every call with 503: it takes none for a while. */
  static Callee overloaded() throws IOException {
    HeaderField later = HeaderField.of("Retry-After", "60");
    return new Callee((callee, leg) -> leg.reject(503, "Overloaded", List.of(later)));
  }

  TrunkTarget target() {
    InetSocketAddress at = endpoint.localAddresses().getFirst();
    return Trunks.host(at.getAddress().getHostAddress(), at.getPort());
  }

  @Override
  public CallListener onInvite(UasCall leg, SipRequest request) {
    call = leg;
    invite = request;
    invites.add(request);
    behaviour.accept(this, leg);
    return new CallListener() {
      @Override
      public void onRequest(SipCall same, UasRequest inside) {
        requests.add(inside.request().method());
        transferor.heard(inside.request());
        if (inside.request().is("INVITE") || inside.request().is("UPDATE")) {
          invite = inside.request();
          changes.accept(inside);
        } else {
          inside.respond(200);
        }
      }

      @Override
      public void onProvisionalAcknowledged(UasCall same, SipRequest prack) {
        requests.add("PRACK");
      }

      @Override
      public void onConfirmed(UasCall same, SipRequest ack) {
        confirmed = true;
        ack.body().ifPresent(Callee.this::accept);
      }

      @Override
      public void onRequestCancelled(SipCall same, UasRequest inside) {
        cancelled.incrementAndGet();
      }

      @Override
      public void onAcknowledged(SipCall same, SipRequest ack) {
        acknowledged.incrementAndGet();
        ack.body().ifPresent(Callee.this::accept);
      }

      @Override
      public void onEnded(SipCall same, CallEnd end) {
        ends.add(end);
      }
    };
  }

  @Override
  public void onRequest(UasRequest request) {
    request.respond(200);
  }

  /** The answer to the offer in hand; audio flows from now on. Our offer when there is none. */
  SipBody answerBody() {
    if (offer().isEmpty()) {
      return SipBody.sdp(OfferAnswer.offer(capabilities).toBytes());
    }
    try {
      OfferAnswer.Answer answer = OfferAnswer.answer(offer().orElseThrow().bytes(), capabilities);
      agreed = answer.audio();
      capabilities = capabilities.withSessionVersion(capabilities.sessionVersion() + 1);
      stream.start(SessionMedia.parameters(agreed));
      return answer.body();
    } catch (SdpException e) {
      throw new AssertionError(e);
    }
  }

  /** The answer to our offer came in an ACK. */
  private void accept(SipBody answer) {
    try {
      agreed = OfferAnswer.accept(capabilities, answer.bytes());
      stream.start(StreamParameters.of(agreed.remote(), G711.valueOf(agreed.codec().name())));
    } catch (SdpException e) {
      throw new AssertionError(e);
    }
  }

  private Optional<SipBody> offer() {
    return invite
        .body()
        .flatMap(
            body -> {
              try {
                return Multipart.isMultipart(body)
                    ? Multipart.parse(body).first("application/sdp")
                    : Optional.of(body);
              } catch (SipParseException e) {
                throw new AssertionError(e);
              }
            });
  }

  /** What it does with re-INVITEs from now on; it takes them by itself. */
  void onChange(Consumer<UasRequest> behaviour) {
    changes = behaviour;
  }

  /** Sends an offer inside the call, with this method, and gives the answer. */
  SipResponse offerAgain(String method, Direction direction) {
    CompletableFuture<SipResponse> answer = new CompletableFuture<>();
    call.loop()
        .execute(
            () -> {
              var _ = call.request(method, offer(direction), List.of(), new FinalAnswer(answer));
            });
    return FinalAnswer.await(answer);
  }

  /** Its next offer, with this direction. */
  SipBody offer(Direction direction) {
    capabilities =
        capabilities.withDirection(direction).withSessionVersion(capabilities.sessionVersion() + 1);
    return SipBody.sdp(OfferAnswer.offer(capabilities).toBytes());
  }

  /** Answers the last re-INVITE with 200. */
  void take(UasRequest change) {
    change.respond(200, null, answerBody(), List.of());
  }

  /** Whether the ACK of its answer came. */
  boolean isConfirmed() {
    return confirmed;
  }

  /** The INVITE of the call, once one came. */
  SipRequest awaitInvite() {
    Await.until("an INVITE", () -> !invites.isEmpty());
    return invites.getFirst();
  }

  List<SipRequest> invites() {
    return invites;
  }

  List<String> requests() {
    return requests;
  }

  /** How many re-INVITEs were given up before it answered. */
  int cancelled() {
    return cancelled.get();
  }

  /** How many re-INVITEs that it took were acknowledged. */
  int acknowledged() {
    return acknowledged.get();
  }

  CallEnd awaitEnd() {
    Await.until("the callee's end", () -> !ends.isEmpty());
    return ends.getFirst();
  }

  /** Asks for transfers. */
  Transferor transferor() {
    return transferor;
  }

  UasCall call() {
    return call;
  }

  /** Only what is agreed on from now on counts. */
  void forgetAgreement() {
    agreed = null;
  }

  NegotiatedAudio agreed() {
    return agreed;
  }

  RtpStream stream() {
    return stream;
  }

  /** Takes the call that rings. */
  void answer() {
    call.loop().execute(() -> call.answer(answerBody()));
  }

  /** Refuses the call that rings. */
  void refuse(int status) {
    call.loop().execute(() -> call.reject(status));
  }

  void hangUp() {
    call.loop().execute(call::hangUp);
  }

  long framesOf(int hertz) {
    return heard.stream().filter(frame -> Tones.share(frame, hertz) > 0.8).count();
  }

  /** The keys that were heard as telephone-events. */
  String digits() {
    return String.join("", digits);
  }

  /** Root of the mean square of what was heard in the last 200 ms. */
  double levelLately() {
    double sum = 0;
    int frames = Math.min(10, heard.size());
    for (int i = 1; i <= frames; i++) {
      for (short sample : heard.get(heard.size() - i)) {
        sum += (double) sample * sample;
      }
    }
    return Math.sqrt(sum / Math.max(1, frames * RtpStream.FRAME_SAMPLES));
  }

  private void listen() {
    short[] frame = new short[RtpStream.FRAME_SAMPLES];
    try {
      while (ear.read(frame)) {
        heard.add(frame.clone());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    endpoint.close();
    engine.close();
  }
}
