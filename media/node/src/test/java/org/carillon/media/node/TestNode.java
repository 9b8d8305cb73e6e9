package org.carillon.media.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.carillon.core.Account;
import org.carillon.core.bots.BotControl;
import org.carillon.core.bots.FunctionBots;
import org.carillon.core.calls.CallRules;
import org.carillon.core.calls.CallTurns;
import org.carillon.core.logs.ConnectorLogging;
import org.carillon.core.logs.LoggingQuestion;
import org.carillon.core.meetings.Admissions;
import org.carillon.core.meetings.MeetingSpace;
import org.carillon.core.metrics.Metric;
import org.carillon.core.metrics.MetricScope;
import org.carillon.core.ports.EventStream;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.ports.Logs;
import org.carillon.core.ports.MetricDatum;
import org.carillon.core.ports.Metrics;
import org.carillon.core.ports.Objects;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.ports.Ports;
import org.carillon.core.ports.Sealer;
import org.carillon.core.records.CallFact;
import org.carillon.core.routing.RouteDecision;
import org.carillon.core.routing.RouteTarget;
import org.carillon.core.routing.RoutingQuestion;
import org.carillon.embedded.EmbeddedPorts;
import org.carillon.media.ivr.Prompts;
import org.carillon.media.ivr.SpeechSynthesizer;
import org.carillon.media.ivr.WavWriter;
import org.carillon.media.ivr.recording.Recordings;
import org.carillon.media.sip.SipConfig;

/** A media node on loopback with embedded ports, a scripted function and a voice that hums. */
final class TestNode implements AutoCloseable {
  static final String ACCOUNT = "111122223333";
  static final String APPLICATION = "0b1d9b1c-4f7b-4a5e-9a57-0d5d0f6d9a01";
  static final String RULE = "5c2f1a7e-0c3f-4d0e-8a0e-3f5b7a9c1d02";
  static final String FUNCTION = "arn:aws:lambda:us-east-1:111122223333:function:hello";

  private static final int MAX_CALLS = 50;

  /** What the voice hums, in hertz. */
  static final int VOICE_HZ = 400;

  /** What the prompt sounds, in hertz. */
  static final int PROMPT_HZ = 1000;

  private final EmbeddedPorts ports;
  private final MediaNode node;
  private final Recordings recordings;
  private final List<CallFact> facts;
  private final List<EventStream.Consumer> factReaders = new CopyOnWriteArrayList<>();
  private final List<String> pings = new CopyOnWriteArrayList<>();
  private final Runnable closedLast;
  private final Metrics metrics;
  private final Logs logs;
  private final List<CallMoment> moments = new CopyOnWriteArrayList<>();
  private final List<MetricDatum> puts = new CopyOnWriteArrayList<>();
  private final Optional<ManualTimer> timer;
  private volatile Duration ahead = Duration.ZERO;
  private volatile boolean messagesLogged;
  private volatile boolean mediaLogged;
  private volatile boolean away;
  private volatile Runnable loggingAsked = () -> {};

  /** What a test sets otherwise than the others do. */
  private static final class Setup {
    private final Path data;
    private final FunctionInvoker function;
    private BiFunction<Ports, InstantSource, RoutingQuestion> routing =
        (ports, clock) -> toApplication();
    private InetAddress bind = InetAddress.ofLiteral("127.0.0.1");
    private UnaryOperator<EventStream> stream = s -> s;
    private UnaryOperator<Objects> buckets = b -> b;
    private int maxCalls = MAX_CALLS;
    private UnaryOperator<NodeConfig> config = c -> c;
    private BotControl bots;
    private SpeechSynthesizer voice = new HummingVoice();
    private Optional<ManualTimer> timer = Optional.empty();
    private Patience patience = Patience.USUAL;
    private Optional<TestNode> neighbour = Optional.empty();

    Setup(Path data, FunctionInvoker function) {
      this.data = data;
      this.function = function;
      this.bots = new FunctionBots(function);
    }

    /** One whose calls go where this says, and never to a function. */
    static Setup trunk(Path data, RoutingQuestion routing) {
      return new Setup(data, ScriptedFunction.onInbound("[]"))
          .with(it -> it.routing = (ports, clock) -> routing);
    }

