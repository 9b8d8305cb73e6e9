package org.carillon.media.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.carillon.media.rtp.AudioReader;
import org.carillon.media.rtp.G711;
import org.carillon.media.rtp.MediaConfig;
import org.carillon.media.rtp.MediaEngine;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.rtp.StreamParameters;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.CallListener;
import org.carillon.media.sip.OutgoingInvite;
import org.carillon.media.sip.ResponseHandler;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.SipEndpoint;
import org.carillon.media.sip.SipUser;
import org.carillon.media.sip.UacCall;
import org.carillon.media.sip.UacRequest;
import org.carillon.media.sip.UasCall;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.digest.SipCredentials;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.sdp.AudioCapabilities;
import org.carillon.media.sip.sdp.Codec;
import org.carillon.media.sip.sdp.Direction;
import org.carillon.media.sip.sdp.NegotiatedAudio;
import org.carillon.media.sip.sdp.OfferAnswer;
import org.carillon.media.sip.sdp.SdpException;
import org.carillon.media.sip.transport.SipDestination;

/** A telephone on loopback: places one call and listens. */
final class Caller implements CallListener, AutoCloseable {
  private final SipEndpoint endpoint;
  private final MediaEngine engine;
  private final RtpStream stream;
  private final AudioReader ear;
  private volatile AudioCapabilities capabilities;
  private int maxForwards = 70;
  private String number = "+12065550199";
  private Optional<String> connectorHost = Optional.empty();
  private List<HeaderField> headers = List.of();
  private boolean earlyMedia;
  private Direction prackOffer;
  private SipCredentials credentials;
  private final List<SipResponse> responses = new CopyOnWriteArrayList<>();
  private final List<Integer> provisional = new CopyOnWriteArrayList<>();
  private final List<short[]> heard = new CopyOnWriteArrayList<>();
  private final CompletableFuture<NegotiatedAudio> answered = new CompletableFuture<>();
  private final CompletableFuture<CallEnd> ended = new CompletableFuture<>();
  private volatile NegotiatedAudio early;
  private volatile UacCall call;
  private final Transferor transferor = new Transferor(() -> call);
  private volatile UnaryOperator<SipBody> changes;
  private volatile int refusal;
  private final AtomicInteger refused = new AtomicInteger();
  private volatile String lastOffer;
  private final AtomicInteger changesAsked = new AtomicInteger();

  Caller(InetAddress local, Codec... codecs) throws IOException {
    this(local, List.of("100rel", "timer"), codecs);
  }

  private Caller(InetAddress local, List<String> supported, Codec... codecs) throws IOException {
    endpoint =
        SipEndpoint.start(
            SipConfig.listen(new InetSocketAddress(local, 0))
                .withSupported(supported)
                .withMethods(Transferor.METHODS)
                .withBodyTypes(List.of("application/sdp", "message/sipfrag")),
            new NoCalls());
    engine = MediaEngine.start(MediaConfig.anyPorts().withThreads(1));
    stream = engine.open(local);
    AudioCapabilities g711 = AudioCapabilities.g711(local, stream.localPort(), 1);
    capabilities = codecs.length == 0 ? g711 : g711.withCodecs(List.of(codecs));
    ear = stream.openReader();
    Thread.startVirtualThread(this::listen);
  }

  static Caller onLoopback(Codec... codecs) throws IOException {
    return new Caller(InetAddress.ofLiteral("127.0.0.1"), codecs);
  }

  /** One that knows these extensions only. */
  static Caller thatSupports(String... tags) throws IOException {
    return new Caller(InetAddress.ofLiteral("127.0.0.1"), List.of(tags));
  }

  /** Dials, with an SDP offer of this text or our own. */
  Caller dial(String number, InetSocketAddress node) {
    return dial(number, node, offer());
  }

  SipBody offer() {
    return SipBody.sdp(OfferAnswer.offer(capabilities).toBytes());
  }

  /** An offer of a telephone without telephone-event. */
  SipBody offerWithoutKeys() {
    AudioCapabilities all = capabilities;
    capabilities =
        new AudioCapabilities(
            all.address(),
            all.codecs(),
            false,
            all.ptime(),
            all.direction(),
            all.sessionId(),
            all.sessionVersion());
    return offer();
  }

  /** All frames of 20 ms that were heard. */
  List<short[]> heard() {
    return heard;
  }

  /** Sends OPTIONS and gives the answer's status. */
  int ping(String host, InetSocketAddress node) {
    CompletableFuture<SipResponse> answer = new CompletableFuture<>();
    endpoint.request(
        "OPTIONS",
        SipUri.sip("ping", host, -1),
        NameAddress.of(SipUri.sip("pbx", "127.0.0.1", -1)),
        SipDestination.udp(node),
        null,
        List.of(),
        new FinalAnswer(answer));
    return FinalAnswer.await(answer).status();
  }

