package org.carillon.media.sip.call;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.carillon.media.sip.CallListener;
import org.carillon.media.sip.OutgoingInvite;
import org.carillon.media.sip.ResponseHandler;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.SipEndpoint;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.SipStatistics;
import org.carillon.media.sip.SipTap;
import org.carillon.media.sip.SipUser;
import org.carillon.media.sip.UacCall;
import org.carillon.media.sip.digest.SipCredentials;
import org.carillon.media.sip.locate.ServerLocator;
import org.carillon.media.sip.loop.EventLoop;
import org.carillon.media.sip.message.HeaderField;
import org.carillon.media.sip.message.Methods;
import org.carillon.media.sip.message.NameAddress;
import org.carillon.media.sip.message.SipBody;
import org.carillon.media.sip.message.SipRejection;
import org.carillon.media.sip.message.SipRequest;
import org.carillon.media.sip.message.SipResponseBuilder;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transaction.Counters;
import org.carillon.media.sip.transaction.ServerTransaction;
import org.carillon.media.sip.transaction.Tags;
import org.carillon.media.sip.transaction.TransactionLayer;
import org.carillon.media.sip.transaction.TransactionUser;
import org.carillon.media.sip.transport.Route;
import org.carillon.media.sip.transport.SipDestination;
import org.carillon.media.sip.transport.SipSource;
import org.carillon.media.sip.transport.Transport;
import org.carillon.media.sip.transport.TransportLayer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user agent core of one loop (RFC 3261 section 8): screens requests, finds the leg they belong
 * to, and makes new legs. Its tables belong to the loop.
 */
public final class UserAgent implements SipEndpoint, TransactionUser {
  private static final Logger LOG = LoggerFactory.getLogger(UserAgent.class);

  private static final List<HeaderField> RETRY = List.of(HeaderField.of("Retry-After", "5"));

  private final SipConfig config;
  private final SipUser user;
  private final EventLoop loop;
  private final Counters counters = new Counters();
  private final TransactionLayer transactions;
  private final TransportLayer transport;
  private final Contacts contacts;
  private final ServerLocator locator;
  private final TargetResolver resolver;
  private final DialogSender sender;
  private final RequestScreen screen;
  private final SourceLimits limits;
  private final StatelessAnswers stateless;
  private final List<HeaderField> allowed;
  private final List<HeaderField> allowedWithoutOffer;
  private final Map<String, Leg> legs = new HashMap<>();

  private UserAgent(SipConfig config, SipUser user) throws IOException {
    this.config = config;
    this.user = user;
    this.loop = new EventLoop("sip-loop");
    this.transactions = new TransactionLayer(loop, config, counters);
    this.transport = open();
    this.contacts = new Contacts(transport);
    this.locator = new ServerLocator(loop, config.dns(), config.transports());
    this.resolver = new TargetResolver(locator, transport::reaches);
    this.sender = new DialogSender(transactions, resolver, contacts, config);
    this.screen = new RequestScreen(config);
    this.limits = new SourceLimits(config.limits());
    this.stateless = new StatelessAnswers(transactions, config.userAgent());
    this.allowed = allowed(config, config.supported());
    this.allowedWithoutOffer =
        allowed(
            config,
            config.supported().stream().filter(tag -> !tag.equals(Extensions.RELIABLE)).toList());
  }

  /** Opens the sockets and starts the loop; see {@link SipEndpoint#start}. */
  public static UserAgent start(SipConfig config, SipUser user, SipTap tap) throws IOException {
    UserAgent agent = new UserAgent(config, user);
    agent.transactions.tap(tap);
    agent.transactions.connect(agent.transport, agent);
    agent.loop.start();
    return agent;
  }

  private TransportLayer open() throws IOException {
    try {
      return TransportLayer.open(config, loop, transactions, counters.refusedConnections);
    } catch (IOException e) {
      loop.close();
      throw e;
    }
  }

  private static List<HeaderField> allowed(SipConfig config, List<String> supported) {
    List<HeaderField> fields = new ArrayList<>();
    fields.add(HeaderField.of("Allow", String.join(", ", config.methods())));
    if (!supported.isEmpty()) {
      fields.add(HeaderField.of("Supported", String.join(", ", supported)));
    }
    return List.copyOf(fields);
  }

  // ---- requests from below

  @Override
  public boolean admits(SipRequest request, SipSource source) {
    InetAddress address = source.remote().getAddress();
    long now = System.nanoTime();
    if (request.toTag().isPresent()) {
      boolean known = find(request) != null;
      if (!known) {
        refuseStray(request, source);
      }
      return known;
    }
    if (!request.is(Methods.INVITE)) {
      boolean admitted = limits.admitsRequest(address, now);
      if (!admitted) {
        counters.limited.increment();
        refuseCheaply(request, source, 503, RETRY);
      }
      return admitted;
    }
    boolean late = loop.lagNanos() > config.limits().lateness().toNanos();
    boolean admitted = !late && limits.admitsInvite(address, now);
    if (!admitted && user.isUrgent(request)) {
      admitted = limits.admitsUrgent(now);
    }
    if (!admitted) {
      (late ? counters.overloaded : counters.limited).increment();
      onOverload(request, source);
    }
    return admitted;
  }

