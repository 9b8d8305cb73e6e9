package org.carillon.media.task;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.carillon.aws.AwsPorts;
import org.carillon.core.Account;
import org.carillon.core.bots.BotControl;
import org.carillon.core.bots.LexBots;
import org.carillon.core.calls.CallCommands;
import org.carillon.core.calls.CallRules;
import org.carillon.core.calls.NobodyCalled;
import org.carillon.core.identity.CallIdentity;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.ports.Ports;
import org.carillon.core.records.CallRecords;
import org.carillon.core.records.NodeLeases;
import org.carillon.core.records.Reputations;
import org.carillon.core.reputation.OutboundReputation;
import org.carillon.core.routing.Routing;
import org.carillon.core.settings.Settings;
import org.carillon.core.timeline.Invocation.DigitsShown;
import org.carillon.functions.sipruledispatch.HttpsCertificates;
import org.carillon.media.ivr.LateSpeech;
import org.carillon.media.ivr.PollySpeech;
import org.carillon.media.ivr.SpeechSynthesizer;
import org.carillon.media.ivr.recording.Recordings;
import org.carillon.media.node.CallCommandWorker;
import org.carillon.media.node.CallObserver;
import org.carillon.media.node.CallWatch;
import org.carillon.media.node.DeadNodeSweep;
import org.carillon.media.node.HeldLease;
import org.carillon.media.node.MediaNode;
import org.carillon.media.node.NodeConfig;
import org.carillon.media.node.NodeServices;
import org.carillon.media.node.OpenedParts;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.transport.TlsKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * A running media node of Fargate with all it needs: stores on AWS, its lease, the sweep of calls
 * of dead nodes, commands of the API, protection, the metric it is scaled by, and the health page.
 */
