package org.carillon.media.sip.transaction;

import java.net.InetAddress;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.Via;
import org.carillon.media.sip.transport.SipSource;

/** What a server writes into the topmost Via (RFC 3261 section 18.2.1, RFC 3581 section 4). */
final class TopVia {

  private TopVia() {}

  /** The Via value for answers, or null when the request's own can be copied. */
  static String answered(SipRequest request, SipSource source) {
    Via via = request.topVia();
    InetAddress address = source.remote().getAddress();
    String host = hostText(address);
    boolean rport = via.parameters().has("rport");
    if (!rport && isSameHost(via.host(), address)) {
      return null;
    }
    var parameters = via.parameters().without("received").with("received", host);
    if (rport) {
      parameters = parameters.with("rport", Integer.toString(source.remote().getPort()));
    }
    return new Via(via.protocol(), via.transport(), via.host(), via.port(), parameters).toString();
  }

  private static boolean isSameHost(String host, InetAddress address) {
    String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    try {
      return InetAddress.ofLiteral(plain).equals(address);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String hostText(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }
}
