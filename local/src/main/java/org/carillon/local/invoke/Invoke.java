package org.carillon.local.invoke;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.carillon.contract.Json;
import org.carillon.contract.JsonException;
import org.carillon.core.Account;
import org.carillon.core.access.AccessKeys;
import org.carillon.core.audit.AuditSettings;
import org.carillon.core.connectors.SipNetwork;
import org.carillon.core.ports.Ports;
import org.carillon.core.routing.UnknownSources;
import org.carillon.embedded.DataDirectoryException;
import org.carillon.embedded.EmbeddedPorts;
import org.carillon.examples.hello.Hello;
import org.carillon.functions.accountlifecycle.AccountLifecycleHandler;
import org.carillon.functions.cdrwriter.CdrWriterHandler;
import org.carillon.functions.numberimport.NumberImportHandler;
import org.carillon.functions.numberlifecycle.NumberLifecycleHandler;
import org.carillon.functions.sipruledispatch.SipRuleDispatchHandler;
import org.carillon.functions.smaactions.SmaActionsHandler;
import org.carillon.functions.traildelivery.TrailDeliveryHandler;
import org.carillon.functions.voiceapi.VoiceApi;
import org.carillon.functions.voiceapi.VoiceApiHandler;
import org.carillon.local.Commands;
import org.carillon.local.functions.FunctionHost;
import org.carillon.local.functions.FunctionSpec;
import org.carillon.local.functions.LocalFunctions;
import org.carillon.local.functions.child.HandlerLoader;
import org.carillon.local.functions.child.LocalContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Runs a Lambda handler of {@code functions/} on a sample event, on embedded ports, and prints its
 * answer. The event is read and the answer written by Lambda's own serialisation.
 */
@Command(
    name = "invoke",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Runs a Lambda handler on a sample event and prints its answer.")
public final class Invoke implements Callable<Integer> {
  private static final Account ACCOUNT = new Account("111122223333", "us-east-1");
  private static final List<String> FUNCTIONS =
      List.of(
          "voice-api",
          "sip-rule-dispatch",
          "sma-actions",
          "cdr-writer",
          "number-lifecycle",
          "account-lifecycle",
          "number-import",
          "trail-delivery");
  private static final long MAX_EVENT_BYTES = Json.MAX_BYTES;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "FUNCTION",
      description =
          "voice-api, sip-rule-dispatch, sma-actions, cdr-writer, number-lifecycle,"
              + " account-lifecycle, number-import or trail-delivery.")
  private String function;

  @Parameters(index = "1", paramLabel = "EVENT", description = "A file of events/.")
  private Path event;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data directory. Default: an empty one, removed afterwards.")
  private Path data;

  @Option(
      names = "--function",
      paramLabel = "NAME=FILE:HANDLER",
      description = "A customer's function that sma-actions finds. Default: the Java hello.")
  private List<String> functions;

  @Option(
      names = "--sign",
      description = "voice-api: sign the request as a client does, with a key made for it.")
  private boolean sign;

  private final PrintStream out;

  private Invoke(PrintStream out) {
    this.out = out;
  }

  /** Exit status: 0 the handler answered, 1 it failed, 2 wrong arguments. */
  public static void main(String[] args) {
    System.exit(run(args, System.out));
  }

  static int run(String[] args, PrintStream out) {
    return Commands.run(new Invoke(out), "invoke", out, System.err, args);
  }

  @Override
  public Integer call() throws IOException {
    if (!FUNCTIONS.contains(function)) {
      throw wrong("there is no function '" + function + "'; there are " + FUNCTIONS);
    }
    byte[] payload = readEvent();
    Path scratch = Files.createTempDirectory("carillon-invoke");
    try (EmbeddedPorts embedded = openData(scratch);
        LocalFunctions customers = customers(scratch)) {
      Ports ports = embedded.ports().withFunctions(customers);
      return invoke(ports, payload) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    } finally {
      delete(scratch);
    }
  }

  private boolean invoke(Ports ports, byte[] payload) {
    byte[] request = payload;
    if (sign) {
      var keys = new AccessKeys(ports.items(), ports.sealer(), InstantSource.system());
      request = SignedEvent.sign(payload, keys.create(ACCOUNT), ACCOUNT.region());
    }
    var answer = new ByteArrayOutputStream();
    var context =
        new LocalContext(
            UUID.randomUUID().toString(), function, System.currentTimeMillis() + 30_000);
    try {
      new HandlerLoader(getClass().getClassLoader())
          .of(handler(ports))
          .handle(new ByteArrayInputStream(request), answer, context);
    } catch (Throwable e) { // what a handler throws is what Lambda would report
      System.err.println("invoke: " + function + " failed: " + e);
      return false;
    }
    out.println(pretty(answer.toByteArray()));
    return true;
  }

  private Object handler(Ports ports) {
    return switch (function) {
      case "voice-api" ->
          new VoiceApiHandler(
              new VoiceApi(ACCOUNT, ports, SipNetwork.local(), InstantSource.system()));
      case "sip-rule-dispatch" ->
          new SipRuleDispatchHandler(ACCOUNT, ports, UnknownSources.SIMULATED_CARRIER);
      case "sma-actions" -> new SmaActionsHandler(ACCOUNT, ports, false);
      case "number-lifecycle" -> new NumberLifecycleHandler(ACCOUNT, ports, InstantSource.system());
      case "account-lifecycle" ->
          new AccountLifecycleHandler(ACCOUNT, ports, InstantSource.system());
      case "number-import" -> new NumberImportHandler(ACCOUNT, ports, InstantSource.system());
      case "trail-delivery" ->
          new TrailDeliveryHandler(ACCOUNT, ports, Optional.of(AuditSettings.localBucket(ACCOUNT)));
      default -> new CdrWriterHandler(ACCOUNT, ports);
    };
  }

  private byte[] readEvent() throws IOException {
    try {
      if (Files.size(event) > MAX_EVENT_BYTES) {
        throw wrong(event + " is larger than " + MAX_EVENT_BYTES + " bytes");
      }
      byte[] payload = Files.readAllBytes(event);
      Json.readObject(payload);
      return payload;
    } catch (NoSuchFileException e) {
      throw wrong("there is no file " + event);
    } catch (JsonException e) {
      throw wrong(event + " is no event: " + e.getMessage());
    }
  }

  private EmbeddedPorts openData(Path scratch) {
    try {
      return EmbeddedPorts.open(
          data == null ? scratch.resolve("data") : data,
          (arn, payload, timeout) -> {
            throw new IllegalStateException("functions are not reached through these ports");
          });
    } catch (DataDirectoryException e) {
      throw wrong(e.getMessage());
    }
  }

  private LocalFunctions customers(Path scratch) throws IOException {
    var host =
        new FunctionHost(
            ACCOUNT.region(), ACCOUNT.id(), scratch.resolve("functions"), System.getenv(), 1);
    try {
      List<FunctionSpec> specs =
          functions == null
              ? List.of(FunctionSpec.ofClass("hello", Hello.class))
              : functions.stream().map(FunctionSpec::parse).toList();
      return LocalFunctions.open(host, specs);
    } catch (IllegalArgumentException e) {
      throw wrong("--function: " + e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static String pretty(byte[] answer) {
    try {
      return Json.pretty(Json.read(answer));
    } catch (JsonException notJson) {
      return new String(answer, StandardCharsets.UTF_8);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
