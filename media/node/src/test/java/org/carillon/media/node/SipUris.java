package org.carillon.media.node;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Writes addresses as SIP URIs have them. */
final class SipUris {
  private SipUris() {}

  static String host(InetAddress address) {
    String text = address.getHostAddress();
    return address instanceof Inet6Address ? "[" + text + "]" : text;
  }
}
