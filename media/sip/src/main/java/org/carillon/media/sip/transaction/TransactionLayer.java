package org.carillon.media.sip.transaction;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.SipTap;
import org.carillon.media.sip.message.HeaderName;
import org.carillon.media.sip.message.Methods;
import org.carillon.media.sip.message.ParseResult;
import org.carillon.media.sip.message.SipMessage;
import org.carillon.media.sip.message.SipParseException;
import org.carillon.media.sip.message.SipRejection;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.message.Via;
import org.carillon.media.sip.transport.MessageHandler;
import org.carillon.media.sip.transport.Route;
import org.carillon.media.sip.transport.SendFailure;
import org.carillon.media.sip.transport.SipSource;
import org.carillon.media.sip.transport.TransportLayer;

/**
 * The transactions of one loop, found by their key. Owned by the loop. Several layers can stand
 * side by side, each with its own sockets, if calls are ever spread over loops by Call-ID.
 */
public final class TransactionLayer implements MessageHandler {
  /** Places beyond a full table: more than urgent INVITEs that are admitted fill in their time. */
  private static final int RESERVED = 1_000;

  private final SipLoop loop;
  private final TransactionTimers timers;
  private final int limit;
  private final Counters counters;
  private final Map<TransactionKey, ServerTransaction> servers = new HashMap<>();
  private final Map<TransactionKey, ClientTransaction> clients = new HashMap<>();
  private final Map<MergeKey, ServerTransaction> merged = new HashMap<>();
  private final LargeRequests large = new LargeRequests();
  private TransportLayer transport;
  private TransactionUser user;
  private SipTap tap = SipTap.NONE;

  /** Empty tables for one loop. */
  public TransactionLayer(SipLoop loop, SipConfig config, Counters counters) {
    this.loop = loop;
    this.timers = new TransactionTimers(config.timers());
    this.limit = config.limits().transactions();
    this.counters = counters;
  }

  /** Joins the layers above and below, before the loop starts. */
  public void connect(TransportLayer below, TransactionUser above) {
    transport = below;
    user = above;
  }

  /** Who sees the messages, before the loop starts. */
  public void tap(SipTap sees) {
    tap = sees;
  }

  // ---- from below

  @Override
  public void onMessage(ParseResult result, SipSource source) {
    counters.received.increment();
    if (result instanceof SipMessage message) {
      tap.onMessage(false, message);
    }
    switch (result) {
      case SipRequest request -> onRequest(request, source);
      case SipResponse response -> onResponse(response, source);
      case SipRejection rejection -> onRejection(rejection, source);
    }
  }

  private void onRejection(SipRejection rejection, SipSource source) {
    counters.unreadable.increment();
    if (rejection.isDrop()) {
      counters.dropped.increment();
    } else {
      user.onRejection(rejection, source);
    }
  }

  private void onResponse(SipResponse response, SipSource source) {
    ClientTransaction transaction = clients.get(TransactionKey.ofClient(response));
    if (transaction == null) {
      counters.dropped.increment();
    } else {
      transaction.received(response, source);
    }
  }

  private void onRequest(SipRequest request, SipSource source) {
    TransactionKey key = TransactionKey.ofServer(request);
    ServerTransaction known = servers.get(key);
    if (known != null) {
      if (!request.is(Methods.ACK)) {
        counters.repeated.increment();
      }
      known.received(request);
    } else if (request.is(Methods.ACK)) {
      user.onAck(request, source);
    } else if (request.is(Methods.CANCEL)) {
      onCancel(key, request, source);
    } else if (servers.size() >= limit) {
      if (servers.size() < limit + RESERVED && user.admitsBeyond(request)) {
        onNewRequest(key, request, source);
      } else {
        user.onOverload(request, source);
      }
    } else if (user.admits(request, source)) {
      onNewRequest(key, request, source);
    }
  }

  private void onCancel(TransactionKey key, SipRequest cancel, SipSource source) {
    ServerTransaction invite = servers.get(TransactionKey.ofCancelled(cancel));
    if (invite == null || !isOf(invite, cancel, source)) {
      user.onStrayCancel(cancel, source);
      return;
    }
    ServerTransaction transaction = new ServerTransaction(this, key, null, cancel, source);
    add(transaction);
    transaction.respond(transaction.response(200).toTag(Tags.next()).build());
    user.onCancel(invite, cancel);
  }

  /**
   * Whether a CANCEL comes from whoever sent the INVITE. It cannot be challenged (section 22.1), so
   * a stranger that has read the branch must at least sit at the same address.
   */
  private static boolean isOf(ServerTransaction invite, SipRequest cancel, SipSource source) {
    InetAddress sender = invite.source().remote().getAddress();
    MergeKey sent = invite.mergeKey();
    boolean same =
        sent == null
            || (sent.callId().equals(cancel.callId())
                && sent.fromTag().equals(cancel.fromTag().orElse("")));
    return same && sender.equals(source.remote().getAddress());
  }

