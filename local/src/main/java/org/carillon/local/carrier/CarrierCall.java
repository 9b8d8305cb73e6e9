package org.carillon.local.carrier;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.CallListener;
import org.carillon.media.sip.ResponseHandler;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.UacRequest;
import org.carillon.media.sip.UasCall;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.Multipart;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipParseException;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.sdp.Direction;
import org.carillon.media.sip.sdp.SdpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call to the simulated carrier, from its INVITE to its end. Owned by the SIP loop of its leg;
 * what may block runs on virtual threads that come back to the loop.
 */
final class CarrierCall implements CallListener {
  private static final Logger log = LoggerFactory.getLogger(CarrierCall.class);

  private static final Duration PICK_UP = Duration.ofMillis(200);
  private static final Duration EARLY = Duration.ofSeconds(3);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LATER = Duration.ofSeconds(2);
  private static final String DIGITS = "1234#";

  /** Stands where a description was due; whoever reads it says what is wrong with it. */
  private static final SipBody NO_DESCRIPTION = SipBody.sdp(new byte[0]);

  /** A change of the session that meets the peer's own change is tried again so often. */
  private static final int TRIES = 5;

  private final SimulatedCarrier carrier;
  private final UasCall leg;
  private final SipUri called;
  private final Behaviour behaviour;
  private final String notice;
  private final Optional<SipBody> offer;
  private final List<SipLoop.Timeout> timeouts = new ArrayList<>();
  private Optional<CarrierAudio> audio = Optional.empty();
  private Optional<FaxLine> fax = Optional.empty();
  private boolean ended;

  /** What is done with the 2xx of a re-INVITE. */
  @FunctionalInterface
  private interface Accepted {
    void accept(SipBody answer) throws SdpException, IOException;
  }

  CarrierCall(SimulatedCarrier carrier, UasCall leg, SipRequest invite) {
    this.carrier = carrier;
    this.leg = leg;
    this.called = invite.requestUri();
    this.behaviour = Behaviour.of(called);
    this.notice = behaviour == Behaviour.EMERGENCY ? EmergencyNotice.of(invite) : "";
    this.offer = description(invite.body());
  }

  /** The session description of a body, which may carry a location beside it (RFC 6442). */
  private static Optional<SipBody> description(Optional<SipBody> body) {
    if (body.isEmpty() || !Multipart.isMultipart(body.get())) {
      return body;
    }
    try {
      return Multipart.parse(body.get()).first("application/sdp");
    } catch (SipParseException e) {
      return Optional.of(NO_DESCRIPTION);
    }
  }

  void begin() {
    switch (behaviour) {
      case SILENT -> leg.ignore();
      case BUSY, DECLINE, UNAVAILABLE, NO_NUMBER -> leg.reject(behaviour.status());
      case REJECT -> leg.reject(Behaviour.chosenStatus(called));
      case RING -> {
        leg.provisional(behaviour.status());
        after(carrier.limits().ringing(), () -> leg.reject(480));
      }
      case ECHO, EARLY_MEDIA, SEND_DIGITS, HANG_UP, HOLD, FAX, TALK, EMERGENCY -> openAudio();
    }
  }

  /** The first call starts the media threads, so this is not for the loop. */
  private void openAudio() {
    Thread.startVirtualThread(
        () -> {
          try {
            CarrierAudio opened =
                CarrierAudio.open(carrier.engine(), carrier.address().getAddress());
            if (!onLoop(() -> begin(opened))) {
              opened.close();
            }
          } catch (IOException e) {
            log.error("The simulated carrier has no socket for audio: {}", e.getMessage());
            onLoop(() -> leg.reject(503));
          }
        });
  }

  private void begin(CarrierAudio opened) {
    if (ended) {
      opened.close();
      return;
    }
    audio = Optional.of(opened);
    SipBody answer;
    try {
      answer = offer.isPresent() ? opened.answer(offer.get()) : opened.offer(Direction.SENDRECV);
    } catch (SdpException e) {
      log.info("The simulated carrier refuses a call with {}: {}", e.status(), e.getMessage());
      leg.reject(e.status());
      return;
    }
    if (behaviour == Behaviour.EARLY_MEDIA && offer.isPresent()) {
      opened.start();
      leg.provisional(behaviour.status(), answer, List.of());
      opened.play(CarrierVoice.ringing());
    } else {
      leg.provisional(180);
    }
    after(behaviour == Behaviour.EARLY_MEDIA ? EARLY : PICK_UP, () -> answer(opened, answer));
  }

  private void answer(CarrierAudio opened, SipBody answer) {
    opened.playNothing();
    opened.start();
    leg.answer(answer);
  }

  @Override
  public void onConfirmed(UasCall call, SipRequest ack) {
    CarrierAudio open = audio.orElseThrow();
    if (!open.isAgreed()) {
      try {
        open.accept(ack.body().orElse(NO_DESCRIPTION));
        open.start();
      } catch (SdpException e) {
        log.info("The simulated carrier hangs up: {}", e.getMessage());
        leg.hangUp();
        return;
      }
    }
    after(carrier.limits().longest(), leg::hangUp);
    act(open);
  }

