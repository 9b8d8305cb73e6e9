package org.carillon.media.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A SIP message: its bytes and an index of where each header field lies. Values become strings only
 * when asked for. Immutable, safe for any thread.
 */
public abstract sealed class SipMessage implements ParseResult permits SipRequest, SipResponse {
  final MessageIndex index;
  private Via topVia;
  private String callId;
  private CSeq cseq;
  private NameAddress from;
  private NameAddress to;

  SipMessage(MessageIndex index) {
    this.index = index;
  }

  /** Keeps what the checks had to read anyway. Called before anybody else has the message. */
  void remember(Via via, String id, CSeq number, NameAddress sender, NameAddress receiver) {
    topVia = via;
    callId = id;
    cseq = number;
    from = sender;
    to = receiver;
  }

  /**
   * Gives up the memory of what was read of it. Transactions are kept for half a minute after their
   * calls; what is asked of a message then is read again.
   */
  public void forget() {
    topVia = null;
    callId = null;
    cseq = null;
    from = null;
    to = null;
  }

  /** The first value of a field as written, without surrounding space; empty when absent. */
  public Optional<String> header(HeaderName name) {
    return Optional.ofNullable(index.first(name));
  }

  /** The first value of any field, by its full or compact name in any case. */
  public Optional<String> header(String name) {
    HeaderName known = HeaderName.of(name);
    return Optional.ofNullable(
        known == HeaderName.OTHER ? index.firstOther(name) : index.first(known));
  }

  /** The values of a field in order, lists taken apart at their commas. */
  public List<String> values(HeaderName name) {
    List<String> values = new ArrayList<>(4);
    for (int i = 0; i < index.count(); i++) {
      if (index.is(i, name)) {
        addElements(index.value(i), values);
      }
    }
    return values;
  }

  private static void addElements(String line, List<String> values) {
    HeaderReader in = new HeaderReader(line);
    int start = 0;
    try {
      do {
        in.skipSpace();
        start = in.position();
        String element = in.element();
        if (!element.isEmpty()) {
          values.add(element);
        }
      } while (in.skip(','));
    } catch (SipParseException e) {
      // Whoever reads the value will see that it is broken, so the rest stays one.
      values.add(line.substring(start));
    }
  }

  /** The values of one field as written, one for each line. */
  public List<String> lines(HeaderName name) {
    List<String> lines = new ArrayList<>(2);
    for (int i = 0; i < index.count(); i++) {
      if (index.is(i, name)) {
        lines.add(index.value(i));
      }
    }
    return lines;
  }

  /** Whether the message has that field. */
  public boolean has(HeaderName name) {
    return index.has(name);
  }

  /** Gives every field in order: the full name for a compact one, and the value as written. */
  public void forEachHeader(BiConsumer<String, String> field) {
    for (int i = 0; i < index.count(); i++) {
      field.accept(index.name(i), index.value(i));
    }
  }

  /** The topmost Via. A message from the parser always has one. */
  public Via topVia() {
    Via via = topVia;
    if (via == null) {
      via = required(HeaderName.VIA, Via::parse);
      topVia = via;
    }
    return via;
  }

  /** The Call-ID as written. */
  public String callId() {
    String id = callId;
    if (id == null) {
      id = required(HeaderName.CALL_ID, text -> text);
      callId = id;
    }
    return id;
  }

  /** The sequence number and its method. */
  public CSeq cseq() {
    CSeq value = cseq;
    if (value == null) {
      value = required(HeaderName.CSEQ, CSeq::parse);
      cseq = value;
    }
    return value;
  }

  /** Who sent the request of this transaction. */
  public NameAddress from() {
    NameAddress value = from;
    if (value == null) {
      value = required(HeaderName.FROM, NameAddress::parse);
      from = value;
    }
    return value;
  }

  /** Whom the request of this transaction is for. */
  public NameAddress to() {
    NameAddress value = to;
    if (value == null) {
      value = required(HeaderName.TO, NameAddress::parse);
      to = value;
    }
    return value;
  }

  /** The From tag, or empty (peers of RFC 2543 send none). */
  public Optional<String> fromTag() {
    return from().tag();
  }

  /** The To tag; empty outside a dialog. */
  public Optional<String> toTag() {
    return to().tag();
  }

  /** The first Contact; empty when there is none, when it is {@code *}, or when it is broken. */
  public Optional<NameAddress> contact() {
    List<String> contacts = values(HeaderName.CONTACT);
    try {
      return contacts.isEmpty() || contacts.getFirst().equals("*")
          ? Optional.empty()
          : Optional.of(NameAddress.parse(contacts.getFirst()));
    } catch (SipParseException e) {
      return Optional.empty();
    }
  }

  /** The Content-Type's type and subtype in lower case without parameters; empty when absent. */
  public Optional<String> contentType() {
    return header(HeaderName.CONTENT_TYPE).map(MediaType::essence);
  }

  /** Bytes in the body. */
  public int bodyLength() {
    return index.bodyEnd() - index.bodyStart();
  }

  /** The body with its Content-Type as written; empty when there are no body bytes. */
  public Optional<SipBody> body() {
    if (bodyLength() == 0) {
      return Optional.empty();
    }
    byte[] bytes = Arrays.copyOfRange(index.data(), index.bodyStart(), index.bodyEnd());
    return Optional.of(SipBody.received(header(HeaderName.CONTENT_TYPE).orElse(""), bytes));
  }

  /** The length of the whole message in bytes. */
  public int length() {
    return index.bodyEnd();
  }

  /** The bytes to send. Not copied: leave them unchanged. */
  public byte[] bytes() {
    return index.data();
  }

  /** The whole message as UTF-8 text. */
  @Override
  public String toString() {
    return new String(index.data(), 0, index.bodyEnd(), StandardCharsets.UTF_8);
  }

  /** How a field's value is read. */
  interface Reader<T> {
    T read(String text) throws SipParseException;
  }

  private <T> T required(HeaderName name, Reader<T> reader) {
    String text = index.first(name);
    try {
      if (text != null) {
        return reader.read(text);
      }
    } catch (SipParseException e) {
      throw new IllegalStateException("The parser let a broken " + name.text() + " pass", e);
    }
    throw new IllegalStateException("The message has no " + name.text());
  }
}
