package org.carillon.media.sip.transaction;

import java.time.Duration;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.Methods;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipRequestBuilder;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.transport.Route;
import org.carillon.media.sip.transport.SipSource;

/** The data of a client transaction. Owned by its loop; the rules are in its machine. */
public final class ClientTransaction {
  private final TransactionLayer layer;
  private final ClientMachine machine;
  private final TransactionKey key;
  private final ClientTransactionUser user;

  private SipRequest request;
  private Route route;
  private SipRequest datagram;
  private Route datagramRoute;
  private SipSource source;

  TransactionState state;
  SipLoop.Timeout repeatTimer;
  SipLoop.Timeout endTimer;

  ClientTransaction(
      TransactionLayer layer,
      TransactionKey key,
      SipRequest request,
      Route route,
      ClientTransactionUser user) {
    this.layer = layer;
    this.key = key;
    this.request = request;
    this.route = route;
    this.user = user;
    this.machine =
        request.is(Methods.INVITE) ? InviteClientMachine.INSTANCE : NonInviteClientMachine.INSTANCE;
  }

  /** The request as it was sent; over another transport than asked for when it is large. */
  public SipRequest request() {
    return request;
  }

  /** Where the request goes. */
  public Route route() {
    return route;
  }

  /** Whether no final answer came yet. */
  public boolean isOpen() {
    return state == TransactionState.CALLING
        || state == TransactionState.TRYING
        || state == TransactionState.PROCEEDING;
  }

  /** Whether a CANCEL may be sent: a provisional answer came and no final one (section 9.1). */
  public boolean isProceeding() {
    return state == TransactionState.PROCEEDING;
  }

  /**
   * The CANCEL of this INVITE (RFC 3261 section 9.1): same Request-URI, Call-ID, To, From, CSeq
   * number and topmost Via.
   */
  public SipRequestBuilder cancel() {
    return follower(Methods.CANCEL, request.header(HeaderName.TO).orElseThrow());
  }

  private SipRequestBuilder follower(String method, String to) {
    SipRequestBuilder next = new SipRequestBuilder(method, request.requestUri());
    next.header(HeaderName.VIA, request.topVia());
    next.header(HeaderName.MAX_FORWARDS, "70");
    for (String hop : request.lines(HeaderName.ROUTE)) {
      next.header(HeaderName.ROUTE, hop);
    }
    next.header(HeaderName.FROM, request.header(HeaderName.FROM).orElseThrow());
    next.header(HeaderName.TO, to);
    next.header(HeaderName.CALL_ID, request.callId());
    next.header(HeaderName.CSEQ, request.cseq().number() + " " + method);
    return next;
  }

  void start() {
    Route stream = layer.large().instead(request, route, layer.transport());
    if (stream != null) {
      datagram = request;
      datagramRoute = route;
      request = request.withTopTransport(stream.transport().name());
      route = stream;
    }
    machine.start(this);
  }

  /** Nobody takes the large request over TCP: it goes over UDP after all. */
  private void startAsDatagram() {
    layer.large().refused(route);
    cancelTimers();
    request = datagram;
    route = datagramRoute;
    datagram = null;
    machine.start(this);
  }

  /** Where the last answer came from; null before the first. */
  public SipSource source() {
    return source;
  }

  void received(SipResponse response, SipSource from) {
    source = from;
    machine.received(this, response);
    if (!isOpen()) {
      request.forget();
    }
  }

  boolean isReliable() {
    return route.transport().reliable();
  }

  TransactionTimers timers() {
    return layer.timers();
  }

  TransactionKey key() {
    return key;
  }

  SipLoop.Timeout schedule(Duration delay, Runnable task) {
    return layer.schedule(delay, task);
  }

  void sendRequest() {
    if (datagram == null) {
      layer.sendRequest(request, route, this::fail);
    } else {
      layer.trySend(request, route, this::fail);
    }
  }

  /** The ACK of a final answer above 299 (RFC 3261 section 17.1.1.3). */
  void sendAck(SipResponse response) {
    String to = response.header(HeaderName.TO).orElseThrow();
    layer.sendRequest(follower(Methods.ACK, to).build(), route, this::fail);
  }

  void deliver(SipResponse response) {
    user.onResponse(this, response);
  }

  void timeOut() {
    terminate();
    user.onTimeout(this);
  }

  private void fail(String reason) {
    if (state == TransactionState.TERMINATED) {
      return;
    }
    if (datagram != null && source == null) {
      startAsDatagram();
      return;
    }
    boolean waiting = isOpen();
    terminate();
    if (waiting) {
      user.onTransportError(this, reason);
    }
  }

  void cancelTimers() {
    if (repeatTimer != null) {
      repeatTimer.cancel();
      repeatTimer = null;
    }
    if (endTimer != null) {
      endTimer.cancel();
      endTimer = null;
    }
  }

  void terminate() {
    if (state == TransactionState.TERMINATED) {
      return;
    }
    state = TransactionState.TERMINATED;
    cancelTimers();
    layer.remove(this);
    user.onTerminated(this);
  }
}
