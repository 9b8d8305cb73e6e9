package org.carillon.media.sip.call;

import java.util.List;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.SipParseException;
import org.carillon.media.sip.message.SipRejection;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponseBuilder;
import org.carillon.media.sip.message.Via;
import org.carillon.media.sip.transaction.Tags;
import org.carillon.media.sip.transaction.TransactionLayer;
import org.carillon.media.sip.transport.SipSource;

/** Cheap answers that keep nothing (RFC 3261 section 8.2.7). */
final class StatelessAnswers {
  private final TransactionLayer transactions;
  private final HeaderField server;

  /** One tag for all: an answer without a transaction makes no dialog, and repetitions match. */
  private final String tag = Tags.next();

  StatelessAnswers(TransactionLayer transactions, String serverName) {
    this.transactions = transactions;
    this.server = HeaderField.of("Server", serverName);
  }

  /** Answers a sound request without keeping anything. */
  void answer(SipRequest request, SipSource source, int status, List<HeaderField> headers) {
    SipResponseBuilder response =
        request
            .response(status)
            .topVia(TransactionLayer.answeredVia(request, source))
            .toTag(tag)
            .headers(List.of(server))
            .headers(headers);
    transactions.respondStateless(response.build(), source, request.topVia());
  }

  /** Answers what could be read of a broken request; false when not even its Via could. */
  boolean answer(SipRejection rejection, SipSource source) {
    SipRequest request = rejection.request().orElseThrow();
    try {
      Via via = Via.parse(request.header(HeaderName.VIA).orElse(""));
      SipResponseBuilder response =
          request.response(rejection.status(), rejection.reason()).headers(List.of(server));
      if (request.lines(HeaderName.TO).size() == 1) {
        response.toTag(tag);
      }
      transactions.respondStateless(response.build(), source, via);
      return true;
    } catch (SipParseException | IllegalStateException e) {
      // Nobody could match an answer without Via, so none is sent.
      return false;
    }
  }
}
