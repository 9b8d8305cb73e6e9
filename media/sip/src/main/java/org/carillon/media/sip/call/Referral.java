package org.carillon.media.sip.call;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.carillon.media.sip.ReferRequest;
import org.carillon.media.sip.ResponseHandler;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.UacRequest;
import org.carillon.media.sip.dialog.Replaces;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.ReasonPhrase;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipParseException;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.transaction.ServerTransaction;
import org.carillon.media.sip.transport.SipSource;

/**
 * A REFER inside a dialog and the subscription to its outcome (RFC 3515 section 2.4). NOTIFYs go
 * one after the other, so that none overtakes another; of those that wait only the last is sent.
 * Owned by the leg's loop.
 */
final class Referral implements ReferRequest, ResponseHandler {
  private static final Duration LIFETIME = Duration.ofMinutes(3);
  private static final String OVER = "terminated;reason=noresource";
  private static final String ENDED_BY_TIME = "terminated;reason=timeout";

  /** A NOTIFY to send: what its body and its Subscription-State say. */
  private record Progress(String status, String state) {}

  private final Leg leg;
  private final ServerTransaction transaction;
  private final SipRequest request;
  private final NameAddress referTo;
  private final boolean silent;
  private SipLoop.Timeout end;
  private boolean subscribed;
  private boolean sending;
  private Progress waiting;
  private Progress last;

  private Referral(Leg leg, ServerTransaction transaction, NameAddress referTo) {
    this.leg = leg;
    this.transaction = transaction;
    this.request = transaction.request();
    this.referTo = referTo;
    this.silent =
        request.header("Refer-Sub").filter(value -> value.strip().startsWith("false")).isPresent();
  }

  /** The referral of a REFER; empty when it names nobody that can be called. */
  static Optional<Referral> of(Leg leg, ServerTransaction transaction) {
    List<String> targets = transaction.request().lines(HeaderName.REFER_TO);
    try {
      return targets.size() == 1
          ? Optional.of(new Referral(leg, transaction, NameAddress.parse(targets.getFirst())))
          : Optional.empty();
    } catch (SipParseException e) {
      return Optional.empty();
    }
  }

  @Override
  public SipRequest request() {
    return request;
  }

  @Override
  public SipSource source() {
    return transaction.source();
  }

  @Override
  public NameAddress referTo() {
    return referTo;
  }

  @Override
  public Optional<NameAddress> referredBy() {
    try {
      Optional<String> value = request.header(HeaderName.REFERRED_BY);
      return value.isEmpty() ? Optional.empty() : Optional.of(NameAddress.parse(value.get()));
    } catch (SipParseException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Replaces> replaces() {
    return Replaces.of(referTo.uri());
  }

  @Override
  public void accept() {
    leg.agent.requireLoop();
    if (!transaction.isOpen()) {
      return;
    }
    List<HeaderField> quiet =
        silent ? List.of(HeaderField.of("Refer-Sub", "false")) : List.of(); // RFC 4488
    transaction.respond(
        leg.agent
            .answer(transaction, 202, null)
            .header("Contact", leg.agent.contact(source()))
            .headers(quiet)
            .build());
    if (silent) {
      leg.referralDone(this);
      return;
    }
    subscribed = true;
    last = new Progress("100 Trying", ENDED_BY_TIME);
    end = leg.loop().schedule(LIFETIME, () -> tell(last));
    progress(100, null);
  }

  @Override
  public void refuse(int status, String reason, List<HeaderField> headers) {
    leg.agent.requireLoop();
    if (status < 300 || status > 699) {
      throw new IllegalArgumentException("A refusal is 300 to 699, not " + status);
    }
    if (transaction.isOpen()) {
      transaction.respond(leg.agent.answer(transaction, status, reason).headers(headers).build());
      leg.referralDone(this);
    }
  }

  @Override
  public void progress(int status, String reason) {
    leg.agent.requireLoop();
    String phrase = status + " " + (reason == null ? ReasonPhrase.of(status) : reason);
    String state = status >= 200 ? OVER : "active;expires=" + LIFETIME.toSeconds();
    last = new Progress(phrase, ENDED_BY_TIME);
    tell(new Progress(phrase, state));
  }

  private void tell(Progress progress) {
    if (!subscribed || (waiting != null && isLast(waiting))) {
      return;
    }
    if (leg.state == SipCall.State.TERMINATED) {
      stop();
    } else if (sending) {
      waiting = progress;
    } else {
      notify(progress);
    }
  }

  private static boolean isLast(Progress progress) {
    return progress.state().startsWith("terminated");
  }

  private void notify(Progress progress) {
    sending = true;
    if (isLast(progress)) {
      stop();
    }
    String fragment = "SIP/2.0 " + progress.status() + "\r\n";
    SipBody body =
        new SipBody("message/sipfrag;version=2.0", fragment.getBytes(StandardCharsets.UTF_8));
    String event = "refer;id=" + request.cseq().number();
    List<HeaderField> headers =
        List.of(
            HeaderField.of("Event", event), HeaderField.of("Subscription-State", progress.state()));
    leg.request("NOTIFY", body, headers, this);
  }

  /** The dialog is over: nobody can be told any more. */
  void legEnded() {
    refuse(481, null, List.of());
    stop();
  }

  private void stop() {
    subscribed = false;
    if (end != null) {
      end.cancel();
      end = null;
    }
    leg.referralDone(this);
  }

  @Override
  public void onResponse(UacRequest notify, SipResponse response) {
    if (response.isProvisional()) {
      return;
    }
    sending = false;
    if (!response.isSuccess()) {
      stop(); // the peer does not want to know (RFC 6665 section 4.2.2)
    }
    Progress next = waiting;
    waiting = null;
    if (next != null) {
      tell(next);
    }
  }

  @Override
  public void onFailure(UacRequest notify, int status, String reason) {
    sending = false;
    stop();
  }
}
