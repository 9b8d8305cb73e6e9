package org.carillon.media.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.ports.Sealer;
import org.carillon.core.routing.TrunkTarget;
import org.carillon.media.sip.ResponseHandler;
import org.carillon.media.sip.SipEndpoint;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.UacRequest;
import org.carillon.media.sip.digest.SipCredentials;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipParseException;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transport.SipDestination;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the node registered with the carriers that want it (D6, RFC 3261 section 10): registers,
 * refreshes before the registration ends, tries again when it failed, and takes it back at the end
 * or when the trunk is gone. What is wanted is looked at every half minute. State is owned by the
 * SIP loop; the carriers are read on virtual threads.
 */
final class Registrations {
  private static final Logger log = LoggerFactory.getLogger(Registrations.class);

  private static final int ASKED_SECONDS = 3600;
  private static final int LEAST_SECONDS = 30;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final int UNREACHABLE = 503;

  private final Supplier<SipEndpoint> sip;
  private final Supplier<List<TrunkTarget>> wanted;
  private final Sealer sealer;
  private final Periods periods;
  private final Map<Key, Registration> all = new HashMap<>();
  private boolean closed;

  /**
   * How often.
   *
   * @param look between looks at what is wanted
   * @param retry before the first new try after a failure; doubled each time
   */
  record Periods(Duration look, Duration retry) {
    static final Periods USUAL = new Periods(Duration.ofSeconds(30), Duration.ofSeconds(10));
  }

  /** One registration. */
  private record Key(String carrierId, String host, int port, String transport, String user) {
    static Key of(TrunkTarget target) {
      return new Key(
          target.ownerId(),
          target.host(),
          target.port(),
          target.transport(),
          target.username().orElse(""));
    }
  }

  /** What is wanted, with its password opened. */
  private record Open(Key key, SipCredentials credentials) {}

  private static final class Registration {
    private SipCredentials credentials;
    private Optional<SipLoop.Timeout> next = Optional.empty();
    private Duration pause;
    private boolean registered;
    private boolean wanted = true;

    Registration(SipCredentials credentials, Duration pause) {
      this.credentials = credentials;
      this.pause = pause;
    }
  }

  /**
   * @param sip the SIP stack; not asked before {@link #start}
   * @param wanted which trunks; may block
   */
  Registrations(
      Supplier<SipEndpoint> sip,
      Supplier<List<TrunkTarget>> wanted,
      Sealer sealer,
      Periods periods) {
    this.sip = sip;
    this.wanted = wanted;
    this.sealer = sealer;
    this.periods = periods;
  }

  /** Starts to register. Any thread. */
  void start() {
    NodeContext.offLoop(this::look);
  }