  /** Answers offers in the call with this, not with our audio. */
  void answeringChanges(UnaryOperator<SipBody> answer) {
    changes = answer;
  }

  /** Refuses re-INVITEs with this status. */
  Caller refusingChanges(int status) {
    refusal = status;
    return this;
  }

  /** The last offer that came inside the call. */
  String lastOffer() {
    return lastOffer;
  }

  /** How many offers came inside the call. */
  int changesAsked() {
    return changesAsked.get();
  }

  /** How many re-INVITEs it refused. */
  int refused() {
    return refused.get();
  }

  /** Its own wish in the next session it describes. */
  Caller wanting(Direction direction) {
    capabilities = capabilities.withDirection(direction);
    return this;
  }

  /** Answers a challenge with these. */
  Caller withCredentials(SipCredentials known) {
    credentials = known;
    return this;
  }

  /** Calls from this number. */
  Caller from(String e164) {
    number = e164;
    return this;
  }

  /** Calls numbers at this host name of a connector, through the node. */
  Caller through(String hostName) {
    connectorHost = Optional.of(hostName);
    return this;
  }

  /** Puts these header fields into its INVITE. */
  Caller saying(HeaderField... fields) {
    headers = List.of(fields);
    return this;
  }

  Caller withMaxForwards(int hops) {
    maxForwards = hops;
    return this;
  }

  /** Listens to what comes before the answer. */
  Caller takingEarlyMedia() {
    earlyMedia = true;
    return this;
  }

  /** Sends a re-INVITE and gives its final status. */
  int offerAgain(Direction direction) {
    return offerAgain("INVITE", direction).status();
  }

  /** Sends an offer inside the call, with this method, and gives the answer. */
  SipResponse offerAgain(String method, Direction direction) {
    return request(
        method,
        () -> {
          capabilities =
              capabilities
                  .withDirection(direction)
                  .withSessionVersion(capabilities.sessionVersion() + 1);
          return offer();
        });
  }

  /** Sends a request inside the call, with what this makes on its loop, and gives the answer. */
  SipResponse request(String method, Supplier<SipBody> body) {
    CompletableFuture<SipResponse> answer = new CompletableFuture<>();
    call.loop()
        .execute(
            () -> {
              var _ = call.request(method, body.get(), List.of(), new FinalAnswer(answer));
            });
    return FinalAnswer.await(answer);
  }

  /** Sends a re-INVITE without an offer, answers what comes, and gives what was agreed on. */
  NegotiatedAudio askForOffer() {
    CompletableFuture<NegotiatedAudio> agreed = new CompletableFuture<>();
    call.loop()
        .execute(
            () -> {
              var _ = call.request("INVITE", null, List.of(), new Answering(agreed));
            });
    return get(agreed, "the offer");
  }

  private final class Answering implements ResponseHandler {
    private final CompletableFuture<NegotiatedAudio> agreed;

    Answering(CompletableFuture<NegotiatedAudio> agreed) {
      this.agreed = agreed;
    }

    @Override
    public void onResponse(UacRequest request, SipResponse response) {
      if (response.isProvisional()) {
        return;
      }
      try {
        OfferAnswer.Answer answer =
            OfferAnswer.answer(response.body().orElseThrow().bytes(), capabilities);
        request.acknowledge(answer.body());
        agreed.complete(answer.audio());
      } catch (SdpException | RuntimeException e) {
        agreed.completeExceptionally(e);
      }
    }

    @Override
    public void onFailure(UacRequest request, int failed, String reason) {
      agreed.completeExceptionally(new AssertionError(failed + " " + reason));
    }
  }

  Caller dial(String called, InetSocketAddress node, SipBody offer) {
    String host = SipUris.host(node.getAddress());
    SipUri uri =
        connectorHost
            .map(name -> SipUri.sip(called, name, -1))
            .orElseGet(() -> SipUri.sip(called, host, node.getPort()));
    SipUri from = SipUri.sip(number, host, -1);
    OutgoingInvite invite =
        OutgoingInvite.to(uri, NameAddress.of(from))
            .withMaxForwards(maxForwards)
            .withHeaders(headers)
            .withDestination(SipDestination.udp(node));
    if (credentials != null) {
      invite = invite.withCredentials(credentials);
    }
    call = endpoint.invite(offer == null ? invite : invite.withBody(offer), this);
    return this;
  }

  NegotiatedAudio awaitAnswer() {
    return get(answered, "the answer");
  }

  CallEnd awaitEnd() {
    return get(ended, "the end of the call");
  }

  void hangUp() {
    call.loop().execute(call::hangUp);
  }

  /** Asks for transfers. */
  Transferor transferor() {
    return transferor;
  }

  UacCall call() {
    return call;
  }

  RtpStream stream() {
    return stream;
  }

  List<Integer> provisional() {
    return provisional;
  }

