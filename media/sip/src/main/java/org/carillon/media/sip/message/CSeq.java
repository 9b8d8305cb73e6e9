package org.carillon.media.sip.message;

/**
 * A CSeq value (RFC 3261 section 20.16).
 *
 * @param number 0 to 2^32-1 as received; a request we send is below 2^31
 * @param method the method as written; methods have case
 */
public record CSeq(long number, String method) {
  private static final long MAX = 0xffff_ffffL;

  /** Reads a CSeq value. */
  public static CSeq parse(String text) throws SipParseException {
    HeaderReader in = new HeaderReader(text);
    long number = in.number(MAX);
    if (!Syntax.isSpace(in.peek())) {
      throw new SipParseException("CSeq has no method");
    }
    in.skipSpace();
    String method = in.token();
    if (!in.atEnd()) {
      throw new SipParseException("Something follows the CSeq");
    }
    return new CSeq(number, method);
  }

  @Override
  public String toString() {
    return number + " " + method;
  }
}
