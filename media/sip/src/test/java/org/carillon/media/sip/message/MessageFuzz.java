package org.carillon.media.sip.message;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.call.RequestScreen;

/**
 * Any bytes as a SIP message: nothing may be thrown, and what was taken can be answered. A target
 * of bench/fuzz.sh.
 */
public final class MessageFuzz {
  private static final RequestScreen SCREEN =
      new RequestScreen(
          SipConfig.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060)));

  private MessageFuzz() {}

  /** The fuzzer's entry. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    takes(bytes, false);
    takes(bytes, true);
  }

  /** Whether the bytes are a message. */
  static boolean takes(byte[] bytes, boolean reliable) {
    return switch (SipParser.parse(bytes, 0, bytes.length, reliable)) {
      case SipRequest request -> {
        SCREEN.check(request);
        request.contact();
        for (HeaderName name : HeaderName.values()) {
          request.values(name);
        }
        request.body().ifPresent(MessageFuzz::parts);
        answer(request);
        yield true;
      }
      case SipResponse response -> {
        response.contact();
        require(response.status() >= 100 && response.status() <= 699, "status");
        yield true;
      }
      case SipRejection rejection -> {
        require(rejection.status() >= 0 && rejection.status() <= 699, "rejection");
        yield false;
      }
    };
  }

  private static void parts(SipBody body) {
    if (!Multipart.isMultipart(body)) {
      return;
    }
    Multipart parts;
    try {
      parts = Multipart.parse(body);
    } catch (SipParseException stated) {
      require(!stated.getMessage().isEmpty(), "a reason");
      return;
    }
    parts.first("application/sdp");
  }

  private static void answer(SipRequest request) {
    SipResponse answer = request.response(200).toTag("t").build();
    ParseResult read = SipParser.parse(answer.bytes(), 0, answer.length(), false);
    require(
        read instanceof SipResponse again
            && again.callId().equals(request.callId())
            && again.cseq().equals(request.cseq()),
        "an answer that is read as it was written");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
