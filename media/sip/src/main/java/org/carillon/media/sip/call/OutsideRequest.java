package org.carillon.media.sip.call;

import java.util.List;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.UasRequest;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.transaction.ServerTransaction;
import org.carillon.media.sip.transaction.Tags;
import org.carillon.media.sip.transport.SipSource;

/** A request outside any dialog that waits for its answer. */
final class OutsideRequest implements UasRequest {
  private final UserAgent agent;
  private final ServerTransaction transaction;
  private final SipRequest request;
  private final String tag = Tags.next();

  OutsideRequest(UserAgent agent, ServerTransaction transaction) {
    this.agent = agent;
    this.transaction = transaction;
    this.request = transaction.request();
  }

  @Override
  public SipRequest request() {
    return request;
  }

  @Override
  public SipSource source() {
    return transaction.source();
  }

  @Override
  public SipLoop loop() {
    return agent.loop();
  }

  @Override
  public void respond(int status, String reason, SipBody body, List<HeaderField> headers) {
    agent.requireLoop();
    if (transaction.isOpen()) {
      transaction.respond(
          agent.answer(transaction, status, reason).toTag(tag).headers(headers).body(body).build());
    }
  }
}
