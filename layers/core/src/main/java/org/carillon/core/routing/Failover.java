package org.carillon.core.routing;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which target is tried when one did not take a call, and what the caller is told at the end (V3,
 * V6). For one call; owned by whoever places it.
 *
 * <p>A target that is down, overloaded or silent is passed by: 408, 5xx and time-outs. So is a
 * trunk that wants other credentials than we have. An answer about the call itself is the caller's:
 * 486 Busy Here, 404 Not Found, 603 Decline and so on are never tried elsewhere. A call for help
 * goes on after any refusal: no single carrier may keep help away (E3).
 */
public final class Failover {

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int SERVICE_UNAVAILABLE = 503;

  private final List<TrunkTarget> targets;
  private final boolean emergency;
  private int index;

  /**
   * @param targets in the order they are tried, at least one
   * @param out whether a target does not answer now: those are tried last, and never left out,
   *     since whoever watches them may be wrong
   * @param emergency whether it is a call to emergency services
   */
  public Failover(List<TrunkTarget> targets, Predicate<TrunkTarget> out, boolean emergency) {
    this.emergency = emergency;
    this.targets =
        Stream.concat(targets.stream().filter(out.negate()), targets.stream().filter(out)).toList();
  }

  /** Over targets that all answer as far as is known. */
  public Failover(List<TrunkTarget> targets) {
    this(targets, target -> false, false);
  }

  /**
   * Whether an answer, to a call or to an OPTIONS ping, tells that the target is down: 503, 408 and
   * time-outs. Any other answer comes from one that lives (RFC 3261 section 11).
   */
  public static boolean tellsDown(int sipStatus) {
    return sipStatus == SERVICE_UNAVAILABLE || sipStatus == REQUEST_TIMEOUT;
  }

  /** What to do next. */
  public sealed interface Next {

    /** Place the call to this target. */
    record Try(TrunkTarget target) implements Next {}

    /**
     * Refuse the call.
     *
     * @param sipStatus the final response's status
     * @param cdrReason the call detail record's {@code StatusMessage}
     */
    record GiveUp(int sipStatus, String cdrReason) implements Next {}
  }

  /** The target to start with. */
  public TrunkTarget first() {
    return targets.getFirst();
  }

  /** Whether there is another target after the one in hand. */
  public boolean hasNext() {
    return index + 1 < targets.size();
  }

  /**
   * The target in hand did not take the call.
   *
   * @param sipStatus its final answer: 408 for a time-out, 503 when it cannot be reached
   * @param phrase its reason phrase
   */
  public Next after(int sipStatus, String phrase) {
    if (hasNext() && (emergency || isTheTargets(sipStatus, targets.get(index)))) {
      index++;
      return new Next.Try(targets.get(index));
    }
    return new Next.GiveUp(forCaller(sipStatus), sipStatus + " " + phrase);
  }

  /**
   * The target in hand rang until we gave up: it lives, nobody picked up, and no other place is
   * rung for it.
   */
  public static Next.GiveUp unanswered() {
    return new Next.GiveUp(REQUEST_TIMEOUT, REQUEST_TIMEOUT + " Request Timeout");
  }

  /**
   * Another region's node answers 403 when the regions' secrets or clocks differ: no caller loses a
   * call by that. A callee who says so is asked once more.
   */
  private static boolean isTheTargets(int status, TrunkTarget target) {
    return (status == FORBIDDEN && target.kind() == TrunkTarget.Kind.REGION_NODE)
        || (status >= 500 && status < 600)
        || status == REQUEST_TIMEOUT
        || status == UNAUTHORIZED
        || status == PROXY_AUTHENTICATION_REQUIRED;
  }

  /**
   * The trunk's credentials are not the caller's to give (RFC 3261 section 21.5.3), nor can the
   * caller follow a trunk's redirection.
   */
  private static int forCaller(int status) {
    if (status == UNAUTHORIZED || status == PROXY_AUTHENTICATION_REQUIRED) {
      return 502;
    }
    return status < 400 || status > 699 ? 480 : status;
  }
}
