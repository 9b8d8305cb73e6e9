package org.carillon.local.phone;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.rtp.Direction;
import org.carillon.media.rtp.G711;
import org.carillon.media.rtp.RtpStream;
import org.carillon.media.rtp.StreamClosedException;
import org.carillon.media.rtp.StreamParameters;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.CallListener;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.UacCall;
import org.carillon.media.sip.UasCall;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.sdp.AudioCapabilities;
import org.carillon.media.sip.sdp.Codec;
import org.carillon.media.sip.sdp.NegotiatedAudio;
import org.carillon.media.sip.sdp.OfferAnswer;
import org.carillon.media.sip.sdp.SdpException;

/**
 * One call of a telephone. Its fields belong to the SIP loop; what is heard belongs to the
 * recorder, keys are pressed on a virtual thread.
 */
final class PhoneLine implements CallListener {
  private static final Duration BEFORE_KEYS = Duration.ofSeconds(1);
  private static final Duration KEY = Duration.ofMillis(160);

  private final CallPlan plan;
  private final RtpStream audio;
  private final Consumer<String> tell;
  private final Recorder recorder;
  private final CompletableFuture<Telephone.Outcome> outcome = new CompletableFuture<>();
  private final CompletableFuture<Void> talking = new CompletableFuture<>();
  private final List<SipLoop.Timeout> timeouts = new ArrayList<>();
  private AudioCapabilities capabilities;
  private SipCall leg;
  private volatile Optional<SipRequest> invite = Optional.empty();
  private boolean hears;
  private boolean answered;

  PhoneLine(CallPlan plan, RtpStream audio, AudioCapabilities capabilities, Consumer<String> tell) {
    this.plan = plan;
    this.audio = audio;
    this.capabilities = capabilities;
    this.tell = tell;
    this.recorder = new Recorder(audio);
  }

  CompletableFuture<Telephone.Outcome> outcome() {
    return outcome;
  }

  void begin(UacCall call) {
    take(call);
    after(
        plan.longest(),
        () -> {
          if (!answered) {
            tell.accept("nobody answered within " + plan.longest().toSeconds() + " s");
            leg.hangUp();
          }
        });
  }

  private void take(SipCall call) {
    leg = call;
    // called on the media thread: the digit goes to the loop
    audio.onDigits(digit -> onLoop(() -> tell.accept("heard key " + digit)));
  }

  /** Answers a call that came in. */
  void answer(UasCall call, SipRequest request) {
    invite = Optional.of(request);
    take(call);
    try {
      SipBody offer = request.body().orElse(SipBody.sdp(new byte[0]));
      OfferAnswer.Answer accepted = OfferAnswer.answer(offer.bytes(), capabilities);
      start(accepted.audio());
      call.answer(accepted.body());
      answered = true;
      tell.accept("answered a call from " + request.from().uri());
      after(plan.longest(), leg::hangUp);
      talking.complete(null);
    } catch (SdpException e) {
      tell.accept("refused a call with " + e.status() + ": " + e.getMessage());
      call.reject(e.status());
    }
  }

  // ---- for a script, from its own thread

  /** Completes when both sides can talk; fails when the call ends before. */
  CompletableFuture<Void> talking() {
    return talking;
  }

  /** A header of the call that came in; empty when it has none, or did not come in. */
  String header(String name) {
    return invite.flatMap(request -> request.header(name)).orElse("");
  }

  /** What was heard until now. */
  PcmAudio heard() {
    return recorder.soFar();
  }

  /** Presses keys, and returns when the last was pressed. */
  void pressAll(String keys) throws StreamClosedException, InterruptedException {
    audio.sendDigits(keys, KEY);
  }

  /** Sends a sound, and returns when all of it was sent. */
  void say(short[] sound) throws StreamClosedException, InterruptedException {
    audio.awaitSent(audio.write(sound, 0, sound.length));
  }

  /** Ends the call. */
  void hangUp() {
    onLoop(leg::hangUp);
  }

