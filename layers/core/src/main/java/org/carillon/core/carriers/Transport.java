package org.carillon.core.carriers;

/** How SIP travels to a carrier's trunk. */
public enum Transport {
  UDP(5060),
  TCP(5060),
  TLS(5061);

  private final int defaultPort;

  Transport(int defaultPort) {
    this.defaultPort = defaultPort;
  }

  /** The port that RFC 3261 gives it. */
  public int defaultPort() {
    return defaultPort;
  }
}
