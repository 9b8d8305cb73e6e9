package org.carillon.media.sip.message;

import java.util.Optional;

/**
 * One Via value (RFC 3261 section 20.42).
 *
 * @param protocol {@code SIP/2.0}, as written without spaces
 * @param transport the transport as written, for example {@code UDP}
 * @param host the sent-by host, an IPv6 address in brackets
 * @param port the sent-by port, -1 when none is named
 * @param parameters branch, received, rport, maddr and so on
 */
public record Via(String protocol, String transport, String host, int port, Parameters parameters) {

  /** What a branch of RFC 3261 starts with (section 8.1.1.7). */
  public static final String MAGIC_COOKIE = "z9hG4bK";

  private static final Parameters RPORT = Parameters.NONE.with("rport", "");

  /**
   * Reads one Via value.
   *
   * @throws SipParseException when the text does not start with one; what follows a comma is left
   */
  public static Via parse(String text) throws SipParseException {
    HeaderReader in = new HeaderReader(text);
    in.skipSpace();
    String name = in.token();
    in.skipSpace();
    in.expect('/');
    in.skipSpace();
    String version = in.token();
    in.skipSpace();
    in.expect('/');
    in.skipSpace();
    String transport = in.token();
    if (!Syntax.isSpace(in.peek())) {
      throw new SipParseException("Via has no space before its host");
    }
    in.skipSpace();
    String host = in.host();
    in.skipSpace();
    int port = -1;
    if (in.skip(':')) {
      in.skipSpace();
      port = (int) in.number(65535);
    }
    Parameters parameters = in.parameters();
    in.skipSpace();
    if (!in.atEnd() && in.peek() != ',') {
      throw new SipParseException("Something unexpected follows a Via");
    }
    boolean usual = name.equals("SIP") && version.equals("2.0");
    String protocol = usual ? "SIP/2.0" : name + "/" + version;
    return new Via(protocol, transport, host, port, parameters);
  }

  /** The branch parameter as written. */
  public Optional<String> branch() {
    return parameters.get("branch");
  }

  /** Whether the branch identifies a transaction as RFC 3261 section 17.2.3 has it. */
  public boolean hasMagicCookie() {
    String branch = branch().orElse("");
    return branch.length() > MAGIC_COOKIE.length()
        && branch.regionMatches(true, 0, MAGIC_COOKIE, 0, MAGIC_COOKIE.length());
  }

  /** As much of this as says where an answer goes: it is kept as long as answers are repeated. */
  public Via answerWay() {
    Parameters kept = parameters.has("rport") ? RPORT : Parameters.NONE;
    return new Via(protocol, transport, host, port, kept);
  }

  /** Host and port as written, in lower case: what a transaction's key takes from a Via. */
  public String sentBy() {
    String name = host.toLowerCase(java.util.Locale.ROOT);
    return port < 0 ? name : name + ":" + port;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(96);
    out.append(protocol).append('/').append(transport).append(' ').append(host);
    if (port >= 0) {
      out.append(':').append(port);
    }
    parameters.write(out);
    return out.toString();
  }
}
