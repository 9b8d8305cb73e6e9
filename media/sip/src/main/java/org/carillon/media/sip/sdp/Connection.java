package org.carillon.media.sip.sdp;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * A {@code c=} line of the Internet.
 *
 * @param addressType IP4 or IP6
 * @param host the address as written, without TTL; may be a name
 */
public record Connection(String addressType, String host) {

  static Connection parse(String text) throws SdpException {
    String[] parts = text.split(" ");
    if (parts.length != 3 || !parts[0].equals("IN")) {
      throw SdpException.malformed("A c= line is not 'IN type address'");
    }
    if (!parts[1].equals("IP4") && !parts[1].equals("IP6")) {
      throw SdpException.malformed("A c= line has an unknown address type");
    }
    int slash = parts[2].indexOf('/');
    String host = slash < 0 ? parts[2] : parts[2].substring(0, slash);
    if (host.isEmpty() || host.length() > 253 || !host.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw SdpException.malformed("A c= line has no address");
    }
    return new Connection(parts[1], host);
  }

  /** The line for an address of ours. */
  public static Connection of(InetAddress address) {
    String host = address.getHostAddress();
    int zone = host.indexOf('%');
    return new Connection(
        address instanceof Inet6Address ? "IP6" : "IP4", zone < 0 ? host : host.substring(0, zone));
  }

  /**
   * The address, without asking the DNS.
   *
   * @throws SdpException 488 when the host is a name
   */
  public InetAddress address() throws SdpException {
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      throw SdpException.notAcceptable("The media address is no IP address");
    }
  }

  @Override
  public String toString() {
    return "IN " + addressType + " " + host;
  }
}
