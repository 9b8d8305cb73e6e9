package org.carillon.media.sip.transport;

import java.util.Locale;
import java.util.Optional;

/** A SIP transport (RFC 3261 section 18). */
public enum Transport {
  UDP(false, 5060),
  TCP(true, 5060),
  TLS(true, 5061);

  private final boolean reliable;
  private final int defaultPort;
  private final String parameter = name().toLowerCase(Locale.ROOT);

  Transport(boolean reliable, int defaultPort) {
    this.reliable = reliable;
    this.defaultPort = defaultPort;
  }

  /** Whether messages arrive once and in order, so that nothing is retransmitted by SIP. */
  public boolean reliable() {
    return reliable;
  }

  /** The port used when none is named (RFC 3261 section 19.1.2). */
  public int defaultPort() {
    return defaultPort;
  }

  /** The lower-case name of the {@code transport} URI parameter. */
  public String parameter() {
    return parameter;
  }

  /** The transport of that name in any case; empty for one that this stack does not know. */
  public static Optional<Transport> named(String name) {
    for (Transport transport : values()) {
      if (transport.name().equalsIgnoreCase(name)) {
        return Optional.of(transport);
      }
    }
    return Optional.empty();
  }
}
