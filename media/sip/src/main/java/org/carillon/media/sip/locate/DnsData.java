package org.carillon.media.sip.locate;

import java.net.InetAddress;

/** The data of one record. */
sealed interface DnsData {

  /** An A or AAAA record. */
  record Address(InetAddress address) implements DnsData {}

  /** An SRV record (RFC 2782); the target without its last dot, empty for "not here". */
  record Service(int priority, int weight, int port, String target) implements DnsData {}

  /** A NAPTR record (RFC 3403) without its regular expression, which SIP does not use. */
  record Pointer(int order, int preference, String flags, String service, String replacement)
      implements DnsData {}
}