  @Override
  public void onProvisional(UacCall call, SipResponse response) {
    Optional<SipBody> early = response.body();
    String words = response.status() + " " + response.reason();
    try {
      if (early.isPresent()) {
        words += ", early media: " + listen(early.get());
      }
    } catch (SdpException e) {
      words += " with a session description that cannot be used: " + e.getMessage();
    }
    tell.accept(words);
  }

  @Override
  public void onAnswered(UacCall call, SipResponse response) {
    try {
      // an answer that is not there is read as an empty one, which says what is wrong with it
      SipBody body = response.body().orElse(SipBody.sdp(new byte[0]));
      String words = listen(body);
      answered = true;
      tell.accept("200 OK, " + words);
      after(plan.longest(), leg::hangUp);
      talking.complete(null);
      if (!plan.press().isEmpty()) {
        after(BEFORE_KEYS, this::press);
      }
    } catch (SdpException e) {
      tell.accept("200 OK with an answer that cannot be used: " + e.getMessage());
      call.hangUp();
    }
  }

  private String listen(SipBody answer) throws SdpException {
    NegotiatedAudio agreed = OfferAnswer.accept(capabilities, answer.bytes());
    start(agreed);
    return agreed.codec() + ", audio from " + agreed.remote();
  }

  private void start(NegotiatedAudio agreed) {
    if (!hears) {
      hears = true;
      recorder.start();
    }
    audio.start(
        new StreamParameters(
            agreed.remote(),
            agreed.remoteRtcp(),
            agreed.codec() == Codec.PCMU ? G711.PCMU : G711.PCMA,
            agreed.payloadType(),
            agreed.telephoneEvent().orElse(StreamParameters.NO_TELEPHONE_EVENT),
            Direction.valueOf(agreed.direction().name())));
  }

  private void press() {
    Thread.startVirtualThread(
        () -> {
          String words;
          try {
            audio.sendDigits(plan.press(), KEY);
            words = "pressed " + plan.press();
          } catch (IllegalStateException notAgreed) {
            words = "pressed no keys: the other side takes no telephone-event (RFC 4733)";
          } catch (StreamClosedException over) {
            words = "the call ended before all keys were pressed";
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return;
          }
          String told = words;
          onLoop(() -> tell.accept(told));
        });
  }

  /** The other side changes the session: hold, resume, another address. */
  @Override
  public void onRequest(SipCall call, UasRequest request) {
    switch (request.request().method()) {
      case "INVITE", "UPDATE" -> change(request);
      case "INFO", "OPTIONS" -> request.respond(200);
      default -> request.respond(501);
    }
  }

  private void change(UasRequest request) {
    Optional<SipBody> offer = request.request().body();
    if (offer.isEmpty()) {
      // an offer of ours would be due to a re-INVITE; ours does not change
      request.respond(request.request().is("INVITE") ? 488 : 200);
      return;
    }
    try {
      capabilities = capabilities.withSessionVersion(capabilities.sessionVersion() + 1);
      OfferAnswer.Answer answer = OfferAnswer.answer(offer.get().bytes(), capabilities);
      start(answer.audio());
      request.respond(200, null, answer.body(), List.of());
      tell.accept("the other side changes the call: " + answer.audio().direction().attribute());
    } catch (SdpException e) {
      tell.accept("a change of the call is refused with " + e.status() + ": " + e.getMessage());
      request.respond(e.status());
    }
  }

  @Override
  public void onEnded(SipCall call, CallEnd end) {
    timeouts.forEach(SipLoop.Timeout::cancel);
    tell.accept(
        end.cause() == CallEnd.Cause.REJECTED
            ? "refused with " + end.status() + ": " + end.reason()
            : end.reason());
    audio.close();
    talking.completeExceptionally(
        new IOException("the call ended with " + end.status() + " " + end.reason()));
    boolean wasAnswered = answered;
    Thread.startVirtualThread(
        () -> outcome.complete(new Telephone.Outcome(wasAnswered, end, recorder.finish())));
  }

  private void after(Duration delay, Runnable task) {
    timeouts.add(leg.loop().schedule(delay, task));
  }

  private void onLoop(Runnable task) {
    try {
      leg.loop().execute(task);
    } catch (RejectedExecutionException closed) {
      audio.close(); // the telephone is closed, and so is all that it carried
    }
  }
}
