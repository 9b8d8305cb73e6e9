package org.carillon.local.phone;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;

/**
 * A call to place.
 *
 * @param from the caller's number
 * @param number the number to call
 * @param host what stands behind the number in the Request-URI; empty: the address of {@code sip}
 * @param sip where the call is sent, over UDP
 * @param press keys to press a second after the answer; empty for none
 * @param longest how long it may ring, and how long it may last once it is answered
 */
public record CallPlan(
    String from,
    String number,
    String host,
    InetSocketAddress sip,
    String press,
    Duration longest) {

  public CallPlan {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(number, "number");
    Objects.requireNonNull(press, "press");
  }

  /** A call to a number that presses no keys. */
  public static CallPlan of(String from, String number, InetSocketAddress sip, Duration longest) {
    return new CallPlan(from, number, "", sip, "", longest);
  }
}
