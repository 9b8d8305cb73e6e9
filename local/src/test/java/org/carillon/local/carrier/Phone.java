package org.carillon.local.carrier;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.carillon.media.rtp.AudioReader;
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
import org.carillon.media.sip.sdp.NegotiatedAudio;
import org.carillon.media.sip.sdp.OfferAnswer;
import org.carillon.media.sip.sdp.SdpException;
import org.carillon.media.sip.transport.SipDestination;

/** A telephone on loopback that calls the carrier and writes down what happens to it. */
final class Phone implements CallListener, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final InetAddress local = InetAddress.ofLiteral("127.0.0.1");
  private final SipEndpoint endpoint;
  private final MediaEngine engine;
  private final RtpStream stream;
  private final AudioCapabilities capabilities;
  private final List<Integer> provisional = new CopyOnWriteArrayList<>();
  private final List<String> offers = new CopyOnWriteArrayList<>();
  private final List<Long> offerTimes = new CopyOnWriteArrayList<>();
  private final List<short[]> heard = new CopyOnWriteArrayList<>();
  private final List<Character> digits = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Long> answered = new CompletableFuture<>();
  private final CompletableFuture<CallEnd> ended = new CompletableFuture<>();
  private UnaryOperator<String> answerTo;
  private boolean offers2xx;
  private volatile UacCall call;
  private volatile long dialled;
  private volatile int framesAtAnswer;

  Phone() throws IOException {
    this(SipConfig.Timers.RFC_3261);
  }

  Phone(SipConfig.Timers timers) throws IOException {
    endpoint =
        SipEndpoint.start(
            SipConfig.listen(new InetSocketAddress(local, 0)).withTimers(timers), new NoCalls());
    engine = MediaEngine.start(MediaConfig.anyPorts().withThreads(1));
    stream = engine.open(local);
    stream.onDigits(digits::add);
    capabilities = AudioCapabilities.g711(local, stream.localPort(), 7);
    AudioReader ear = stream.openReader();
    Thread.startVirtualThread(() -> listen(ear));
  }

  /** Answers re-INVITEs with what this makes of their text, in place of the usual answer. */
  Phone answering(UnaryOperator<String> answer) {
    answerTo = answer;
    return this;
  }

  Phone dial(String number, InetSocketAddress carrier) {
    return dial(number, carrier, SipBody.sdp(OfferAnswer.offer(capabilities).toBytes()), List.of());
  }

  Phone dialWithoutOffer(String number, InetSocketAddress carrier) {
    offers2xx = true;
    return dial(number, carrier, null, List.of());
  }

  Phone dial(
      String number,
      InetSocketAddress carrier,
      SipBody body,
      List<org.carillon.media.sip.message.HeaderField> headers) {
    SipUri uri = SipUri.sip(number, "127.0.0.1", carrier.getPort());
    OutgoingInvite invite =
        OutgoingInvite.to(uri, NameAddress.of(SipUri.sip("+12065550199", "127.0.0.1", -1)))
            .withDestination(SipDestination.udp(carrier))
            .withHeaders(headers);
    dialled = System.nanoTime();
    call = endpoint.invite(body == null ? invite : invite.withBody(body), this);
    return this;
  }

  SipBody offer() {
    return SipBody.sdp(OfferAnswer.offer(capabilities).toBytes());
  }

  /** When the answer came, after the dialling. */
  Duration awaitAnswer() {
    return Duration.ofNanos(get(answered) - dialled);
  }

  CallEnd awaitEnd() {
    return get(ended);
  }

  void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("did not happen: " + what);
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  Duration sinceDialled() {
    return Duration.ofNanos(System.nanoTime() - dialled);
  }

  void hangUp() {
    call.loop().execute(call::hangUp);
  }

  RtpStream stream() {
    return stream;
  }

  List<Integer> provisional() {
    return provisional;
  }

  /** The session descriptions of re-INVITEs. */
  List<String> offers() {
    return offers;
  }

  /** How long after the dialling a re-INVITE came. */
  Duration offerAt(int index) {
    return Duration.ofNanos(offerTimes.get(index) - dialled);
  }

  String digits() {
    return digits.stream().map(String::valueOf).collect(Collectors.joining());
  }

  /** Frames with this tone, before or after the answer. */
  long framesOf(int hertz, boolean early) {
    List<short[]> part = List.copyOf(heard);
    int at = Math.min(framesAtAnswer, part.size());
    return (early && answered.isDone() ? part.subList(0, at) : part)
        .stream().filter(frame -> Tones.share(frame, hertz) > 0.4).count();
  }

  @Override
  public void onProvisional(UacCall leg, SipResponse response) {
    provisional.add(response.status());
    response.body().ifPresent(this::startWith);
  }

  @Override
  public void onAnswered(UacCall leg, SipResponse response) {
    framesAtAnswer = heard.size();
    SipBody body = response.body().orElseThrow();
    if (offers2xx) {
      try {
        OfferAnswer.Answer answer = OfferAnswer.answer(body.bytes(), capabilities);
        leg.acknowledge(answer.body());
        start(answer.audio());
      } catch (SdpException e) {
        throw new IllegalStateException(e);
      }
    } else {
      startWith(body);
    }
    answered.complete(System.nanoTime());
  }

  private void startWith(SipBody answer) {
    try {
      start(OfferAnswer.accept(capabilities, answer.bytes()));
    } catch (SdpException e) {
      throw new IllegalStateException(e);
    }
  }

  private void start(NegotiatedAudio audio) {
    stream.start(
        StreamParameters.of(audio.remote(), G711.valueOf(audio.codec().name()))
            .withTelephoneEvent(audio.telephoneEvent().orElseThrow()));
  }

  @Override
  public void onRequest(SipCall leg, UasRequest request) {
    String offer = request.request().body().orElseThrow().text();
    offers.add(offer);
    offerTimes.add(System.nanoTime());
    try {
      byte[] answer =
          answerTo == null
              ? OfferAnswer.answer(offer.getBytes(StandardCharsets.UTF_8), capabilities)
                  .answer()
                  .toBytes()
              : answerTo.apply(offer).getBytes(StandardCharsets.UTF_8);
      request.respond(200, null, SipBody.sdp(answer), List.of());
    } catch (SdpException e) {
      request.respond(e.status());
    }
  }

  @Override
  public void onEnded(SipCall leg, CallEnd end) {
    ended.complete(end);
  }

  private void listen(AudioReader ear) {
    short[] frame = new short[RtpStream.FRAME_SAMPLES];
    try {
      while (ear.read(frame)) {
        heard.add(frame.clone());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new AssertionError("it did not come", e);
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
      return (over, end) -> {};
    }

    @Override
    public void onRequest(UasRequest request) {
      request.respond(481);
    }
  }
}
