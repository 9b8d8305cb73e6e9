package org.carillon.local.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.carillon.contract.Json;
import org.carillon.local.Commands;
import org.carillon.local.JvmStart;
import org.carillon.local.StartException;
import org.carillon.local.functions.FunctionSpec;
import org.carillon.local.phone.PhoneScript;
import org.carillon.local.phone.ScriptedPhone;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.ivr.SpeechException;
import org.carillon.media.ivr.WavWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * From nothing to a record of a call, by itself: starts Carillon on free ports with an empty data
 * directory, does the guide's steps with the AWS SDK, calls the number of an example, or has the
 * example call, and shows the records.
 */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "From a number search to a call detail record, by itself.")
public final class Demo implements Callable<Integer> {
  private static final String CALLER = "+12065550199";
  private static final String BUCKET = "demo-call-records";
  private static final String AGENT = "+12065550187"; // answers and presses 1234#
  private static final String RECORDS = "Amazon-Chime-Voice-Connector-CDRs";
  private static final String APPLICATION_RECORDS = "Amazon-Chime-SMADRs";
  private static final Duration CALL_LIMIT = Duration.ofSeconds(90);

  private final PrintStream out;
  private final PrintStream err;

  @Parameters(
      paramLabel = "EXAMPLE",
      defaultValue = "hello-java",
      description = "The example to try: the name of a folder in examples. Default: hello-java.")
  private String name;

  @Option(
      names = "--wav",
      paramLabel = "FILE",
      defaultValue = "demo.wav",
      description = "Where to write what the caller heard. Default: ${DEFAULT-VALUE}.")
  private Path wav;

  @Option(
      names = "--examples",
      paramLabel = "DIR",
      defaultValue = "examples",
      description = "The folder of the examples. Default: ${DEFAULT-VALUE}.")
  private Path examples;

  private Demo(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs the demo; exit status 0 when all of it went well, 1 with a reason otherwise. */
  public static void main(String[] args) {
    // The timeline says what happens; of the log, what went wrong is enough.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(out, System.err, args));
  }

  /** As {@link #main}, for any output; returns the exit status. */
  static int run(PrintStream out, PrintStream err, String... args) {
    return Commands.run(new Demo(out, err), "demo", out, err, args);
  }

  @Override
  public Integer call() {
    try {
      tell();
      return CommandLine.ExitCode.OK;
    } catch (StartException | DemoException | IOException e) {
      err.println("The demo failed: " + e.getMessage());
    } catch (SpeechException e) {
      err.println("The demo failed: the embedded voice does not speak: " + e.getMessage());
    } catch (SdkException e) {
      err.println("The demo failed: the API refused a step: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      err.println("The demo was interrupted.");
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  private void tell()
      throws StartException, DemoException, IOException, SpeechException, InterruptedException {
    Example example = Example.named(name);
    FunctionSpec function = example.function(examples);
    var timeline = new Timeline(JvmStart.at(), out);
    out.println(" seconds  part      what happened (times since the start of the JVM)");
    try (var installation = new Installation(function, example.environment(), timeline::moment);
        var story = installation.story(timeline)) {
      timeline.now("start", installation.carillon().readyLine());
      String number = story.orderNumber();
      story.setRecordBucket(BUCKET);
      String application = story.answerWith(number, Installation.ACCOUNT, function.name());
      installation.carillon().awaitVoice();
      timeline.now("media", "the voice is loaded");
      Path records = installation.bucket(BUCKET);
      Optional<PhoneScript> script = example.script(examples, number);
      if (script.isPresent()) {
        PcmAudio heard = call(script.get(), installation.sip(), timeline);
        showRecords(records, timeline, RECORDS, APPLICATION_RECORDS);
        keep(heard);
      } else {
        story.call(application, number, AGENT, example.arguments());
        showRecords(records, timeline, APPLICATION_RECORDS);
      }
    }
  }

  private void keep(PcmAudio heard) throws IOException {
    Files.write(wav, WavWriter.write(heard));
    out.printf(
        Locale.ROOT,
        "%n%s holds what the caller heard, %.1f s. Play it: aplay %s (Linux), afplay %s (macOS)%n",
        wav.toAbsolutePath().normalize(),
        heard.duration().toMillis() / 1000.0,
        wav,
        wav);
  }

  private static PcmAudio call(PhoneScript script, InetSocketAddress sip, Timeline timeline)
      throws DemoException, IOException, InterruptedException {
    try (var phone =
        new ScriptedPhone(sip.getAddress(), sip, CALLER, text -> timeline.now("caller", text))) {
      phone.run(script);
      return phone.heard();
    } catch (ScriptedPhone.PhoneException e) {
      throw new DemoException(e.getMessage() + "; see the log lines above");
    }
  }

  private void showRecords(Path bucket, Timeline timeline, String... kinds)
      throws DemoException, IOException {
    long end = System.nanoTime() + CALL_LIMIT.toNanos();
    for (String kind : kinds) {
      List<Path> files = files(bucket.resolve(kind));
      while (files.isEmpty()) {
        if (System.nanoTime() > end) {
          throw new DemoException(
              "no record came to " + kind + " within " + CALL_LIMIT.toSeconds() + " s");
        }
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        files = files(bucket.resolve(kind));
      }
      timeline.now("record", bucket.relativize(files.getFirst()).toString());
    }
    out.println();
    for (Path file : files(bucket)) {
      out.println("s3://" + BUCKET + "/" + bucket.relativize(file));
      out.println(Json.pretty(Json.read(Files.readAllBytes(file))));
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
