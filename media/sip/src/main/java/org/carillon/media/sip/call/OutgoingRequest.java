package org.carillon.media.sip.call;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import org.carillon.media.sip.ResponseHandler;
import org.carillon.media.sip.UacRequest;
import org.carillon.media.sip.digest.DigestClient;
import org.carillon.media.sip.digest.SipCredentials;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRequestBuilder;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transaction.ClientTransaction;
import org.carillon.media.sip.transaction.ClientTransactionUser;
import org.carillon.media.sip.transaction.Tags;
import org.carillon.media.sip.transport.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request that we send outside any dialog (RFC 3261 section 8.1). Owned by the loop. */
final class OutgoingRequest implements UacRequest, ClientTransactionUser {
  private static final Logger LOG = LoggerFactory.getLogger(OutgoingRequest.class);

  private final UserAgent agent;
  private final String method;
  private final SipUri requestUri;
  private final NameAddress from;
  private final Route route;
  private final SipBody body;
  private final List<HeaderField> headers;
  private final Optional<DigestClient> digest;
  private final ResponseHandler handler;
  private final String callId = Tags.callId();
  private int cseq;

  OutgoingRequest(
      UserAgent agent,
      String method,
      SipUri requestUri,
      NameAddress from,
      Route route,
      SipBody body,
      List<HeaderField> headers,
      Optional<SipCredentials> credentials,
      ResponseHandler handler) {
    this.agent = agent;
    this.method = method;
    this.requestUri = requestUri;
    this.from = from;
    this.route = route;
    this.body = body;
    this.headers = List.copyOf(headers);
    this.digest = credentials.map(DigestClient::new);
    this.handler = handler;
  }

  /** Sends the request, again with what answers a challenge. */
  void send(List<HeaderField> authorization) {
    cseq++;
    SipRequestBuilder request =
        new SipRequestBuilder(method, requestUri)
            .header(HeaderName.VIA, agent.transactions().newVia(route))
            .header(HeaderName.MAX_FORWARDS, "70")
            .header(HeaderName.FROM, from)
            .header(HeaderName.TO, to())
            .header(HeaderName.CALL_ID, callId)
            .header(HeaderName.CSEQ, cseq + " " + method)
            .header(HeaderName.CONTACT, contact())
            .header(HeaderName.USER_AGENT, agent.userAgent())
            .headers(headers)
            .headers(authorization)
            .body(body);
    agent.transactions().send(request.build(), route, this);
  }

  /** Who registers is who is registered: To is the address of record (section 10.2). */
  private NameAddress to() {
    return isRegistration() ? from.withoutTag() : NameAddress.of(requestUri);
  }

  /** A registrar calls the contact that it was told, so that has the user's name. */
  private String contact() {
    String contact = agent.contact(route.destination());
    Optional<String> user = from.uri().rawUser();
    return isRegistration() && user.isPresent()
        ? contact.replaceFirst("^<(sips?):", "<$1:" + Matcher.quoteReplacement(user.get()) + "@")
        : contact;
  }

  private boolean isRegistration() {
    return method.equals("REGISTER");
  }

  @Override
  public void acknowledge(SipBody ignored) {
    // Only INVITE has an ACK, and INVITE is never sent this way.
  }

  @Override
  public void acknowledgeLater() {
    // The same.
  }

  @Override
  public void cancel() {
    // Only INVITE can be given up (section 9.1).
  }

  @Override
  public Optional<Duration> retryAfter() {
    return Optional.empty();
  }

  @Override
  public void onResponse(ClientTransaction transaction, SipResponse response) {
    if (response.status() == 100) {
      return;
    }
    List<HeaderField> authorization =
        digest.map(client -> client.answer(transaction.request(), response)).orElse(List.of());
    if (authorization.isEmpty()) {
      tell(() -> handler.onResponse(this, response));
    } else {
      send(authorization);
    }
  }

  @Override
  public void onTimeout(ClientTransaction transaction) {
    tell(() -> handler.onFailure(this, 408, "The peer did not answer"));
  }

  @Override
  public void onTransportError(ClientTransaction transaction, String reason) {
    tell(() -> handler.onFailure(this, 503, reason));
  }

  private void tell(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      LOG.error("The handler of a request's answer failed", e);
    }
  }
}