  @Override
  public boolean admitsBeyond(SipRequest request) {
    return request.is(Methods.INVITE)
        && request.toTag().isEmpty()
        && user.isUrgent(request)
        && limits.admitsUrgent(System.nanoTime());
  }

  @Override
  public void onStrayCancel(SipRequest cancel, SipSource source) {
    refuseStray(cancel, source);
  }

  private void refuseStray(SipRequest request, SipSource source) {
    counters.strays.increment();
    refuseCheaply(request, source, 481, List.of());
  }

  /** Answers so many requests of a source a second; further ones are not worth an answer. */
  private void refuseCheaply(
      SipRequest request, SipSource source, int status, List<HeaderField> headers) {
    boolean answered = limits.answersGarbage(source.remote().getAddress(), System.nanoTime());
    (answered ? counters.rejected : counters.dropped).increment();
    if (answered) {
      stateless.answer(request, source, status, headers);
    }
  }

  @Override
  public void onOverload(SipRequest request, SipSource source) {
    counters.rejected.increment();
    stateless.answer(request, source, 503, RETRY);
  }

  @Override
  public void onRejection(SipRejection rejection, SipSource source) {
    InetAddress address = source.remote().getAddress();
    boolean answered =
        limits.answersGarbage(address, System.nanoTime()) && stateless.answer(rejection, source);
    (answered ? counters.rejected : counters.dropped).increment();
  }

  @Override
  public void onRequest(ServerTransaction tx) {
    SipRequest request = tx.request();
    Optional<RequestScreen.Refusal> refusal = screen.check(request);
    if (refusal.isPresent()) {
      RequestScreen.Refusal why = refusal.get();
      counters.rejected.increment();
      refuse(tx, why.status(), why.reason(), why.headers());
    } else if (request.toTag().isPresent()) {
      onDialogRequest(tx, request);
    } else if (request.is(Methods.INVITE)) {
      if (transactions.isLoop(request)) {
        refuse(tx, 482, null, List.of());
      } else {
        onInvite(tx, request);
      }
    } else if (needsDialog(request)) {
      refuseStray(tx);
    } else if (request.is(Methods.REFER)) {
      refuse(tx, 403, "REFER belongs into a call", List.of());
    } else {
      onOutsideRequest(tx);
    }
  }

  private static boolean needsDialog(SipRequest request) {
    return switch (request.method()) {
      case Methods.BYE, Methods.UPDATE, Methods.PRACK, Methods.INFO -> true;
      default -> false;
    };
  }

  private void onDialogRequest(ServerTransaction tx, SipRequest request) {
    Leg leg = find(request);
    if (leg == null) {
      refuseStray(tx);
    } else {
      leg.onRequest(tx);
    }
  }

  private void refuseStray(ServerTransaction tx) {
    counters.strays.increment();
    refuse(tx, 481, null, List.of());
  }

  /** The leg whose dialog a request names: Call-ID and both tags (RFC 3261 section 12.2.2). */
  private Leg find(SipRequest request) {
    Leg leg = legs.get(request.toTag().orElse(""));
    boolean same =
        leg != null
            && leg.callId.equals(request.callId())
            && leg.dialogWith(request.fromTag()) != null;
    return same ? leg : null;
  }

  private void onInvite(ServerTransaction tx, SipRequest request) {
    UasLeg leg = new UasLeg(this, tx);
    tx.user(leg);
    legs.put(leg.localTag, leg);
    CallListener listener;
    try {
      listener = user.onInvite(leg, request);
      if (listener == null) {
        throw new IllegalStateException("SipUser.onInvite returned no listener");
      }
    } catch (RuntimeException e) {
      LOG.error("The user failed on call {}; it is answered 500", leg.callId, e);
      leg.listener((call, end) -> LOG.debug("Call {} ended: {}", call.callId(), end));
      leg.fail();
      return;
    }
    leg.listener(listener);
  }

  private void onOutsideRequest(ServerTransaction tx) {
    try {
      user.onRequest(new OutsideRequest(this, tx));
    } catch (RuntimeException e) {
      LOG.error("The user failed on a request; it is answered 500", e);
      if (tx.isOpen()) {
        refuse(tx, 500, null, List.of());
      }
    }
  }

  private void refuse(ServerTransaction tx, int status, String reason, List<HeaderField> headers) {
    tx.respond(answer(tx, status, reason).toTag(Tags.next()).headers(headers).build());
  }

  @Override
  public void onAck(SipRequest ack, SipSource source) {
    Leg leg = ack.toTag().isPresent() ? find(ack) : null;
    if (leg == null) {
      counters.dropped.increment();
    } else {
      leg.onAck(ack, source);
    }
  }