final class MediaTask implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MediaTask.class);

  /** How long a command for a call waits at most; each look costs a little. */
  private static final Duration COMMANDS_EVERY = Duration.ofMillis(500);

  /** Of the time of a stop: for ending calls, and for their facts and recordings. */
  private static final Duration ENDING = Duration.ofSeconds(20);

  private static final Duration LOOK = Duration.ofMillis(200);

  private final InstantSource clock = InstantSource.system();

  /** What was opened, last first: the order in which it is closed. */
  private final OpenedParts opened = new OpenedParts();

  private final TaskSettings settings;
  private final String incarnation = UUID.randomUUID().toString();
  private MediaNode node;
  private HealthPage health;
  private TaskAddresses addresses;
  private volatile boolean takenForDead;

  private MediaTask(TaskSettings settings) {
    this.settings = settings;
  }

  /**
   * Starts it; it takes calls when this returns.
   *
   * @param onLost told when other nodes take this one for dead: it must end then
   * @param onDrained told when a later deployment took its place and its last call has ended: it is
   *     to end then
   * @throws SettingsException when a setting is wrong, or a thing that it names is not there
   * @throws IOException when a port is taken or a folder cannot be written
   */
  static MediaTask start(
      TaskSettings settings, Map<String, String> environment, Runnable onLost, Runnable onDrained)
      throws SettingsException, IOException {
    MediaTask task = new MediaTask(settings);
    boolean started = false;
    try {
      task.open(environment, onLost, onDrained);
      started = true;
      return task;
    } finally {
      if (!started) {
        task.close();
      }
    }
  }

  private void open(Map<String, String> environment, Runnable onLost, Runnable onDrained)
      throws SettingsException, IOException {
    EcsAgent ecs = opened.push(new EcsAgent(environment));
    addresses = addresses(ecs);
    Account account = settings.account();
    Ports ports = ports(account);
    HttpsCertificates certificates = opened.push(new HttpsCertificates());
    CallIdentity identity;
    try {
      identity = CallIdentity.fromEnvironment(environment, certificates, clock);
    } catch (IllegalStateException e) {
      throw new SettingsException(e.getMessage() + ".", e);
    }
    NodeLeases leases = new NodeLeases(ports.items(), account, clock);
    opened.push(
        HeldLease.take(
            leases,
            incarnation,
            () -> {
              takenForDead = true;
              onLost.run();
            }));
    LateSpeech embedded = opened.push(new LateSpeech());
    SpeechSynthesizer speech;
    BotControl bots;
    try {
      speech = PollySpeech.orEmbedded(environment, embedded);
      bots = LexBots.orFunctions(environment, ports.functions());
    } catch (IllegalStateException e) {
      throw new SettingsException(e.getMessage() + ".", e);
    }
    CallWatch watch =
        opened.push(
            new CallWatch(ports.items(), account, clock, DigitsShown.MASKED, CallObserver.none()));
    Recordings recordings = opened.push(Recordings.open(settings.recordings(), ports.objects()));
    node =
        opened.push(
            MediaNode.start(
                nodeConfig(),
                NodeServices.of(
                    account,
                    ports,
                    ports.callFacts(),
                    Routing.of(
                        account,
                        ports,
                        clock,
                        identity,
                        settings.regions(),
                        settings.unknownSources()),
                    CallRules.of(account, ports, settings.dialSipUris(), clock),
                    watch,
                    speech,
                    recordings,
                    clock,
                    bots),
                incarnation));
    opened.push(DeadNodeSweep.start(records(account, ports), leases));
    opened.push(
        CallCommandWorker.start(
            new CallCommands(ports.items(), account, clock), node, COMMANDS_EVERY));
    opened.push(TaskProtection.start(ecs, node::activeCalls, clock));
    watchDeployment(ecs, onDrained);
    opened.push(
        ActiveCallMetric.start(
            ports.metrics(),
            account.region(),
            settings.stores().table(),
            node::activeCalls,
            clock));
    if (speech == embedded) {
      embedded.warm();
    }
    health = opened.push(HealthPage.serve(settings.healthPort(), this::takesCalls));
  }

  private TaskAddresses addresses(EcsAgent ecs) throws SettingsException {
    try (Ec2Client ec2 =
        Ec2Client.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build()) {
      return TaskAddresses.find(settings, ecs, ec2);
    } catch (SdkClientException e) {
      throw new SettingsException(
          "AWS clients cannot be made (" + e.getMessage() + "). Set AWS_REGION.", e);
    }
  }

  private void watchDeployment(EcsAgent agent, Runnable onDrained) {
    if (agent.isThere()) {
      ServiceDeployment deployment = opened.push(ServiceDeployment.of(agent));
      opened.push(
          DeploymentWatch.start(
              deployment, node::activeCalls, node::refuseCallsButForHelp, onDrained, clock));
    }
  }

  private Ports ports(Account account) throws SettingsException {
    try {
      AwsPorts aws = opened.push(AwsPorts.open(settings.stores()));
      Ports ports = aws.ports();
      opened.push(() -> endCallFacts(aws, records(account, ports)));
      return ports;
    } catch (IllegalStateException e) {
      throw new SettingsException(e.getMessage(), e);
    }
  }

  /** The disk is lost with the task: facts that the queue did not take are folded here. */
  private static void endCallFacts(AwsPorts aws, CallRecords records) throws IOException {
    try {
      aws.endCallFacts(records::accept);
    } catch (PortUnavailableException e) {
      log.error(
          "Facts of calls are lost with this task, for neither queue nor table took them; other"
              + " nodes close their calls: {}",
          e.getMessage());
    }
  }

  /**
   * For their sweep, and for facts that the queue does not take: all others are folded by the
   * function cdr-writer, as here.
   */
  private static CallRecords records(Account account, Ports ports) {
    return new CallRecords(
        account,
        ports.items(),
        ports.objects(),
        ports.callFacts(),
        new Settings(ports.items(), account),
        new PhoneNumbers(ports.items(), account),
        Reputations.of(new OutboundReputation(ports.items(), account), NobodyCalled::saysEnd));
  }

  private NodeConfig nodeConfig() throws IOException {
    NodeConfig config =
        new NodeConfig(
            settings.account().id(),
            addresses.bind(),
            settings.sipPort(),
            settings.firstRtpPort(),
            settings.lastRtpPort(),
            settings.maxCalls(),
            Optional.empty(),
            tls(),
            NodeConfig.DEFAULT_MEDIA_TIMEOUT);
    return addresses.advertised().map(config::withAdvertised).orElse(config);
  }

  private Optional<SipConfig.Tls> tls() throws IOException {
    if (settings.tls().isEmpty()) {
      return Optional.empty();
    }
    SipTls tls = settings.tls().get();
    TlsKeys keys =
        switch (tls.certificate()) {
          case SipTls.Given(String chain, String key) -> TlsKeys.of(chain, key);
          case SipTls.OfAcm(String arn) -> opened.push(AcmCertificate.of(arn)).keys();
        };
    return Optional.of(new SipConfig.Tls(tls.port(), keys, Optional.empty()));
  }

  private boolean takesCalls() {
    return node.takesCalls() && !takenForDead;
  }

  /** Where it takes SIP. */
  List<InetSocketAddress> sipAddresses() {
    return node.sipAddresses();
  }

  /** Calls now. */
  int activeCalls() {
    return node.activeCalls();
  }

  /** The health page's port. */
  int healthPort() {
    return health.port();
  }

  /** The line that says that it is ready. */
  String readyLine() {
    return "carillon media node is ready  sip="
        + node.sipAddresses()
        + "  public="
        + addresses.advertised().map(Object::toString).orElse("as bound").replace("/", "")
        + "  health="
        + health.port()
        + "  node="
        + incarnation;
  }

  /**
   * Takes no more calls and waits until those there are have ended, as long as the time of a stop
   * lets it. To be followed by {@link #close}.
   */
  void drain() throws InterruptedException {
    node.refuseCalls();
    long end = System.nanoTime() + settings.stopTime().minus(ENDING).toNanos();
    log.info("No more calls are taken; {} go on.", node.activeCalls());
    while (node.activeCalls() > 0 && System.nanoTime() < end) {
      Thread.sleep(LOOK);
    }
  }

  /** Ends the calls there are, each with its record, and stops. */
  @Override
  public void close() {
    opened.close();
  }
}