    Setup with(Consumer<Setup> change) {
      change.accept(this);
      return this;
    }

    TestNode start() throws IOException {
      return new TestNode(this);
    }
  }

  private TestNode(Setup setup) throws IOException {
    this.timer = setup.timer;
    ports =
        setup
            .neighbour
            .map(it -> it.ports)
            .orElseGet(() -> EmbeddedPorts.open(setup.data, setup.function));
    ports
        .ports()
        .objects()
        .put(
            "prompts",
            "tone.wav",
            WavWriter.write(Tones.of(PROMPT_HZ, 300)),
            "audio/wav",
            Map.of());
    metrics =
        new Metrics() {
          @Override
          public void put(List<MetricDatum> data) {
            failWhenAway();
            puts.addAll(data);
            ports.ports().metrics().put(data);
          }

          @Override
          public List<MetricDatum> read(Query query) {
            return ports.ports().metrics().read(query);
          }
        };
    logs =
        (group, records) -> {
          failWhenAway();
          ports.ports().logs().append(group, records);
        };
    facts = setup.neighbour.map(it -> it.facts).orElseGet(CopyOnWriteArrayList::new);
    closedLast = setup.neighbour.isPresent() ? () -> {} : closing(subscribe());
    recordings =
        Recordings.open(
            setup.data.resolve("recordings"), setup.buckets.apply(ports.ports().objects()));
    node =
        MediaNode.start(
            setup.config.apply(
                new NodeConfig(
                    ACCOUNT, List.of(setup.bind), 0, 0, 0, setup.maxCalls, Optional.empty())),
            new NodeServices(
                setup.routing.apply(ports.ports(), clock()),
                new CallTurns(setup.function, CallRules.withoutNumbers(InstantSource.system())),
                setup.stream.apply(ports.ports().callFacts()),
                new Prompts(ports.ports().objects()),
                setup.voice,
                recordings,
                clock(),
                moments::add,
                ports.ports().sealer(),
                (host, source) -> pings.add(host + " from " + source.getHostAddress()),
                List::of,
                new Metering("us-east-1", metrics, logs, logging()),
                new Admissions(
                    ports.ports().items(),
                    ports.ports().sealer(),
                    account(),
                    InstantSource.system()),
                setup.bots),
            UUID.randomUUID().toString(),
            timer.isPresent() ? timer.get() : NodeMeters.timer(),
            setup.patience);
  }

  private EventStream.Subscription subscribe() {
    return ports
        .ports()
        .callFacts()
        .subscribe(
            batch -> {
              batch.forEach(entry -> facts.add(CallFact.fromRecord(entry)));
              for (EventStream.Consumer reader : factReaders) {
                reader.accept(batch);
              }
            });
  }

  private Runnable closing(EventStream.Subscription subscription) {
    return () -> {
      subscription.close();
      ports.close();
    };
  }

  /** The facts of calls, its neighbours' too, go to this reader from now on. */
  void tellFacts(EventStream.Consumer reader) {
    factReaders.add(reader);
  }

  static Account account() {
    return new Account(ACCOUNT, "us-east-1");
  }

  /** The system's clock and what time was let {@link #pass}. */
  private InstantSource clock() {
    return () -> Instant.now().plus(ahead);
  }

  /** A new meeting in the node's account. */
  TestMeeting meeting() {
    return new TestMeeting(
        new MeetingSpace(
            ports.ports().items(),
            ports.ports().sealer(),
            account(),
            "voice.example.com",
            InstantSource.system()),
        account());
  }

  /** A node whose every call goes to the function, and whose bots say this. */
  static TestNode with(Path data, ScriptedFunction function, BotControl bots) throws IOException {
    return new Setup(data, function).with(it -> it.bots = bots).start();
  }

  /** A node whose every call goes to the function, and who speaks with this voice. */
  static TestNode with(Path data, ScriptedFunction function, SpeechSynthesizer voice)
      throws IOException {
    return new Setup(data, function).with(it -> it.voice = voice).start();
  }

  /** A node whose every call goes to the function. */
  static TestNode with(Path data, ScriptedFunction function) throws IOException {
    return new Setup(data, function).start();
  }

