package org.carillon.local.carrier;

import java.time.Duration;

/**
 * What the simulated carrier spends at most.
 *
 * @param calls at once; further ones get 503 with Retry-After
 * @param talk how long an ordinary call lasts before the carrier hangs up
 * @param longest how long any answered call lasts before the carrier hangs up
 * @param ringing how long a call that is never answered rings before it gets 480: longer than any
 *     caller's patience, so that a caller who forgot it does not keep it for ever
 */
record CarrierLimits(int calls, Duration talk, Duration longest, Duration ringing) {

  /** Those of design section 6, and bounds where it names none. */
  static final CarrierLimits DEFAULT =
      new CarrierLimits(1_000, Duration.ofSeconds(60), Duration.ofHours(1), Duration.ofMinutes(10));

  CarrierLimits {
    if (calls < 1) {
      throw new IllegalArgumentException("a carrier takes at least one call");
    }
  }

  /** These with another length of ordinary calls. */
  CarrierLimits withTalk(Duration length) {
    return new CarrierLimits(calls, length, longest, ringing);
  }

  /** These with another number of calls. */
  CarrierLimits withCalls(int most) {
    return new CarrierLimits(most, talk, longest, ringing);
  }
}