  /** The answers to its INVITE that came with a session description. */
  List<SipResponse> described() {
    return responses.stream().filter(response -> response.body().isPresent()).toList();
  }

  /** The last answer to its INVITE. */
  SipResponse lastResponse() {
    return responses.getLast();
  }

  /** How many 20 ms frames with this tone were heard. */
  long framesOf(int hertz) {
    return heard.stream().filter(frame -> Tones.share(frame, hertz) > 0.8).count();
  }

  /** The share of a tone's power in what was heard in the last 200 ms. */
  double shareLately(int hertz) {
    int frames = 10;
    int count = heard.size();
    short[] all = new short[frames * RtpStream.FRAME_SAMPLES];
    for (int i = 0; i < frames && count - 1 - i >= 0; i++) {
      short[] frame = heard.get(count - 1 - i);
      System.arraycopy(frame, 0, all, (frames - 1 - i) * frame.length, frame.length);
    }
    return Tones.share(all, hertz);
  }

  /** The index of the first frame with this tone. */
  int firstFrameOf(int hertz) {
    for (int i = 0; i < heard.size(); i++) {
      if (Tones.share(heard.get(i), hertz) > 0.8) {
        return i;
      }
    }
    throw new AssertionError("no " + hertz + " Hz was heard in " + heard.size() + " frames");
  }

  /** Puts another offer into the PRACK of early media, with this direction. */
  Caller offeringInPrack(Direction direction) {
    prackOffer = direction;
    return this;
  }

  @Override
  public void onProvisional(UacCall leg, SipResponse response) {
    responses.add(response);
    if (prackOffer != null && response.body().isPresent()) {
      capabilities =
          capabilities
              .withDirection(prackOffer)
              .withSessionVersion(capabilities.sessionVersion() + 1);
      leg.acknowledge(offer());
    }
    provisional.add(response.status());
    if (earlyMedia && response.body().isPresent()) {
      try {
        early = OfferAnswer.accept(capabilities, response.body().get().bytes());
        stream.start(StreamParameters.of(early.remote(), G711.valueOf(early.codec().name())));
      } catch (SdpException e) {
        answered.completeExceptionally(e);
      }
    }
  }

  @Override
  public void onAnswered(UacCall leg, SipResponse response) {
    responses.add(response);
    if (response.body().isEmpty() && early != null) {
      answered.complete(early);
      return;
    }
    try {
      byte[] description = response.body().orElseThrow().bytes();
      NegotiatedAudio audio;
      if (leg.state() == SipCall.State.TERMINATED) {
        return;
      }
      if (offered()) {
        audio = OfferAnswer.accept(capabilities, description);
      } else {
        OfferAnswer.Answer answer = OfferAnswer.answer(description, capabilities);
        leg.acknowledge(answer.body());
        audio = answer.audio();
      }
      stream.start(SessionMedia.parameters(audio));
      answered.complete(audio);
    } catch (SdpException e) {
      answered.completeExceptionally(e);
    }
  }

  private boolean offered = true;

  Caller withoutOffer() {
    offered = false;
    return this;
  }

  private boolean offered() {
    return offered;
  }

  /** Takes every change of the session, as it can. */
  @Override
  public void onRequest(SipCall leg, UasRequest request) {
    transferor.heard(request.request());
    Optional<SipBody> offer = request.request().body();
    boolean change = request.request().is("INVITE") || request.request().is("UPDATE");
    if (!change || offer.isEmpty()) {
      request.respond(200);
      return;
    }
    lastOffer = offer.get().text();
    changesAsked.incrementAndGet();
    if (refusal != 0) {
      refused.incrementAndGet();
      request.respond(refusal);
      return;
    }
    if (changes != null) {
      request.respond(200, null, changes.apply(offer.get()), List.of());
      return;
    }
    try {
      capabilities = capabilities.withDirection(Direction.SENDRECV);
      OfferAnswer.Answer answer = OfferAnswer.answer(offer.get().bytes(), capabilities);
      NegotiatedAudio audio = answer.audio();
      stream.start(StreamParameters.of(audio.remote(), G711.valueOf(audio.codec().name())));
      request.respond(200, null, answer.body(), List.of());
    } catch (SdpException e) {
      request.respond(488);
    }
  }

  @Override
  public void onEnded(SipCall leg, CallEnd end) {
    ended.complete(end);
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

  private static <T> T get(CompletableFuture<T> future, String what) {
    try {
      return future.get(20, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new AssertionError(what + " did not come", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    endpoint.close();
    engine.close();
  }

  /** A telephone that takes no calls. */
  private static final class NoCalls implements SipUser {
    @Override
    public CallListener onInvite(UasCall leg, SipRequest invite) {
      leg.reject(486);
      return (ended, end) -> {};
    }

    @Override
    public void onRequest(UasRequest request) {
      request.respond(481);
    }
  }
}
