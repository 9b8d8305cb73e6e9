package org.carillon.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.carillon.core.Account;
import org.carillon.core.bots.FunctionBots;
import org.carillon.core.calls.CallRules;
import org.carillon.core.calls.CallTurns;
import org.carillon.core.identity.CallIdentity;
import org.carillon.core.logs.LoggingDirectory;
import org.carillon.core.meetings.Admissions;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.ports.Ports;
import org.carillon.core.records.CallRecords;
import org.carillon.core.routing.Routing;
import org.carillon.core.routing.UnknownSources;
import org.carillon.core.settings.Settings;
import org.carillon.embedded.EmbeddedPorts;
import org.carillon.media.ivr.EmbeddedSpeech;
import org.carillon.media.ivr.Prompts;
import org.carillon.media.ivr.recording.Recordings;
import org.carillon.media.node.CallObserver;
import org.carillon.media.node.MediaNode;
import org.carillon.media.node.Metering;
import org.carillon.media.node.NodeConfig;
import org.carillon.media.node.NodeServices;

/**
 * The signalling and media half of Carillon as {@code run-local} wires it, on data that a Carillon
 * made before, with a function that costs nothing: its answer is there already, in this JVM. What
 * is left is what Carillon itself takes. With {@value #FACTS_ONLY} the facts of calls are made
 * durable and wait in their queue, as on AWS, where another program makes records of them.
 */
final class ZeroCostNode {
  private static final byte[] ANSWER =
      """
      {"SchemaVersion":"1.0","Actions":[{"Type":"PlayAudio","Parameters":{"ParticipantTag":"LEG-A",
      "AudioSource":{"Type":"S3","BucketName":"bench-prompts","Key":"beep.wav"}}}]}
      """
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] NOTHING =
      "{\"SchemaVersion\":\"1.0\",\"Actions\":[]}".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NEW_CALL = "NEW_INBOUND_CALL".getBytes(StandardCharsets.US_ASCII);

  static final String FACTS_ONLY = "--facts-only";

  private ZeroCostNode() {}

  /** Takes the options that {@link CarillonProcess} gives; of those {@code --data} counts here. */
  public static void main(String[] args) throws Exception {
    var _ =
        start(
            args,
            (arn, payload, timeout) ->
                new FunctionInvoker.Result.Answer(isNewCall(payload) ? ANSWER : NOTHING));
    new CountDownLatch(1).await();
  }

  /**
   * Starts the node with a function and prints its ready line. It is stopped with the JVM.
   *
   * @param args as {@link #main}
   */
  static MediaNode start(String[] args, FunctionInvoker function) throws IOException {
    Path data = Path.of(args[List.of(args).indexOf("--data") + 1]);
    Account account = new Account("111122223333", "us-east-1");
    EmbeddedSpeech speech = EmbeddedSpeech.start();
    EmbeddedPorts embedded = EmbeddedPorts.open(data, function);
    Ports ports = embedded.ports();
    if (!List.of(args).contains(FACTS_ONLY)) {
      makeRecords(account, ports);
    }
    InstantSource clock = InstantSource.system();
    Routing routing =
        Routing.of(account, ports, clock, CallIdentity.none(), UnknownSources.SIMULATED_CARRIER);
    MediaNode node =
        MediaNode.start(
            new NodeConfig(
                account.id(),
                List.of(InetAddress.ofLiteral("127.0.0.1")),
                0,
                20_000,
                29_999,
                NodeConfig.DEFAULT_MAX_CALLS,
                Optional.empty()),
            new NodeServices(
                routing,
                new CallTurns(function, CallRules.withoutNumbers(InstantSource.system())),
                ports.callFacts(),
                new Prompts(ports.objects()),
                speech,
                Recordings.open(data.resolve("recordings"), ports.objects()),
                clock,
                CallObserver.none(),
                ports.sealer(),
                (host, source) -> {},
                List::of,
                new Metering(
                    account.region(),
                    ports.metrics(),
                    ports.logs(),
                    new LoggingDirectory(ports.items(), account, clock)),
                new Admissions(ports.items(), ports.sealer(), account, clock),
                new FunctionBots(function)));
    InetSocketAddress sip = node.sipAddresses().getFirst();
    Report.line(
        "carillon is ready  api=http://127.0.0.1:0  sip=%s:%d",
        sip.getAddress().getHostAddress(), sip.getPort());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  node.close();
                  embedded.close();
                }));
    return node;
  }

  private static void makeRecords(Account account, Ports ports) {
    ports
        .callFacts()
        .subscribe(
            new CallRecords(
                account,
                ports.items(),
                ports.objects(),
                ports.callFacts(),
                new Settings(ports.items(), account),
                new PhoneNumbers(ports.items(), account)));
  }

  /** Whether an event is a call that came in. */
  static boolean isNewCall(byte[] event) {
    // looked for near the start, where the event says what it is
    int last = Math.min(event.length, 200) - NEW_CALL.length;
    for (int i = 0; i <= last; i++) {
      if (java.util.Arrays.equals(event, i, i + NEW_CALL.length, NEW_CALL, 0, NEW_CALL.length)) {
        return true;
      }
    }
    return false;
  }
}
