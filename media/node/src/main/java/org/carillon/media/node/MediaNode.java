package org.carillon.media.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import org.carillon.core.calls.CallEvent;
import org.carillon.core.calls.CallUpdate;
import org.carillon.core.calls.NewCall;
import org.carillon.media.ivr.conference.MixingLoop;
import org.carillon.media.rtp.MediaConfig;
import org.carillon.media.rtp.MediaEngine;
import org.carillon.media.rtp.PacingFigures;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.SipEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A media node: takes calls on SIP, asks where they go and what they want, carries their audio, and
 * tells the facts of their lives (design section 5).
 */
public final class MediaNode implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MediaNode.class);

  // the quota of the hosted service, an account's
  private static final int VOICE_FOCUS_A_SECOND = 5;
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(5);

  private final NodeContext context;
  private final SipEndpoint endpoint;
  private final InboundCalls calls;
  private final Registrations registrations;

  private MediaNode(
      NodeContext context, SipEndpoint endpoint, InboundCalls calls, Registrations registrations) {
    this.context = context;
    this.endpoint = endpoint;
    this.calls = calls;
    this.registrations = registrations;
  }

  /**
   * Starts a node; it takes calls when this returns.
   *
   * @throws IOException when a port is in use or an address is not one of this machine; the message
   *     names it
   */
  public static MediaNode start(NodeConfig config, NodeServices services) throws IOException {
    return start(config, services, UUID.randomUUID().toString());
  }

  /**
   * As the other, for a start whose id was told to others already.
   *
   * @param incarnation a new UUID for each start
   */
  public static MediaNode start(NodeConfig config, NodeServices services, String incarnation)
      throws IOException {
    return start(config, services, incarnation, NodeMeters.timer(), Patience.USUAL);
  }

  /** The same with another timer of measurements, and of calls that wait to be answered. */
  static MediaNode start(
      NodeConfig config,
      NodeServices services,
      String incarnation,
      ScheduledExecutorService timer,
      Patience patience)
      throws IOException {
    MediaConfig media = MediaConfig.ports(config.firstRtpPort(), config.lastRtpPort());
    MediaEngine engine =
        MediaEngine.start(config.advertised().map(media::withAdvertised).orElse(media));
    NodeMeters meters = null;
    MixingLoop mixing = MixingLoop.start();
    try {
      CompletableFuture<SipEndpoint> started = new CompletableFuture<>();
      var authentication = new Authentication(services.sealer());
      var unwanted =
          new UnwantedTraffic(services.metering().region(), engine, authentication, started);
      meters = new NodeMeters(services, incarnation, unwanted, timer);
      NodeContext context =
          new NodeContext(
              config,
              services,
              incarnation,
              engine,
              new FactLog(services.facts()),
              new Meetings(mixing, services.meetings(), incarnation, Meetings.LOOK),
              mixing,
              new ActionRate(VOICE_FOCUS_A_SECOND),
              new PromptLoader(services.prompts(), services.speech()),
              authentication,
              started,
              new TargetHealth(started::join, TargetHealth.Periods.USUAL),
              meters,
              new LiveCalls(),
              patience);
      InboundCalls calls = new InboundCalls(context);
      InetSocketAddress[] bind =
          config.bind().stream()
              .map(address -> new InetSocketAddress(address, config.sipPort()))
              .toArray(InetSocketAddress[]::new);
      SipConfig plain = sipConfig(bind);
      SipConfig named =
          config
              .advertised()
              .map(address -> plain.withAdvertisedHost(address.getHostAddress()))
              .orElse(plain);
      SipConfig sip = config.tls().map(named::withTls).orElse(named);
      SipEndpoint endpoint = SipEndpoint.start(sip, calls, meters);
      started.complete(endpoint);
      context.health().start();
      var registrations =
          new Registrations(
              () -> endpoint,
              services.registrations(),
              services.sealer(),
              Registrations.Periods.USUAL);
      registrations.start();
      return new MediaNode(context, endpoint, calls, registrations);
    } catch (IOException | RuntimeException e) {
      engine.close();
      mixing.close();
      if (meters != null) {
        meters.close();
      }
      throw e;
    }
  }

  private static SipConfig sipConfig(InetSocketAddress... bind) {
    return SipConfig.listen(bind)
        .withMethods(InboundCalls.METHODS)
        .withBodyTypes(List.of("application/sdp", "application/pidf+xml", "multipart/mixed"));
  }

  /** Where it takes SIP, in the order of the configuration. */
  public List<InetSocketAddress> sipAddresses() {
    return endpoint.localAddresses();
  }

  /** Where it takes SIP over TLS; nowhere unless configured. */
  public List<InetSocketAddress> tlsAddresses() {
    return endpoint.tlsAddresses();
  }

  /** This start's id: facts of calls carry it, and the sweep of dead nodes spares it. */
  public String incarnation() {
    return context.incarnation();
  }

  /** Measures all calls now, as is done once a minute anyway. */
  void measure() {
    context.meters().look();
  }

  /** Calls now; a bridged call counts as two. */
  public int activeCalls() {
    return calls.count() + context.live().legs();
  }

  /** Media streams that are open now: ports in use. */
  int openStreams() {
    return context.engine().stats().openStreams();
  }

  /** Milliseconds of send times given up since the start, for want of streams or of time. */
  long skippedMillis() {
    return context.engine().stats().skippedTicks();
  }

  /** Packets of strangers that came to its streams since the start. */
  long strangersPackets() {
    return context.engine().stats().strangerPackets();
  }

  /** SIP messages that came since the start. */
  long messagesReceived() {
    return endpoint.statistics().received();
  }

  /** How late its packets left since the start. */
  public PacingFigures pacing() {
    return context.engine().pacing();
  }

  /** Meetings that legs of this node are in. */
  int meetings() {
    return context.meetings().count();
  }

  /** Whether new calls are welcome: it was not told to refuse them. */
  public boolean takesCalls() {
    return !calls.isRefusing();
  }

  /** How many more legs it may place; none once it takes no more calls. */
  public int room() {
    return calls.isRefusing() ? 0 : Math.max(0, context.config().maxCalls() - activeCalls());
  }

  /**
   * Takes no more calls from now on: INVITEs and OPTIONS get 503, carriers are told that it is no
   * more registered. The calls there are go on. To be followed by {@link #close}, when they have
   * ended or no more time is left.
   */
  public void refuseCalls() {
    calls.refuse();
    NodeContext.onLoop(endpoint.loop(), registrations::close);
  }

  /**
   * As {@link #refuseCalls}, for a node that has its time: calls for help (E2) are taken still, for
   * they would be cut nowhere. A node that refuses all calls goes on to do so.
   */
  public void refuseCallsButForHelp() {
    calls.refuseButForHelp();
    NodeContext.onLoop(endpoint.loop(), registrations::close);
  }

  /**
   * Places a call that the API made (S5). Asks for its way, so it may block its caller a moment.
   */
  public void place(NewCall call) {
    ApiCall.place(context, call);
  }

  /**
   * Tells a live call's function of an update (S5). A call that ended meanwhile is not told of.
   *
   * @return whether the call is live here
   */
  public boolean update(CallUpdate update) {
    Optional<ApplicationSession> session = context.live().find(update.transactionId());
    session.ifPresent(
        live ->
            live.onLoop(() -> live.report(new CallEvent.CallUpdateRequested(update.arguments()))));
    return session.isPresent();
  }

  /**
   * Ends all calls, each with its record, and stops. Waits for the facts to be durable, a few
   * seconds at most.
   */
  @Override
  public void close() {
    int open = activeCalls();
    if (open > 0) {
      log.info("Ending {} calls.", open);
    }
    calls.drain();
    context.live().drain();
    await(() -> activeCalls() == 0);
    NodeContext.onLoop(endpoint.loop(), context.health()::close);
    NodeContext.onLoop(endpoint.loop(), registrations::close);
    endpoint.close();
    context.meetings().close();
    context.engine().close();
    context.meters().close();
    await(() -> context.facts().waiting() == 0);
    if (context.facts().waiting() > 0) {
      log.error(
          "{} facts of calls were not taken by the event stream. Their calls are closed by the"
              + " sweep at the next start.",
          context.facts().waiting());
    }
  }

  private static void await(BooleanSupplier done) {
    long deadline = System.nanoTime() + DRAIN_LIMIT.toNanos();
    while (!done.getAsBoolean() && System.nanoTime() < deadline) {
      try {
        Thread.sleep(Duration.ofMillis(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