  /**
   * Whether an INVITE is one that we sent, come back to the same Request-URI: it would go round for
   * ever (RFC 3261 section 16.3). With another Request-URI it is a spiral, which is no fault.
   */
  public boolean isLoop(SipRequest invite) {
    List<String> vias = invite.values(HeaderName.VIA);
    for (String via : vias.subList(Math.min(1, vias.size()), vias.size())) {
      ClientTransaction own = clients.get(ofOurs(via));
      if (own != null && own.request().requestUri().equals(invite.requestUri())) {
        return true;
      }
    }
    return false;
  }

  private static TransactionKey ofOurs(String via) {
    try {
      return new TransactionKey(Via.parse(via).branch().orElse(""), "", Methods.INVITE);
    } catch (SipParseException e) {
      // Not written by us, so not ours.
      return new TransactionKey("", "", Methods.INVITE);
    }
  }

  private void onNewRequest(TransactionKey key, SipRequest request, SipSource source) {
    MergeKey mergeKey = MergeKey.of(request);
    ServerTransaction transaction = new ServerTransaction(this, key, mergeKey, request, source);
    add(transaction);
    if (mergeKey != null && merged.putIfAbsent(mergeKey, transaction) != null) {
      transaction.respond(transaction.response(482).toTag(Tags.next()).build());
      return;
    }
    user.onRequest(transaction);
  }

  // ---- from above

  /** Sends a request with its Via in place and keeps it until it is answered. */
  public ClientTransaction send(SipRequest request, Route route, ClientTransactionUser sender) {
    TransactionKey key = TransactionKey.ofClient(request);
    ClientTransaction transaction = new ClientTransaction(this, key, request, route, sender);
    clients.put(key, transaction);
    transaction.start();
    return transaction;
  }

  /** Sends a message outside any transaction: the ACK of a 2xx. */
  public void sendRequest(SipRequest request, Route route, SendFailure failure) {
    counters.sent.increment();
    tap.onMessage(true, request);
    if (route.connection() == 0 || !transport.sendOn(route.connection(), request, failure)) {
      transport.send(request, route.destination(), later(failure));
    }
  }

  /** Sends a request to a peer that may not take its transport, and says so soon. */
  void trySend(SipRequest request, Route route, SendFailure failure) {
    counters.sent.increment();
    transport.trySend(request, route.destination(), later(failure));
  }

  LargeRequests large() {
    return large;
  }

  // A failure that is known at once is told later, so that nobody is called back while sending.
  private SendFailure later(SendFailure failure) {
    return failure.equals(SendFailure.IGNORED)
        ? failure
        : reason -> loop.execute(() -> failure.onFailure(reason));
  }

  /** Answers without a transaction (RFC 3261 section 8.2.7). */
  public void respondStateless(SipResponse response, SipSource source, Via via) {
    sendResponse(response, source, via);
  }

  /** The Via value for an answer outside a transaction, or null to copy the request's. */
  public static String answeredVia(SipRequest request, SipSource source) {
    return TopVia.answered(request, source);
  }

  /** A Via for a new request with a new branch. */
  public Via newVia(Route route) {
    var address = route.destination().address();
    String host = transport.hostFor(route.transport(), address);
    int port = transport.localFor(route.transport(), address).getPort();
    return Tags.via(route.transport().name(), host, port);
  }

  /** The sockets below. */
  public TransportLayer transport() {
    return transport;
  }

  /** Transactions now, of both sides; exact on the loop only. */
  public int size() {
    return servers.size() + clients.size();
  }

  // ---- for the transactions

  TransactionTimers timers() {
    return timers;
  }

  SipLoop.Timeout schedule(Duration delay, Runnable task) {
    return loop.schedule(delay, task);
  }

  void sendResponse(SipResponse response, SipSource source, Via via) {
    counters.sent.increment();
    tap.onMessage(true, response);
    // A lost answer is repeated on the next retransmission, or the peer times out.
    transport.respond(response, source, via, SendFailure.IGNORED);
  }

  private void add(ServerTransaction transaction) {
    servers.put(transaction.key(), transaction);
    transaction.start();
  }

  void remove(ServerTransaction transaction) {
    servers.remove(transaction.key(), transaction);
    comesAgain(transaction);
  }

  /** The same request in another transaction is no merged one from now on (section 8.2.2.2). */
  void comesAgain(ServerTransaction transaction) {
    if (transaction.mergeKey() != null) {
      merged.remove(transaction.mergeKey(), transaction);
    }
  }

  void remove(ClientTransaction transaction) {
    clients.remove(transaction.key(), transaction);
  }
}
