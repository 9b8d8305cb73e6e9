package org.carillon.media.node;

import org.carillon.media.sip.message.SipMessage;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.message.SipUri;

/** A SIP message in a few words, without what may be secret: parameters, header fields, bodies. */
final class MessageLine {

  private MessageLine() {}

  /** {@code INVITE sip:+12065550100@example.com}, or {@code 200 OK (INVITE)}. */
  static String of(SipMessage message) {
    return switch (message) {
      case SipRequest request -> request.method() + " " + uri(request.requestUri());
      case SipResponse response ->
          response.status() + " " + response.reason() + " (" + response.cseq().method() + ")";
    };
  }

  private static String uri(SipUri uri) {
    String user = uri.user().map(name -> name + "@").orElse("");
    return uri.scheme() + ":" + user + uri.host();
  }
}
