package org.carillon.media.sip;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;

/**
 * A user of an endpoint and a listener of legs that writes down what it is told, so that a test can
 * wait for it, and that does with a new call what the test says.
 */
public class TestUser implements SipUser, CallListener {

  /** One callback: its name, the leg if any, and what came with it. */
  public record Event(String name, SipCall call, Object detail) {}

  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private final BiConsumer<UasCall, SipRequest> onInvite;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  public TestUser(BiConsumer<UasCall, SipRequest> onInvite) {
    this.onInvite = onInvite;
  }

  /** A user that leaves each call to the test. */
  public TestUser() {
    this((call, invite) -> {});
  }

  @Override
  public CallListener onInvite(UasCall call, SipRequest invite) {
    events.add(new Event("invite", call, invite));
    onInvite.accept(call, invite);
    return this;
  }

  /** Calls to 911 are. */
  @Override
  public boolean isUrgent(SipRequest invite) {
    return invite.requestUri().user().equals(Optional.of("911"));
  }

  @Override
  public void onRequest(UasRequest request) {
    events.add(new Event("request", null, request));
    request.respond(200, null, null, List.of());
  }

  @Override
  public void onProvisional(UacCall call, SipResponse response) {
    events.add(new Event("provisional", call, response));
  }

  @Override
  public void onAnswered(UacCall call, SipResponse response) {
    events.add(new Event("answered", call, response));
  }

  @Override
  public void onConfirmed(UasCall call, SipRequest ack) {
    events.add(new Event("confirmed", call, ack));
  }

  @Override
  public void onProvisionalAcknowledged(UasCall call, SipRequest prack) {
    events.add(new Event("prack", call, prack));
  }

  @Override
  public void onRefreshed(SipCall call, SipResponse response) {
    events.add(new Event("refreshed", call, response));
  }

  @Override
  public void onAcknowledged(SipCall call, SipRequest ack) {
    events.add(new Event("acknowledged", call, ack));
  }

  @Override
  public void onRequest(SipCall call, UasRequest request) {
    events.add(new Event("in-dialog", call, request));
    request.respond(200, null, null, List.of());
  }

  @Override
  public void onEnded(SipCall call, CallEnd end) {
    events.add(new Event("ended", call, end));
  }

  /** Waits for the next event and checks its name. */
  public Event expect(String name) throws InterruptedException {
    return expectOf(name);
  }

  /** Waits for the next event and checks that it has one of those names. */
  public Event expectOf(String... names) throws InterruptedException {
    String name = String.join(" or ", names);
    Event event = events.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (event == null) {
      throw new AssertionError("Waited in vain for '" + name + "'");
    }
    if (!List.of(names).contains(event.name())) {
      throw new AssertionError("Expected '" + name + "' but was told " + event);
    }
    return event;
  }

  /** Waits for the leg's end. */
  public CallEnd expectEnd() throws InterruptedException {
    return (CallEnd) expect("ended").detail();
  }

  /** Events that nobody asked for yet. */
  public List<Event> rest() {
    return List.copyOf(events);
  }
}
