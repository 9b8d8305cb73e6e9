package org.carillon.media.sip.transaction;

import java.time.Duration;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.message.Methods;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponse;
import org.carillon.media.sip.message.SipResponseBuilder;
import org.carillon.media.sip.message.Via;
import org.carillon.media.sip.transport.SipSource;

/** The data of a server transaction. Owned by its loop; the rules are in its machine. */
public final class ServerTransaction {
  private final TransactionLayer layer;
  private final ServerMachine machine;
  private final TransactionKey key;
  private final MergeKey mergeKey;
  private final SipSource source;
  private final Via via;
  private final boolean invite;
  private SipRequest request;
  private Object user;
  private boolean ignored;

  TransactionState state;
  SipResponse lastResponse;
  SipLoop.Timeout repeatTimer;
  SipLoop.Timeout endTimer;

  ServerTransaction(
      TransactionLayer layer,
      TransactionKey key,
      MergeKey mergeKey,
      SipRequest request,
      SipSource source) {
    this.layer = layer;
    this.key = key;
    this.mergeKey = mergeKey;
    this.request = request;
    this.source = source;
    this.via = request.topVia().answerWay();
    this.invite = request.is(Methods.INVITE);
    this.machine = invite ? InviteServerMachine.INSTANCE : NonInviteServerMachine.INSTANCE;
  }

  /** The request. Forgotten once a final answer was sent, to save memory. */
  public SipRequest request() {
    SipRequest present = request;
    if (present == null) {
      throw new IllegalStateException("The request was answered and is not kept");
    }
    return present;
  }

  /** Where the request came from. */
  public SipSource source() {
    return source;
  }

  /** What the user keeps with this transaction, or null. */
  public Object user() {
    return user;
  }

  /** Keeps something with this transaction. */
  public void user(Object owner) {
    user = owner;
  }

  /** Whether no final answer was sent yet. */
  public boolean isOpen() {
    return state == TransactionState.TRYING || state == TransactionState.PROCEEDING;
  }

  /** Starts an answer with its Via filled in. */
  public SipResponseBuilder response(int status) {
    return response(status, null);
  }

  /** Starts an answer with its Via filled in and a reason phrase; null for the status's own. */
  public SipResponseBuilder response(int status, String reason) {
    return request().response(status, reason).topVia(TopVia.answered(request(), source));
  }

  /**
   * Sends an answer.
   *
   * @return false when a final answer was sent before; then nothing is sent
   */
  public boolean respond(SipResponse response) {
    boolean sent = machine.respond(this, response);
    if (sent && (response.status() == 401 || response.status() == 407)) {
      // proxies that answer a challenge for their client leave its CSeq as it is (Kamailio's
      // uac_auth), so the request that comes next is the same one, and no merged one
      layer.comesAgain(this);
    }
    if (sent && response.isFinal()) {
      // RFC 6026 lets only the user repeat a 2xx, which has its bytes; nobody reads this again.
      request = null;
      response.forget();
    }
    return sent;
  }

  /**
   * Sends nothing, now and to repetitions. It is kept until the sender has given up, so that its
   * repetitions are known.
   */
  public void ignore() {
    ignored = true;
    cancelTimers();
    endTimer = schedule(timers().timeout, this::terminate);
  }

  void start() {
    machine.start(this);
  }

  void received(SipRequest again) {
    machine.received(this, again);
  }

  boolean isInvite() {
    return invite;
  }

  boolean isReliable() {
    return source.transport().reliable();
  }

  TransactionTimers timers() {
    return layer.timers();
  }

  TransactionKey key() {
    return key;
  }

  MergeKey mergeKey() {
    return mergeKey;
  }

  SipLoop.Timeout schedule(Duration delay, Runnable task) {
    return layer.schedule(delay, task);
  }

  void send(SipResponse response) {
    if (!ignored) {
      layer.sendResponse(response, source, via);
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
    state = TransactionState.TERMINATED;
    cancelTimers();
    layer.remove(this);
  }
}