  /** Takes all registrations back. On the loop; a second time nothing happens. */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    for (Map.Entry<Key, Registration> entry : all.entrySet()) {
      entry.getValue().next.ifPresent(SipLoop.Timeout::cancel);
      if (entry.getValue().registered) {
        send(entry.getKey(), entry.getValue(), 0);
      }
    }
  }

  // ---- what is wanted, on a virtual thread

  private void look() {
    try {
      List<Open> open = new ArrayList<>();
      for (TrunkTarget target : wanted.get()) {
        open(target).ifPresent(open::add);
      }
      NodeContext.onLoop(sip.get().loop(), () -> apply(open));
    } catch (PortUnavailableException e) {
      log.warn("The carriers to register with could not be read: {}", e.getMessage());
    }
    NodeContext.onLoop(sip.get().loop(), this::lookAgain);
  }

  private Optional<Open> open(TrunkTarget target) {
    try {
      String password = target.password().map(secret -> secret.open(sealer)).orElse("");
      String user = target.username().orElse("");
      return Optional.of(new Open(Key.of(target), new SipCredentials(user, password)));
    } catch (IllegalArgumentException e) {
      log.error(
          "The password for {} cannot be opened; give the carrier's trunk a new one.",
          target.host());
      return Optional.empty();
    }
  }

  // ---- on the loop

  private void lookAgain() {
    if (!closed) {
      var _ = sip.get().loop().schedule(periods.look(), () -> NodeContext.offLoop(this::look));
    }
  }

  private void apply(List<Open> open) {
    if (closed) {
      return;
    }
    all.values().forEach(registration -> registration.wanted = false);
    for (Open one : open) {
      Registration known = all.get(one.key());
      if (known == null) {
        known = new Registration(one.credentials(), periods.retry());
        all.put(one.key(), known);
        register(one.key(), known);
      }
      known.wanted = true;
      known.credentials = one.credentials();
    }
    for (Key key : List.copyOf(all.keySet())) {
      if (!all.get(key).wanted) {
        Registration gone = all.remove(key);
        gone.next.ifPresent(SipLoop.Timeout::cancel);
        if (gone.registered) {
          send(key, gone, 0);
        }
      }
    }
  }

  private void register(Key key, Registration registration) {
    if (!closed && registration.wanted) {
      send(key, registration, ASKED_SECONDS);
    }
  }

  private void send(Key key, Registration registration, int seconds) {
    SipUri place = FarInvite.uri(key.user(), key.host(), key.port(), key.transport());
    sip.get()
        .locate(
            place,
            places -> send(key, registration, seconds, places.getFirst()),
            reason -> answered(key, registration, UNREACHABLE, 0, reason));
  }

  private void send(Key key, Registration registration, int seconds, SipDestination destination) {
    SipUri user = SipUri.sip(key.user(), key.host(), -1);
    // the registrar's own URI has no user (RFC 3261 section 10.2); many want one and ignore it
    SipUri registrar = FarInvite.uri(key.user(), key.host(), key.port(), key.transport());
    sip.get()
        .request(
            "REGISTER",
            registrar,
            NameAddress.of(user),
            destination,
            null,
            List.of(HeaderField.of("Expires", Integer.toString(seconds))),
            Optional.of(registration.credentials),
            new ResponseHandler() {
              @Override
              public void onResponse(UacRequest request, SipResponse response) {
                if (response.isFinal()) {
                  int granted = granted(response, seconds);
                  answered(key, registration, response.status(), granted, response.reason());
                }
              }

              @Override
              public void onFailure(UacRequest request, int status, String reason) {
                answered(key, registration, status, 0, reason);
              }
            });
  }

  /** How long the registration is good for: the contact's parameter, else the Expires header. */
  private static int granted(SipResponse response, int asked) {
    Optional<String> ofContact =
        response.header(HeaderName.CONTACT).flatMap(Registrations::contactExpires);
    String text = ofContact.or(() -> response.header(HeaderName.EXPIRES)).orElse("");
    return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : asked;
  }

  private static Optional<String> contactExpires(String contact) {
    try {
      return NameAddress.parse(contact).parameters().get("expires");
    } catch (SipParseException e) {
      return Optional.empty(); // several contacts: the header counts
    }
  }

  private void answered(
      Key key, Registration registration, int status, int seconds, String reason) {
    if (closed || all.get(key) != registration) {
      return;
    }
    boolean good = status >= 200 && status < 300;
    if (good && !registration.registered) {
      log.info("Registered with {} as {}.", key.host(), key.user());
    } else if (!good) {
      log.warn(
          "Not registered with {} as {}: {} {}. It is tried again; look at the trunk's user name"
              + " and password.",
          key.host(),
          key.user(),
          status,
          reason);
    }
    registration.registered = good;
    Duration next;
    if (good) {
      registration.pause = periods.retry();
      next = Duration.ofSeconds(Math.max(LEAST_SECONDS, seconds * 85L / 100));
    } else {
      next = registration.pause;
      Duration doubled = next.multipliedBy(2);
      registration.pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
    registration.next =
        Optional.of(sip.get().loop().schedule(next, () -> register(key, registration)));
  }
}
