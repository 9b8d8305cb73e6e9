package org.carillon.media.node;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.carillon.core.routing.Failover;
import org.carillon.core.routing.TrunkTarget;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.ResponseHandler;
import org.carillon.media.sip.SipEndpoint;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.UacRequest;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transport.SipDestination;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which targets answer (V2, V3). Targets that had a call in the last hour are pinged with OPTIONS
 * once a minute, those that are out or in doubt every ten seconds; what a call meets counts too. A
 * target is out after two pings or one call without an answer, or a call refused with Retry-After,
 * and back with the first answer. Another 408 or 503 to a call may be one callee's, handed on by a
 * target that is well: it only raises a doubt. Owned by the SIP loop; bounded.
 */
final class TargetHealth {
  private static final Logger log = LoggerFactory.getLogger(TargetHealth.class);

  private static final int REMEMBERED = 10_000;
  private static final int PINGS_AT_ONCE = 200;
  private static final int MISSED_PINGS = 2;
  private static final int UNREACHABLE = 503;

  /** Who asks, and whom: OPTIONS is for the host, but many want a user in its URI. */
  private static final String PING = "ping";

  private final Supplier<SipEndpoint> sip;
  private final Periods periods;
  private final Map<Place, Health> known =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Health> eldest) {
          return size() > REMEMBERED;
        }
      };
  private Optional<SipLoop.Timeout> next = Optional.empty();
  private int pings;
  private boolean closed;

  /**
   * How often.
   *
   * @param out between pings of a target that is out
   * @param in between pings of one that answers
   * @param forget how long after its last call a target is pinged
   */
  record Periods(Duration out, Duration in, Duration forget) {
    static final Periods USUAL =
        new Periods(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofHours(1));
  }

  /** Where a target is; several connectors may have the same host. */
  private record Place(String host, int port, String transport) {
    static Place of(TrunkTarget target) {
      return new Place(target.host(), target.port(), target.transport());
    }
  }

  private static final class Health {
    private long usedNanos;
    private long pingedNanos;
    private int missed;
    private boolean out;
    private boolean pinging;
  }

  /**
   * @param sip the SIP stack; not asked before {@link #start}
   */
  TargetHealth(Supplier<SipEndpoint> sip, Periods periods) {
    this.sip = sip;
    this.periods = periods;
  }

  /** Starts to look after targets. Any thread. */
  void start() {
    next = Optional.of(sip.get().loop().schedule(periods.out(), this::look));
  }

  /** Stops. On the loop. */
  void close() {
    closed = true;
    next.ifPresent(SipLoop.Timeout::cancel);
  }

  /** Whether a target does not answer now. */
  boolean isOut(TrunkTarget target) {
    Health health = known.get(Place.of(target));
    return health != null && health.out;
  }

  /** A call is placed to a target. */
  void used(TrunkTarget target) {
    if (target.kind() != TrunkTarget.Kind.SIMULATED_CARRIER) {
      known.computeIfAbsent(Place.of(target), place -> new Health()).usedNanos = System.nanoTime();
    }
  }

  /** A target did not take a call; says why. */
  void refused(TrunkTarget target, CallEnd end) {
    Place place = Place.of(target);
    Health health = known.get(place);
    if (health == null || end.cause() == CallEnd.Cause.FAILED) { // our own failure says nothing
      return;
    }
    if (!Failover.tellsDown(end.status())) {
      comesBack(place, health);
    } else if (isItsOwn(end)) {
      health.missed = MISSED_PINGS;
      goesOut(place, health, "a call: " + end.status() + ", " + end.reason());
    } else {
      health.missed = Math.max(health.missed, 1);
    }
  }

  /** No answer at all, or one that speaks of the target itself (RFC 3261 section 21.5.4). */
  private static boolean isItsOwn(CallEnd end) {
    return end.response().isEmpty() || end.response().get().has(HeaderName.RETRY_AFTER);
  }

  private void look() {
    if (closed) {
      return;
    }
    long now = System.nanoTime();
    known
        .entrySet()
        .removeIf(entry -> now - entry.getValue().usedNanos > periods.forget().toNanos());
    for (Map.Entry<Place, Health> entry : List.copyOf(known.entrySet())) {
      Health health = entry.getValue();
      Duration every = health.out || health.missed > 0 ? periods.out() : periods.in();
      // a tenth less, so that a tick that comes a little early is not a whole period late
      boolean due = now - health.pingedNanos > every.toNanos() * 9 / 10 || health.pingedNanos == 0;
      if (due && !health.pinging && pings < PINGS_AT_ONCE) {
        health.pingedNanos = now;
        ping(entry.getKey(), health);
      }
    }
    next = Optional.of(sip.get().loop().schedule(periods.out(), this::look));
  }

  private void ping(Place place, Health health) {
    SipUri uri = FarInvite.uri(PING, place.host(), place.port(), place.transport());
    NameAddress from = NameAddress.of(SipUri.sip(PING, "carillon.invalid", -1));
    health.pinging = true;
    pings++;
    sip.get()
        .locate(
            uri,
            places -> ask(uri, from, places.getFirst(), place, health),
            reason -> pinged(place, health, UNREACHABLE));
  }

  private void ask(
      SipUri uri, NameAddress from, SipDestination destination, Place place, Health health) {
    sip.get()
        .request(
            "OPTIONS",
            uri,
            from,
            destination,
            null,
            List.of(),
            Optional.empty(),
            new ResponseHandler() {
              @Override
              public void onResponse(UacRequest request, SipResponse response) {
                if (response.isFinal()) {
                  pinged(place, health, response.status());
                }
              }

              @Override
              public void onFailure(UacRequest request, int status, String reason) {
                pinged(place, health, status);
              }
            });
  }

  private void pinged(Place place, Health health, int status) {
    pings--;
    health.pinging = false;
    if (!Failover.tellsDown(status)) {
      comesBack(place, health);
    } else if (++health.missed >= MISSED_PINGS) {
      goesOut(place, health, "OPTIONS was answered " + status);
    }
  }

  private static void goesOut(Place place, Health health, String why) {
    if (!health.out) {
      health.out = true;
      log.warn(
          "{}:{} is taken out of the routes ({}). It is asked every few seconds and comes back with"
              + " its first answer.",
          place.host(),
          place.port(),
          why);
    }
  }

  private static void comesBack(Place place, Health health) {
    health.missed = 0;
    if (health.out) {
      health.out = false;
      log.info("{}:{} answers again and is back in the routes.", place.host(), place.port());
    }
  }
}