  static TestNode with(Path data, ScriptedFunction function, RoutingQuestion routing)
      throws IOException {
    return with(data, function, routing, MAX_CALLS);
  }

  /** The same with room for so many calls and any function. */
  static TestNode with(Path data, FunctionInvoker function, RoutingQuestion routing, int maxCalls)
      throws IOException {
    return new Setup(data, function)
        .with(it -> it.routing = (ports, clock) -> routing)
        .with(it -> it.maxCalls = maxCalls)
        .start();
  }

  /** A node whose calls wait to be answered for as long as this says. */
  static TestNode waiting(
      Path data, ScriptedFunction function, RoutingQuestion routing, Patience patience)
      throws IOException {
    return new Setup(data, function)
        .with(it -> it.routing = (stores, clock) -> routing)
        .with(it -> it.patience = patience)
        .start();
  }

  /** Another node on this one's stores, to be closed before it. */
  TestNode beside(Path data, ScriptedFunction function, RoutingQuestion routing)
      throws IOException {
    return new Setup(data, function)
        .with(it -> it.routing = (stores, clock) -> routing)
        .with(it -> it.neighbour = Optional.of(this))
        .start();
  }

  static TestNode on(InetAddress bind, Path data, ScriptedFunction function) throws IOException {
    return new Setup(data, function).with(it -> it.bind = bind).start();
  }

  static TestNode overStream(
      Path data, ScriptedFunction function, UnaryOperator<EventStream> stream) throws IOException {
    return new Setup(data, function).with(it -> it.stream = stream).start();
  }

  /** A node whose recordings go to these buckets. */
  static TestNode recordingTo(
      Path data, ScriptedFunction function, RoutingQuestion routing, UnaryOperator<Objects> buckets)
      throws IOException {
    return new Setup(data, function)
        .with(it -> it.routing = (ports, clock) -> routing)
        .with(it -> it.buckets = buckets)
        .start();
  }

  /** A node whose calls go where this says, and never to a function. */
  static TestNode trunk(Path data, RoutingQuestion routing) throws IOException {
    return Setup.trunk(data, routing).start();
  }

  /** The same, for which time passes when {@link #pass} says so, besides the clock's own. */
  static TestNode onItsOwnTime(Path data, RoutingQuestion routing) throws IOException {
    return Setup.trunk(data, routing).with(it -> it.timer = Optional.of(new ManualTimer())).start();
  }

  /** A node that asks its own stores where calls go, on its own time; see {@link Customer}. */
  static TestNode configured(
      Path data,
      ScriptedFunction function,
      BiFunction<Ports, InstantSource, RoutingQuestion> routing)
      throws IOException {
    return new Setup(data, function)
        .with(it -> it.routing = routing)
        .with(it -> it.timer = Optional.of(new ManualTimer()))
        .start();
  }