  @Override
  public void onCancel(ServerTransaction invite, SipRequest cancel) {
    switch (invite.user()) {
      case UasLeg leg -> leg.onCancel(cancel);
      case UasDialogRequest reinvite -> reinvite.cancelled();
      case null, default -> LOG.debug("CANCEL for an INVITE that was answered already");
    }
  }

  // ---- for legs and requests

  TransactionLayer transactions() {
    return transactions;
  }

  TargetResolver resolver() {
    return resolver;
  }

  DialogSender sender() {
    return sender;
  }

  SipConfig.Timers timers() {
    return config.timers();
  }

  void requireLoop() {
    loop.requireLoop();
  }

  void later(Runnable task) {
    loop.execute(task);
  }

  void forget(Leg leg) {
    legs.remove(leg.localTag, leg);
  }

  String contact(SipSource source) {
    return contacts.towards(source.transport(), source.remote());
  }

  String contact(SipDestination destination) {
    return contacts.towards(destination);
  }

  /** Whether we offer an extension. */
  boolean offers(String tag) {
    return config.supported().contains(tag);
  }

  /** The value of Supported. */
  String supported() {
    return String.join(", ", config.supported());
  }

  /** Our name in User-Agent. */
  String userAgent() {
    return config.userAgent();
  }

  /**
   * What an INVITE says about us. Without an offer it does not say that we know reliable
   * provisional answers: one would carry the peer's offer, and its PRACK had to answer it before
   * our own caller can (RFC 3262 section 5).
   */
  List<HeaderField> capabilities(boolean offers) {
    List<HeaderField> fields = new ArrayList<>(offers ? allowed : allowedWithoutOffer);
    fields.add(HeaderField.of("User-Agent", config.userAgent()));
    return fields;
  }

  /** What we accept, for answers that a peer learns it from. */
  List<HeaderField> allowed() {
    return allowed;
  }

  /** Starts an answer with what all of ours carry. */
  SipResponseBuilder answer(ServerTransaction tx, int status, String reason) {
    SipResponseBuilder response = tx.response(status, reason);
    if (status >= 200 && status < 300 && !tx.request().is(Methods.BYE)) {
      response.headers(allowed);
    }
    return response.header("Server", config.userAgent());
  }

  // ---- for everybody

  @Override
  public List<InetSocketAddress> localAddresses() {
    return transport.addresses();
  }

  @Override
  public List<InetSocketAddress> tlsAddresses() {
    return transport.tlsAddresses();
  }

  @Override
  public SipLoop loop() {
    return loop;
  }

  @Override
  public UacCall invite(OutgoingInvite invite, CallListener listener) {
    UacLeg leg = new UacLeg(this, invite.callId().orElseGet(Tags::callId));
    leg.listener(listener);
    loop.execute(
        () -> {
          legs.put(leg.localTag, leg);
          leg.start(invite);
        });
    return leg;
  }

  @Override
  public void request(
      String method,
      SipUri requestUri,
      NameAddress from,
      SipDestination destination,
      SipBody body,
      List<HeaderField> headers,
      Optional<SipCredentials> credentials,
      ResponseHandler handler) {
    switch (method) {
      case Methods.INVITE, Methods.ACK, Methods.CANCEL ->
          throw new IllegalArgumentException(method + " is not sent this way");
      default -> {}
    }
    OutgoingRequest request =
        new OutgoingRequest(
            this,
            method,
            requestUri,
            from.withTag(Tags.next()),
            Route.to(destination),
            body,
            headers,
            credentials,
            handler);
    loop.execute(() -> request.send(List.of()));
  }

  @Override
  public void locate(SipUri uri, Consumer<List<SipDestination>> found, Consumer<String> failed) {
    loop.execute(() -> resolver.resolveAll(uri, found, failed));
  }

  @Override
  public InetSocketAddress localAddressFor(Transport by, InetSocketAddress peer) {
    return transport.localFor(by, peer);
  }

  @Override
  public SipStatistics statistics() {
    return new SipStatistics(
        counters.received.sum(),
        counters.sent.sum(),
        counters.repeated.sum(),
        counters.rejected.sum(),
        counters.dropped.sum(),
        counters.overloaded.sum(),
        counters.limited.sum(),
        counters.unreadable.sum(),
        counters.strays.sum(),
        counters.refusedConnections.sum(),
        transactions.size(),
        legs.size(),
        TimeUnit.NANOSECONDS.toMillis(loop.lagNanos()),
        loop.queued(),
        transport.connections());
  }

  @Override
  public void close() {
    CountDownLatch told = new CountDownLatch(1);
    try {
      loop.execute(
          () -> {
            List.copyOf(legs.values()).forEach(Leg::fail);
            loop.execute(told::countDown);
          });
      if (!loop.inLoop() && !told.await(2, TimeUnit.SECONDS)) {
        LOG.warn("The SIP loop is blocked; its calls are dropped without BYE");
      }
    } catch (RejectedExecutionException e) {
      LOG.debug("Closed twice");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    transport.closeConnections();
    loop.close();
    locator.close();
  }
}