  /** The call is answered: what the table says happens now. */
  private void act(CarrierAudio open) {
    switch (behaviour) {
      case ECHO -> open.echo();
      case SEND_DIGITS -> after(SOON, () -> open.press(DIGITS));
      case HANG_UP -> after(LATER, leg::hangUp);
      case HOLD -> after(LATER, () -> hold(open));
      case FAX -> after(SOON, () -> offerFax(open));
      case TALK, EARLY_MEDIA -> talk(open, carrier.voice().line());
      case EMERGENCY -> talk(open, carrier.voice().notice(notice));
      case BUSY, RING, DECLINE, UNAVAILABLE, SILENT, REJECT, NO_NUMBER ->
          throw new IllegalStateException(behaviour + " answers no call");
    }
  }

  private void talk(CarrierAudio open, CompletableFuture<PcmAudio> line) {
    var _ =
        line.thenAccept(
            sound ->
                onLoop(
                    () -> {
                      if (!ended) {
                        open.play(sound);
                      }
                    }));
    after(carrier.limits().talk(), leg::hangUp);
  }

  private void hold(CarrierAudio open) {
    reinvite(
        open.offer(Direction.SENDONLY),
        answer -> {
          open.accept(answer);
          open.start();
          after(LATER, () -> resume(open));
        },
        TRIES);
  }

  private void resume(CarrierAudio open) {
    reinvite(
        open.offer(Direction.SENDRECV),
        answer -> {
          open.accept(answer);
          open.start();
        },
        TRIES);
  }

  private void offerFax(CarrierAudio open) {
    try {
      FaxLine line = FaxLine.open(open.local());
      fax = Optional.of(line);
      reinvite(
          line.offer(open.nextOrigin()),
          answer -> {
            if (line.begin(answer)) {
              open.rest();
            } else {
              log.info("The caller of the simulated carrier takes no fax; the call goes on");
            }
          },
          TRIES);
    } catch (IOException e) {
      log.error("The simulated carrier has no socket for a fax: {}", e.getMessage());
    }
  }

  /** Changes the session; met by a change of the peer it is tried again (RFC 3261 14.1). */
  private void reinvite(SipBody body, Accepted accepted, int tries) {
    Runnable again =
        () -> {
          if (tries > 1) {
            int pause = 10 * ThreadLocalRandom.current().nextInt(1, 201);
            after(Duration.ofMillis(pause), () -> reinvite(body, accepted, tries - 1));
          }
        };
    try {
      leg.request("INVITE", body, List.of(), new Reinvite(accepted, again));
    } catch (IllegalStateException changing) {
      again.run();
    }
  }

  /** The answers to a re-INVITE of ours. A refusal leaves the session as it was. */
  private record Reinvite(Accepted accepted, Runnable again) implements ResponseHandler {
    @Override
    public void onResponse(UacRequest request, SipResponse response) {
      if (response.isProvisional()) {
        return;
      }
      if (response.status() == 491) {
        again.run();
      } else if (response.isSuccess()) {
        try {
          accepted.accept(response.body().orElse(NO_DESCRIPTION));
        } catch (SdpException | IOException e) {
          log.info("A change by the simulated carrier came to nothing: {}", e.getMessage());
        }
      } else {
        log.info("A change by the simulated carrier was refused with {}", response.status());
      }
    }

    @Override
    public void onFailure(UacRequest request, int status, String reason) {
      log.info("A change by the simulated carrier failed with {}: {}", status, reason);
    }
  }

  // ---- what the peer wants

  @Override
  public void onRequest(SipCall call, UasRequest request) {
    switch (request.request().method()) {
      case "INVITE", "UPDATE" -> change(request);
      case "INFO", "OPTIONS" -> request.respond(200);
      default -> request.respond(501);
    }
  }

  private void change(UasRequest request) {
    Optional<SipBody> wanted = description(request.request().body());
    if (audio.isEmpty() || !audio.get().isAgreed()) {
      request.respond(491);
      return;
    }
    CarrierAudio open = audio.get();
    try {
      if (wanted.isPresent()) {
        SipBody answer = open.answer(wanted.get());
        open.start();
        respond(request, answer);
      } else if (request.request().is("INVITE")) {
        respond(request, open.offer(open.direction()));
      } else {
        request.respond(200); // UPDATE without a description refreshes the session (RFC 3311)
      }
    } catch (SdpException e) {
      request.respond(e.status());
    }
  }

  private static void respond(UasRequest request, SipBody body) {
    List<HeaderField> none = List.of();
    request.respond(200, null, body, none);
  }

  @Override
  public void onAcknowledged(SipCall call, SipRequest ack) {
    // a re-INVITE without offer is answered in its ACK
    ack.body()
        .ifPresent(
            answer -> {
              try {
                CarrierAudio open = audio.orElseThrow();
                open.accept(answer);
                open.start();
              } catch (SdpException e) {
                log.info("The simulated carrier hangs up: {}", e.getMessage());
                leg.hangUp();
              }
            });
  }

  @Override
  public void onEnded(SipCall call, CallEnd end) {
    ended = true;
    timeouts.forEach(SipLoop.Timeout::cancel);
    timeouts.clear();
    audio.ifPresent(CarrierAudio::close);
    fax.ifPresent(FaxLine::close);
    carrier.gone();
  }

  // ---- time and threads

  private void after(Duration delay, Runnable task) {
    if (!ended) {
      timeouts.add(
          leg.loop()
              .schedule(
                  delay,
                  () -> {
                    if (!ended) {
                      task.run();
                    }
                  }));
    }
  }

  /** Comes back to the loop; false when it is gone with all its calls. */
  private boolean onLoop(Runnable task) {
    try {
      leg.loop().execute(task);
      return true;
    } catch (RejectedExecutionException closed) {
      return false;
    }
  }
}
