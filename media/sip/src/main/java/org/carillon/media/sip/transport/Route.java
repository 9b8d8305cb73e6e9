package org.carillon.media.sip.transport;

/**
 * The way a request takes: an address, and the connection to prefer while it is open.
 *
 * @param destination the address
 * @param connection number of an open connection, 0 for none
 */
public record Route(SipDestination destination, long connection) {

  /** The way to an address over any connection. */
  public static Route to(SipDestination destination) {
    return new Route(destination, 0);
  }

  /** The destination's transport. */
  public Transport transport() {
    return destination.transport();
  }
}
