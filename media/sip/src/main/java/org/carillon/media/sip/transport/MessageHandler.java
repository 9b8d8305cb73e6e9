package org.carillon.media.sip.transport;

import org.carillon.media.sip.message.ParseResult;

/** Takes what the transports receive. Called on the SIP loop. */
public interface MessageHandler {
  void onMessage(ParseResult result, SipSource source);
}
