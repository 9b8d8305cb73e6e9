package org.carillon.media.sip.message;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A URI as SIP uses it (RFC 3261 section 19.1): {@code sip}, {@code sips} and {@code tel} with
 * their parts, any other scheme as opaque text. Immutable. Equality follows section 19.1.4 for
 * user, host, port and the parameters user, ttl, method, maddr and transport.
 */
public final class SipUri {
  private final String scheme;
  private final String user;
  private final String password;
  private final String host;
  private final int port;
  private final Parameters parameters;
  private final String headers;
  private final String opaque;

  SipUri(
      String scheme,
      String user,
      String password,
      String host,
      int port,
      Parameters parameters,
      String headers,
      String opaque) {
    this.scheme = scheme;
    this.user = user;
    this.password = password;
    this.host = host;
    this.port = port;
    this.parameters = parameters;
    this.headers = headers;
    this.opaque = opaque;
  }

  /**
   * Reads a URI.
   *
   * @throws SipParseException when it does not follow the grammar of RFC 3261 section 25.1
   */
  public static SipUri parse(String text) throws SipParseException {
    return SipUriReader.read(text);
  }

  /**
   * A {@code sip} URI.
   *
   * @param user unescaped user part, or null
   * @param host name, IPv4 address, or IPv6 address with or without brackets
   * @param port 1 to 65535, or -1 for none
   */
  public static SipUri sip(String user, String host, int port) {
    String name = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    String escaped = user == null ? null : escapeUser(user);
    return new SipUri("sip", escaped, null, name, port, Parameters.NONE, "", null);
  }

  /** An address as the host of a URI: IPv6 in brackets, without zone (RFC 3261 section 25.1). */
  public static String hostOf(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    String plain = zone < 0 ? text : text.substring(0, zone);
    return address instanceof Inet6Address ? "[" + plain + "]" : plain;
  }

  /** The scheme in lower case. */
  public String scheme() {
    return scheme;
  }

  /** Whether the scheme is sip or sips. */
  public boolean isSip() {
    return scheme.equals("sip") || scheme.equals("sips");
  }

  /** Whether the scheme is sips. */
  public boolean isSecure() {
    return scheme.equals("sips");
  }

  /** Whether the scheme is tel (RFC 3966). */
  public boolean isTel() {
    return scheme.equals("tel");
  }

  /**
   * The user part with escapes decoded; for {@code tel} the number as written. Empty when there is
   * none.
   */
  public Optional<String> user() {
    return Optional.ofNullable(user).map(SipUri::unescape);
  }

  /** The user part as written. */
  public Optional<String> rawUser() {
    return Optional.ofNullable(user);
  }

  /** The host as written, an IPv6 address in brackets; empty for schemes without host. */
  public String host() {
    return host;
  }

  /** A host as DNS, sockets and certificates know it: an IPv6 address without its brackets. */
  public static String plainHost(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** The port, or -1 when none is named. */
  public int port() {
    return port;
  }

  /** The URI's parameters, escapes kept. */
  public Parameters parameters() {
    return parameters;
  }

  /** What follows {@code ?}, as written; empty when there is nothing. */
  public String headers() {
    return headers;
  }

  /** This URI with one parameter set or replaced. */
  public SipUri withParameter(String name, String value) {
    return new SipUri(
        scheme, user, password, host, port, parameters.with(name, value), headers, opaque);
  }

  /** This URI without what is not allowed in a Request-URI: headers and the method parameter. */
  SipUri asRequestUri() {
    return headers.isEmpty() && !parameters.has("method")
        ? this
        : new SipUri(scheme, user, password, host, port, parameters.without("method"), "", opaque);
  }

  @Override
  public String toString() {
    if (opaque != null) {
      return scheme + ":" + opaque;
    }
    StringBuilder out = new StringBuilder(64).append(scheme).append(':');
    if (user != null) {
      out.append(user);
      if (password != null) {
        out.append(':').append(password);
      }
      if (!isTel()) {
        out.append('@');
      }
    }
    out.append(host);
    if (port >= 0) {
      out.append(':').append(port);
    }
    parameters.write(out);
    if (!headers.isEmpty()) {
      out.append('?').append(headers);
    }
    return out.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SipUri that
        && scheme.equals(that.scheme)
        && Objects.equals(opaque, that.opaque)
        && user().equals(that.user())
        && Objects.equals(password, that.password)
        && host.equalsIgnoreCase(that.host)
        && port == that.port
        && sameParameters(that)
        && headers.equals(that.headers);
  }

  private boolean sameParameters(SipUri that) {
    for (String name : new String[] {"user", "ttl", "method", "maddr", "transport"}) {
      Optional<String> mine = parameters.get(name);
      Optional<String> theirs = that.parameters.get(name);
      if (mine.isPresent() != theirs.isPresent()) {
        return false;
      }
    }
    for (String name : parameters.names()) {
      Optional<String> theirs = that.parameters.get(name);
      if (theirs.isPresent() && !theirs.get().equalsIgnoreCase(parameters.get(name).orElse(""))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return Objects.hash(scheme, host.toLowerCase(Locale.ROOT), port, opaque);
  }

  private static String unescape(String text) {
    // URLDecoder would turn '+' into a space, and '+' starts every E.164 number.
    return text.indexOf('%') < 0
        ? text
        : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String escapeUser(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (Syntax.isUserChar(b)) {
        out.append((char) b);
      } else {
        out.append('%').append(String.format("%02X", b & 0xff));
      }
    }
    return out.toString();
  }
}