  /** How many files there are of recordings that are not in their buckets. */
  static long recordingsLeft(Path data) {
    try (Stream<Path> files = Files.walk(data.resolve("recordings"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("lock")) // of a node that lives
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Time passes for the node: for what it measures, and for what it knows. */
  void pass(Duration time) {
    ahead = ahead.plus(time);
    timer.orElseThrow().pass(time);
  }

  /** What was put of a connector's metric, in this order. */
  List<MetricDatum> puts(Metric metric, String connector) {
    return puts.stream()
        .filter(it -> it.name().equals(metric.wireName()))
        .filter(it -> it.dimensions().containsValue(connector))
        .toList();
  }

  /** What was put of a metric of ours, in this order. */
  List<MetricDatum> puts(String name) {
    return puts.stream().filter(it -> it.name().equals(name)).toList();
  }

  /** A node of {@link #trunk} behind a public address. */
  static TestNode advertising(InetAddress address, Path data, RoutingQuestion routing)
      throws IOException {
    return Setup.trunk(data, routing)
        .with(it -> it.config = config -> config.withAdvertised(address))
        .start();
  }

  /** The same with room for so many calls. */
  static TestNode trunk(Path data, RoutingQuestion routing, int maxCalls) throws IOException {
    return Setup.trunk(data, routing).with(it -> it.maxCalls = maxCalls).start();
  }

  /** The same, taking SIP over TLS as well. */
  static TestNode trunk(Path data, RoutingQuestion routing, int maxCalls, SipConfig.Tls tls)
      throws IOException {
    return Setup.trunk(data, routing)
        .with(it -> it.maxCalls = maxCalls)
        .with(
            it ->
                it.config =
                    config ->
                        new NodeConfig(
                            config.accountId(),
                            config.bind(),
                            0,
                            0,
                            0,
                            maxCalls,
                            Optional.empty(),
                            Optional.of(tls),
                            config.mediaTimeout()))
        .start();
  }

  /** The same, ending calls that nothing was heard of for so long. */
  static TestNode trunk(Path data, RoutingQuestion routing, Duration mediaTimeout)
      throws IOException {
    return Setup.trunk(data, routing)
        .with(it -> it.config = config -> config.withMediaTimeout(mediaTimeout))
        .start();
  }

  static RoutingQuestion toApplication() {
    return facts ->
        new RouteDecision.ToApplication(
            RULE,
            List.of(new RouteTarget(APPLICATION, FUNCTION, "us-east-1")),
            facts.fromUser(),
            facts.requestUser(),
            Map.of());
  }

  /** What is in the buckets. */
  Objects objects() {
    return ports.ports().objects();
  }

  Sealer sealer() {
    return ports.ports().sealer();
  }

  /** What it stands on. */
  Ports ports() {
    return ports.ports();
  }

  MediaNode node() {
    return node;
  }

  InetSocketAddress sip() {
    return node.sipAddresses().getFirst();
  }

  private void failWhenAway() {
    if (away) {
      throw new PortUnavailableException("The store is away.", null);
    }
  }

  private LoggingQuestion logging() {
    return new LoggingQuestion() {
      @Override
      public ConnectorLogging of(String connector) {
        loggingAsked.run();
        return new ConnectorLogging(
            MetricScope.ofConnector(connector, "us-west-2"), messagesLogged, mediaLogged);
      }

      @Override
      public boolean ofApplication(String application) {
        return messagesLogged;
      }
    };
  }

  /** Connectors and applications write these logs from now on. */
  void writeLogs(boolean sipMessages, boolean mediaMetrics) {
    messagesLogged = sipMessages;
    mediaLogged = mediaMetrics;
  }

  /** Whoever asks what a connector logs waits for this, as for a slow store. */
  void onLoggingAsked(Runnable wait) {
    loggingAsked = wait;
  }

  /** The stores of metrics and logs fail from now on. */
  void loseStores() {
    away = true;
  }

  /** What was told while calls happened. */
  List<CallMoment> moments() {
    return moments;
  }

  /** The sum of a metric in the last hours, of a connector or of the region; empty for none. */
  OptionalDouble metric(Metric metric, Optional<String> connector) {
    List<MetricDatum> found =
        ports
            .ports()
            .metrics()
            .read(
                new Metrics.Query(
                    metric.wireName(),
                    Metric.dimensions(connector, connector.isPresent() ? "us-west-2" : "us-east-1"),
                    Instant.now().minus(Duration.ofHours(1)),
                    Instant.now().plus(Duration.ofHours(1)),
                    Duration.ofMinutes(1)));
    return found.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(found.stream().mapToDouble(MetricDatum::sum).sum());
  }

  /** The OPTIONS that came, as {@code host from address}. */
  List<String> pings() {
    return pings;
  }

  List<CallFact> facts() {
    return facts;
  }

  /** Waits for the call's end and gives its fact. */
  CallFact.CallEnded ended() {
    return ends(1).getFirst();
  }

  /** Waits for the ends of so many legs with a record of their own, and holds that no more came. */
  List<CallFact.CallEnded> ends(int count) {
    Await.until(count + " CallEnded facts", () -> ends().size() >= count);
    if (ends().size() != count) {
      throw new AssertionError(count + " ends, not " + ends());
    }
    return ends();
  }

  private List<CallFact.CallEnded> ends() {
    return facts.stream()
        .filter(CallFact.CallEnded.class::isInstance)
        .map(CallFact.CallEnded.class::cast)
        .toList();
  }

  @Override
  public void close() {
    node.close();
    recordings.close();
    closedLast.run();
  }
}
