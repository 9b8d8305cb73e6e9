package org.carillon.media.node;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.UacRequest;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipResponse;

/** A re-INVITE of a phone that is given up. */
final class GivenUp {
  private final CompletableFuture<SipResponse> answer = new CompletableFuture<>();
  private volatile SipCall call;
  private volatile Optional<UacRequest> sent = Optional.empty();

  /** One that was sent. */
  static GivenUp sent(SipCall from, Supplier<SipBody> body) {
    GivenUp change = new GivenUp();
    change.send(from, body);
    return change;
  }

  void send(SipCall from, Supplier<SipBody> body) {
    call = from;
    call.loop()
        .execute(
            () ->
                sent =
                    Optional.of(
                        call.request("INVITE", body.get(), List.of(), new FinalAnswer(answer))));
  }

  void giveUp() {
    call.loop().execute(() -> sent.orElseThrow().cancel());
  }

  SipResponse answer() {
    return FinalAnswer.await(answer);
  }
}
