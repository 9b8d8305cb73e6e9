package org.carillon.media.sip.message;

import java.util.Arrays;
import java.util.Optional;

/**
 * Reads messages: finds the header fields, checks the start line and the fields that every message
 * needs, and leaves all other values alone until somebody asks for them.
 *
 * <p>Liberal where RFC 4475 says a receiver may be (folding, compact forms, unknown fields), strict
 * where a broken message could be read in two ways: bare line breaks, repeated single fields,
 * Content-Length, the start line, CSeq.
 */
public final class SipParser {
  /** Largest message in bytes, what one datagram can carry. */
  public static final int MAX_MESSAGE = 65_535;

  /** Most header fields in a message. */
  public static final int MAX_HEADERS = 256;

  /** Longest header field in bytes, name, value and folding together. */
  public static final int MAX_HEADER = 16_384;

  private SipParser() {}

  /**
   * Reads one message.
   *
   * @param bytes holds the message; copied
   * @param reliable whether it came on a stream, where Content-Length framed it (RFC 3261 18.3)
   * @return a {@link SipRequest}, a {@link SipResponse}, or why it is neither
   */
  public static ParseResult parse(byte[] bytes, int offset, int length, boolean reliable) {
    int start = offset;
    int end = offset + length;
    while (start + 1 < end && bytes[start] == '\r' && bytes[start + 1] == '\n') {
      start += 2; // RFC 3261 section 7.5
    }
    if (start >= end) {
      return SipRejection.drop("Empty message");
    }
    if (end - start > MAX_MESSAGE) {
      return SipRejection.drop("Message is longer than " + MAX_MESSAGE + " bytes");
    }
    return new MessageReader(Arrays.copyOfRange(bytes, start, end), reliable).read();
  }

  /** Reads a whole array that came in a datagram. */
  public static ParseResult parse(byte[] bytes) {
    return parse(bytes, 0, bytes.length, false);
  }

  /**
   * Reads a whole array that nobody else uses from now on, without a copy.
   *
   * @param reliable as in {@link #parse(byte[], int, int, boolean)}
   */
  public static ParseResult parseOwned(byte[] bytes, boolean reliable) {
    boolean plain = bytes.length > 0 && bytes.length <= MAX_MESSAGE && bytes[0] != '\r';
    return plain
        ? new MessageReader(bytes, reliable).read()
        : parse(bytes, 0, bytes.length, reliable);
  }

  static SipResponse ownResponse(byte[] bytes, int status) {
    return new SipResponse(ownIndex(bytes), status);
  }

  static SipRequest ownRequest(byte[] bytes, String method, SipUri uri) {
    SipRequest request = new SipRequest(ownIndex(bytes), method, uri);
    Optional<String> fault = MessageChecks.fault(request);
    if (fault.isPresent()) {
      throw new IllegalStateException("Request cannot be sent: " + fault.get());
    }
    return request;
  }

  private static MessageIndex ownIndex(byte[] bytes) {
    if (bytes.length > MAX_MESSAGE) {
      throw new IllegalStateException("Message is longer than " + MAX_MESSAGE + " bytes");
    }
    MessageReader reader = new MessageReader(bytes, false);
    String fault = reader.index();
    if (fault != null) {
      throw new IllegalStateException("Message cannot be sent: " + fault);
    }
    return reader.result();
  }
}
