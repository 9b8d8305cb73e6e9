package org.carillon.media.sip.message;

import java.util.Optional;

/** What every message must have in good order before anything is done with it (RFC 3261 8.1.1). */
final class MessageChecks {

  private static final HeaderName[] NEEDED = {
    HeaderName.VIA, HeaderName.FROM, HeaderName.TO, HeaderName.CALL_ID, HeaderName.CSEQ
  };

  private MessageChecks() {}

  /** What is wrong with the message, in one line. */
  static Optional<String> fault(SipMessage message) {
    for (HeaderName name : NEEDED) {
      if (!message.has(name)) {
        return Optional.of(name.text() + " is missing");
      }
    }
    HeaderName current = HeaderName.VIA;
    try {
      MessageIndex index = message.index;
      Via via = Via.parse(index.first(current));
      current = HeaderName.CSEQ;
      CSeq cseq = CSeq.parse(index.first(current));
      if (message instanceof SipRequest request && !cseq.method().equals(request.method())) {
        return Optional.of("CSeq names another method than the request line");
      }
      current = HeaderName.FROM;
      NameAddress from = NameAddress.parse(index.first(current));
      current = HeaderName.TO;
      NameAddress to = NameAddress.parse(index.first(current));
      current = HeaderName.CALL_ID;
      String callId = index.first(current);
      checkCallId(callId);
      message.remember(via, callId, cseq, from, to);
      current = HeaderName.MAX_FORWARDS;
      if (index.has(current)) {
        checkNumber(index.first(current), 255);
      }
      return Optional.empty();
    } catch (SipParseException e) {
      return Optional.of(current.text() + ": " + e.getMessage());
    }
  }

  private static void checkCallId(String value) throws SipParseException {
    for (int i = 0; i < value.length(); i++) {
      if (!Syntax.isWordChar(value.charAt(i)) && value.charAt(i) != '@') {
        throw new SipParseException("Character not allowed");
      }
    }
    if (value.isEmpty()) {
      throw new SipParseException("Empty");
    }
  }

  private static void checkNumber(String value, long max) throws SipParseException {
    HeaderReader in = new HeaderReader(value);
    in.number(max);
    if (!in.atEnd()) {
      throw new SipParseException("Not a number");
    }
  }
}
