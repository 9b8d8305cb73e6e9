package org.carillon.local;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.carillon.core.Account;
import org.carillon.core.access.AccessKeys;
import org.carillon.core.audit.AuditSettings;
import org.carillon.core.audit.TrailDelivery;
import org.carillon.core.bots.LexBots;
import org.carillon.core.calls.CallCommands;
import org.carillon.core.calls.CallRules;
import org.carillon.core.calls.NobodyCalled;
import org.carillon.core.carriers.Carriers;
import org.carillon.core.connectors.SipNetwork;
import org.carillon.core.identity.CallIdentity;
import org.carillon.core.lifecycle.AccountLifecycle;
import org.carillon.core.numbers.NumberLifecycle;
import org.carillon.core.numbers.NumberPool;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.ports.EventStream;
import org.carillon.core.ports.Ports;
import org.carillon.core.records.CallRecords;
import org.carillon.core.records.NodeLeases;
import org.carillon.core.records.Reputations;
import org.carillon.core.reputation.OutboundReputation;
import org.carillon.core.routing.RegionNodes;
import org.carillon.core.routing.Routing;
import org.carillon.core.routing.UnknownSources;
import org.carillon.core.settings.Settings;
import org.carillon.examples.hello.Hello;
import org.carillon.functions.sipruledispatch.HttpsCertificates;
import org.carillon.functions.voiceapi.VoiceApi;
import org.carillon.local.api.ApiServer;
import org.carillon.local.carrier.SimulatedCarrier;
import org.carillon.local.functions.FunctionHost;
import org.carillon.local.functions.FunctionSpec;
import org.carillon.local.functions.LocalFunctions;
import org.carillon.local.prompts.Chime;
import org.carillon.media.ivr.LateSpeech;
import org.carillon.media.ivr.PollySpeech;
import org.carillon.media.ivr.SpeechException;
import org.carillon.media.ivr.SpeechRequest;
import org.carillon.media.ivr.SpeechRequest.TextType;
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
import org.carillon.media.sip.transport.TlsBindException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Carillon: the API, a media node and the functions, in one JVM. */
public final class Carillon implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Carillon.class);

  /** How long a stop waits for the records of the calls it ended. */
  private static final Duration RECORDS_LIMIT = Duration.ofSeconds(5);

  /** How long an event waits at most; on AWS each look costs a little. */
  private static final Duration DELIVER_EVERY = Duration.ofSeconds(1);

  private static final Duration DELIVER_ON_AWS_EVERY = Duration.ofSeconds(10);

  /** How long a command for a call waits at most; on AWS each look costs a little. */
  private static final Duration COMMANDS_EVERY = Duration.ofMillis(50);

  private static final Duration COMMANDS_ON_AWS_EVERY = Duration.ofMillis(500);

  /** The simulated carrier's numbers; another name with each change of the list. */
  private static final String NUMBER_LIST = "simulated-2";

  private static final String LEASE_LOST =
      "Other nodes took this one for dead and closed its calls' records: it could not write to the"
          + " table for minutes, or its clock is wrong. Start it again.";

  private final LocalConfig config;
  private final String incarnation = UUID.randomUUID().toString();
  private final InstantSource clock = InstantSource.system();

  /** What was opened, last first: the order in which it is closed. */
  private final OpenedParts opened = new OpenedParts();

  private final LateSpeech speech = new LateSpeech();
  private ApiServer api;
  private MediaNode node;
  private CompletableFuture<LocalTls.KeyFiles> certificate;
  private Optional<SimulatedCarrier> carrier = Optional.empty();
  private String keyNotice;

  private Carillon(LocalConfig config) {
    this.config = config;
  }

  /**
   * Starts everything; it answers requests and takes calls when this returns.
   *
   * @param environment of the process: keys to take at the first start, and what functions get
   * @param observer looks on while calls happen
   * @throws StartException when something is missing or taken; nothing runs then
   */
  public static Carillon start(
      LocalConfig config, Map<String, String> environment, CallObserver observer)
      throws StartException {
    ApiServer.configureProcess();
    var carillon = new Carillon(config);
    boolean started = false;
    try {
      carillon.open(environment, observer);
      started = true;
      return carillon;
    } finally {
      if (!started) {
        carillon.close();
      }
    }
  }

  /** Where the API is, for clients: {@code http://127.0.0.1:4680}. */
  public URI apiEndpoint() {
    return URI.create("http://" + reachable(api.addresses().getFirst()));
  }

  /** Where SIP is taken, {@code host:port}. */
  public String sipAddress() {
    return reachable(node.sipAddresses().getFirst());
  }

  /** Where the simulated carrier takes calls; empty when none runs. */
  public Optional<InetSocketAddress> simulatedCarrier() {
    return carrier.map(SimulatedCarrier::address);
  }

  /** Where SIP over TLS is taken, {@code host:port}. */
  public String sipTlsAddress() {
    return reachable(node.tlsAddresses().getFirst());
  }

  /** What to tell the operator about access keys. */
  public String keyNotice() {
    return keyNotice;
  }

  /** The line that says that it is ready, as in design section 6. */
  public String readyLine() {
    return "carillon is ready  api="
        + apiEndpoint()
        + "  sip="
        + sipAddress()
        + "  console="
        + apiEndpoint()
        + "/console/  data="
        + config.data();
  }

  /**
   * Waits until the voice is loaded. Calls that come before wait for it as well, each with its
   * caller.
   *
   * @throws SpeechException when it cannot be loaded
   */
  public void awaitVoice() throws SpeechException, InterruptedException {
    var _ = speech.synthesize(new SpeechRequest("Hello.", TextType.TEXT, null, "Joanna"));
  }

  /** Ends all calls, each with its record, and stops. */
  @Override
  public void close() {
    opened.close();
  }

  private void open(Map<String, String> environment, CallObserver observer) throws StartException {
    final Account account = config.account();
    opened.push(speech);
    api = bindApi();
    opened.push(api);
    SipNetwork network = network(environment);
    certificate = CompletableFuture.supplyAsync(this::keyFiles); // a first start makes a key
    Stores stores =
        config.aws() ? Stores.aws(config.data(), environment) : Stores.embedded(config.data());
    opened.push(stores.close());
    LocalFunctions functions = openFunctions(environment);
    opened.push(functions);
    var facts = new FactBacklog(stores.ports().callFacts(), config.aws());
    Ports ports = stores.with(functions);

    Optional<String> auditBucket = auditBucket(environment);
    opened.push(
        TrailDeliveries.start(
            new TrailDelivery(ports, account, clock, auditBucket),
            config.aws() ? DELIVER_ON_AWS_EVERY : DELIVER_EVERY));

    // What takes long, side by side.
    var voiceApi =
        CompletableFuture.supplyAsync(
            () ->
                new VoiceApi(
                    account,
                    ports,
                    network,
                    clock,
                    auditBucket,
                    Optional.ofNullable(environment.get("CARILLON_DOCUMENTS_BUCKET"))
                        .filter(it -> !it.isBlank())));
    var stocked = CompletableFuture.runAsync(() -> stock(ports, account, config.aws()));
    var numbers = new PhoneNumbers(ports.items(), account);
    var records =
        new CallRecords(
            account,
            ports.items(),
            ports.objects(),
            ports.callFacts(),
            new Settings(ports.items(), account),
            numbers,
            Reputations.of(new OutboundReputation(ports.items(), account), NobodyCalled::saysEnd));
    opened.push(facts.subscribe(records));
    opened.push(() -> facts.await(RECORDS_LIMIT));
    if (config.simulatedCarrier()) {
      carrier = Optional.of(startCarrier());
      opened.push(carrier.get());
    }
    var watch = new CallWatch(ports.items(), account, clock, config.digits(), observer);
    opened.push(watch);
    // of one machine nobody else has the data; on AWS other nodes may be at work
    Optional<NodeLeases> leases =
        config.aws()
            ? Optional.of(new NodeLeases(ports.items(), account, clock))
            : Optional.empty();
    leases.ifPresent(
        it -> opened.push(HeldLease.take(it, incarnation, () -> log.error(LEASE_LOST))));
    node = startNode(ports, facts, watch, identity(environment));
    opened.push(node);
    opened.push(
        leases.isPresent()
            ? DeadNodeSweep.start(records, leases.get())
            : DeadNodeSweep.start(records, incarnation));
    opened.push(
        CallCommandWorker.start(
            new CallCommands(ports.items(), account, clock),
            node,
            config.aws() ? COMMANDS_ON_AWS_EVERY : COMMANDS_EVERY));
    opened.push(
        Sweeps.start(
            new NumberLifecycle(ports.items(), account, clock),
            new AccountLifecycle(ports, account, clock)));
    opened.push(NumberJobWorker.start(account, ports, clock, !config.aws()));
    keyNotice =
        FirstKey.provide(
            new AccessKeys(ports.items(), ports.sealer(), clock),
            account,
            config.data(),
            config.aws() ? Map.of() : environment); // keys of AWS are not ours to take
    stocked.join();
    api.serve(voiceApi.join()::handle);
    opened.push(api); // closed first: what it answers needs all the others
    // From here on it is ready; what only the first call needs is made warm behind that.
    functions.warm();
    speech.warm();
  }

  /** What a first start finds in the house: numbers to order, and a chime to play. */
  private void stock(Ports ports, Account account, boolean aws) {
    if (config.simulatedCarrier()) {
      new Carriers(ports.items(), ports.sealer(), account, clock).provideSimulated();
    }
    new NumberPool(ports.items()).load(NUMBER_LIST, NumberPool.simulatedList());
    if (!aws) { // names of buckets are the whole world's there
      Chime.provide(ports.objects());
    }
  }

  /** On AWS names of buckets are the whole world's, so there the operator names one. */
  private Optional<String> auditBucket(Map<String, String> environment) {
    String named = environment.getOrDefault("CARILLON_AUDIT_BUCKET", "");
    return config.aws() && named.isEmpty()
        ? Optional.empty()
        : Optional.of(named.isEmpty() ? AuditSettings.localBucket(config.account()) : named);
  }

  /** On one machine private addresses are good, unless it is said otherwise. */
  private SipNetwork network(Map<String, String> environment) throws StartException {
    var settings = new HashMap<>(environment);
    if (!config.aws()) {
      settings.putIfAbsent("CARILLON_VOICE_ADDRESSES", "any");
    }
    try {
      return SipNetwork.fromEnvironment(settings);
    } catch (IllegalStateException wrong) {
      throw new StartException(wrong.getMessage(), wrong);
    }
  }

  private ApiServer bindApi() throws StartException {
    try {
      return ApiServer.bind(config.bind(), config.apiPort());
    } catch (IOException e) {
      throw portTaken("API", "--api-port", config.apiPort(), e);
    }
  }

  private LocalFunctions openFunctions(Map<String, String> environment) throws StartException {
    var given = new HashMap<>(environment);
    // So that a function's SDK finds this Carillon, and not the service in the cloud.
    given.putIfAbsent("AWS_ENDPOINT_URL_CHIME_SDK_VOICE", apiEndpoint().toString());
    given.putIfAbsent("AWS_ENDPOINT_URL_CHIME_SDK_MEETINGS", apiEndpoint().toString());
    var host =
        new FunctionHost(
            config.account().region(),
            config.account().id(),
            config.data().toAbsolutePath().normalize().resolve("functions"),
            given,
            FunctionHost.DEFAULT_MAX_INSTANCES);
    List<FunctionSpec> specs =
        config.functions().isEmpty() && !config.aws()
            ? List.of(FunctionSpec.ofClass("hello", Hello.class))
            : config.functions();
    try {
      return LocalFunctions.open(host, specs);
    } catch (IllegalArgumentException e) {
      throw new StartException("--function: " + e.getMessage() + ".", e);
    } catch (IOException e) {
      throw new StartException("The functions' host cannot start: " + e.getMessage(), e);
    }
  }

  /** On the loopback address of a family that the node speaks. */
  private SimulatedCarrier startCarrier() throws StartException {
    boolean four = config.bind().stream().anyMatch(Inet4Address.class::isInstance);
    try {
      return SimulatedCarrier.start(InetAddress.ofLiteral(four ? "127.0.0.1" : "::1"), speech);
    } catch (IOException e) {
      throw new StartException(
          "The simulated carrier cannot start: "
              + e.getMessage()
              + ". --carrier none goes without it.",
          e);
    }
  }

  /** Signed identity as the environment asks for it (N13). */
  private CallIdentity identity(Map<String, String> environment) throws StartException {
    HttpsCertificates certificates = new HttpsCertificates();
    opened.push(certificates);
    try {
      return CallIdentity.fromEnvironment(environment, certificates, clock);
    } catch (IllegalStateException e) {
      throw new StartException(e.getMessage() + ".", e);
    }
  }

  private MediaNode startNode(
      Ports ports, EventStream facts, CallWatch watch, CallIdentity identity)
      throws StartException {
    Account account = config.account();
    Map<String, String> environment = System.getenv();
    try {
      // where it runs, whoever is no connector's caller is the simulated carrier (design section 6)
      Routing routing =
          Routing.of(
              account,
              ports,
              clock,
              identity,
              RegionNodes.fromEnvironment(environment),
              config.simulatedCarrier()
                  ? UnknownSources.SIMULATED_CARRIER
                  : UnknownSources.REFUSED);
      return startNode(
          NodeServices.of(
              account,
              ports,
              facts,
              routing,
              CallRules.of(account, ports, CallRules.dialSipUris(environment), clock),
              watch,
              PollySpeech.orEmbedded(environment, speech),
              recordings(ports),
              clock,
              LexBots.orFunctions(environment, ports.functions())));
    } catch (IllegalStateException e) {
      throw new StartException(e.getMessage(), e);
    } catch (IOException e) {
      throw portTaken("SIP", "--sip-port", config.sipPort(), e);
    }
  }

  /** Recordings on their way to their buckets; closed after the node, whose calls make them. */
  private Recordings recordings(Ports ports) throws StartException {
    Path spool = config.data().resolve("recordings");
    try {
      Recordings recordings = Recordings.open(spool, ports.objects());
      opened.push(recordings);
      return recordings;
    } catch (IOException e) {
      throw new StartException(
          "Recordings cannot be kept in " + spool + ": " + e.getMessage() + ".", e);
    }
  }

  private MediaNode startNode(NodeServices services) throws IOException, StartException {
    LocalTls tls = config.tls();
    LocalTls.KeyFiles own = madeKeyFiles();
    int after = config.sipPort() == 0 || config.sipPort() == 65_535 ? 0 : config.sipPort() + 1;
    int port = tls.port().orElse(after);
    MediaNode started;
    try {
      started = startNode(services, own, port);
    } catch (TlsBindException e) {
      if (tls.port().isPresent() || port == 0) {
        throw e;
      }
      log.warn(
          "SIP over TLS takes any free port: {} is taken. Choose one with --sip-tls-port.", port);
      started = startNode(services, own, 0);
    }
    log.info(
        "SIP over TLS is taken on {} with the certificate in {}",
        reachable(started.tlsAddresses().getFirst()),
        own.certificate());
    return started;
  }

  private LocalTls.KeyFiles keyFiles() {
    try {
      return config.tls().own().isPresent()
          ? config.tls().own().get()
          : FirstCertificate.provide(config.data(), config.bind());
    } catch (StartException e) {
      throw new CompletionException(e);
    }
  }

  private LocalTls.KeyFiles madeKeyFiles() throws StartException {
    try {
      return certificate.join();
    } catch (CompletionException e) {
      throw new StartException(e.getCause().getMessage(), e.getCause());
    }
  }

  private MediaNode startNode(NodeServices services, LocalTls.KeyFiles own, int tlsPort)
      throws IOException {
    var nodeConfig =
        new NodeConfig(
            config.account().id(),
            config.bind(),
            config.sipPort(),
            config.firstRtpPort(),
            config.lastRtpPort(),
            NodeConfig.DEFAULT_MAX_CALLS,
            simulatedCarrier(),
            Optional.of(
                new SipConfig.Tls(tlsPort, own.certificate(), own.key(), config.tls().trusted())),
            NodeConfig.DEFAULT_MEDIA_TIMEOUT);
    return MediaNode.start(nodeConfig, services, incarnation);
  }

  private StartException portTaken(String what, String option, int port, IOException e) {
    if (e instanceof BindException) {
      return new StartException(
          what
              + " port "
              + port
              + " cannot be taken on "
              + String.join(", ", config.bind().stream().map(InetAddress::getHostAddress).toList())
              + ": "
              + e.getMessage()
              + ". Stop the program that has it, or choose another with "
              + option
              + " (0: any free one).",
          e);
    }
    return new StartException(
        what + " cannot start: " + e.getMessage() + ". See " + option + " and --bind.", e);
  }

  /** An address to type: a wildcard is reached on the loopback address. */
  private static String reachable(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    String name =
        host.isAnyLocalAddress() ? "127.0.0.1" : host.getHostAddress().replaceFirst("%.*", "");
    return (name.contains(":") ? "[" + name + "]" : name) + ":" + address.getPort();
  }
}
