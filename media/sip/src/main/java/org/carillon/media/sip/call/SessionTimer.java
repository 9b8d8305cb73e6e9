package org.carillon.media.sip.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carillon.media.sip.CallEnd;
import org.carillon.media.sip.SipCall;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;

/**
 * The session timer of one leg (RFC 4028): agrees on an interval, refreshes the session at half of
 * it when that is our part, and ends the leg when it runs out. It is the answer to the INVITE that
 * starts it: an UPDATE before that neither asks for a timer nor agrees on one. Owned by the leg's
 * loop.
 */
final class SessionTimer {
  /** A peer's interval or Min-SE above a day is taken as one day. */
  private static final long LONGEST = 86_400;

  private static final long MARGIN_MILLIS = 32_000;

  /** What Min-SE means when it is not there (section 5). */
  private static final long USUAL_MINIMUM = 90;

  private final Leg leg;
  private final boolean offered;
  private final long least;
  private long wanted;
  private long minimum;
  private boolean running;
  private boolean refreshing;
  private SipLoop.Timeout timer;

  SessionTimer(Leg leg) {
    SipConfig.Timers timers = leg.agent.timers();
    this.leg = leg;
    this.offered = leg.agent.offers(Extensions.TIMER);
    this.least = timers.minSession().toSeconds();
    this.minimum = least;
    this.wanted = timers.session().toSeconds();
  }

  // ---- our requests

  /** What an INVITE or UPDATE of ours says; of a dialog's first INVITE the peer chooses who. */
  List<HeaderField> requestHeaders() {
    if (!offered) {
      return List.of();
    }
    List<HeaderField> fields = new ArrayList<>(3);
    if (leg.dialog != null) {
      fields.add(HeaderField.of("Supported", leg.agent.supported()));
      if (leg.isInviteOpen()) {
        return fields;
      }
    }
    Optional<String> who =
        running
            ? Optional.of(refreshing ? SessionExpires.UAC : SessionExpires.UAS)
            : Optional.empty();
    fields.add(HeaderField.of("Session-Expires", new SessionExpires(wanted, who).toString()));
    if (minimum != USUAL_MINIMUM) {
      fields.add(HeaderField.of("Min-SE", Long.toString(minimum)));
    }
    return fields;
  }

  /** The peer took our INVITE or UPDATE: its answer says what holds now (section 7.2). */
  void onAnswer(SipResponse response) {
    Optional<SessionExpires> agreed =
        response.header(HeaderName.SESSION_EXPIRES).flatMap(SessionExpires::parse);
    if (!offered || agreed.isEmpty()) {
      stop();
      return;
    }
    boolean theirs = agreed.get().refresher().filter(SessionExpires.UAS::equals).isPresent();
    start(agreed.get().seconds(), !theirs);
  }

  /** Takes the Min-SE of a 422; false when sending again would not help (section 7.3). */
  boolean raise(SipResponse response) {
    long asked = response.header(HeaderName.MIN_SE).flatMap(SessionExpires::minimum).orElse(0L);
    if (!offered || (asked <= wanted && asked <= minimum) || asked > LONGEST) {
      return false;
    }
    minimum = Math.max(minimum, asked);
    wanted = Math.max(wanted, asked);
    return true;
  }

  // ---- the peer's requests

  /** Takes part in what the peer's INVITE or UPDATE asks, and says so in its 2xx (section 9). */
  List<HeaderField> accept(SipRequest request) {
    Optional<SessionExpires> asked =
        request.header(HeaderName.SESSION_EXPIRES).flatMap(SessionExpires::parse);
    boolean supported = Extensions.isSupported(request, Extensions.TIMER);
    if (!offered || (asked.isEmpty() && !supported)) {
      stop();
      return List.of();
    }
    long theirLeast =
        request.header(HeaderName.MIN_SE).flatMap(SessionExpires::minimum).orElse(USUAL_MINIMUM);
    long longest = asked.map(SessionExpires::seconds).orElse(wanted);
    long seconds = Math.max(Math.min(longest, wanted), Math.min(theirLeast, longest));
    String who = supported ? asked.flatMap(SessionExpires::refresher).orElse(usual()) : "uas";
    start(seconds, who.equals(SessionExpires.UAS));
    SessionExpires agreed = new SessionExpires(seconds, Optional.of(who));
    HeaderField expires = HeaderField.of("Session-Expires", agreed.toString());
    return who.equals(SessionExpires.UAC)
        ? List.of(expires, HeaderField.of("Require", Extensions.TIMER))
        : List.of(expires);
  }

  /** Who refreshes when the peer leaves it to us: whoever does it already, else the peer. */
  private String usual() {
    return running && refreshing ? SessionExpires.UAS : SessionExpires.UAC;
  }

  // ---- time

  private void start(long asked, boolean ours) {
    stop();
    if (leg.state == SipCall.State.TERMINATED) {
      return;
    }
    running = true;
    refreshing = ours;
    long seconds = Math.clamp(asked, least, LONGEST);
    wanted = seconds;
    long millis = Duration.ofSeconds(seconds).toMillis();
    // Section 10: BYE a little before the end, so that it comes before the peer's.
    long end = millis - Math.min(MARGIN_MILLIS, millis / 3);
    if (ours) {
      long half = millis / 2;
      timer = leg.loop().schedule(Duration.ofMillis(half), () -> refresh(end - half));
    } else {
      timer = leg.loop().schedule(Duration.ofMillis(end), this::expire);
    }
  }

  private void refresh(long untilEnd) {
    timer = leg.loop().schedule(Duration.ofMillis(untilEnd), this::expire);
    leg.refreshSession();
  }

  private void expire() {
    timer = null;
    running = false;
    leg.abandon(
        CallEnd.of(
            CallEnd.Cause.TIMED_OUT, 408, "The session expired without a refresh (RFC 4028)"));
  }

  /** The leg has ended, or the peer wants no timer any more. */
  void stop() {
    running = false;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
