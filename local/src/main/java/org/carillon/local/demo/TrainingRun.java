package org.carillon.local.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.carillon.local.JvmStart;
import org.carillon.local.StartException;
import org.carillon.local.phone.CallPlan;
import org.carillon.local.phone.ManyCalls;
import org.carillon.local.phone.Telephone;
import org.carillon.media.node.CallObserver;
import picocli.CommandLine;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What the JVM watches when the build makes the AOT cache: the demo, for the classes of a start,
 * and then calls to an application and through a connector, so that the cache has the profiles of
 * their methods too (JEP 515). With them the compiler is done sooner after each start.
 *
 * <p>Arguments: the folder of the examples, a scratch file for the demo's audio. The exit status is
 * the demo's: of the calls it only matters that there were many.
 */
public final class TrainingRun {
  private static final int APPLICATION_CALLS = 200;
  private static final int TRUNK_CALLS = 2_000;
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final String CALLER = "+12065550199";

  private TrainingRun() {}

  /** See the class. */
  public static void main(String[] args) throws InterruptedException {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    int status = Demo.run(out, System.err, "--examples", args[0], "--wav", args[1]);
    if (status == CommandLine.ExitCode.OK) {
      try {
        call(Path.of(args[0]), new Timeline(JvmStart.at(), out));
      } catch (StartException | DemoException | SdkException | IOException e) {
        System.err.println("No calls to learn from: " + e.getMessage());
      }
    }
    System.exit(status);
  }

  private static void call(Path examples, Timeline timeline)
      throws StartException, DemoException, IOException, InterruptedException {
    var hello = Example.HELLO_JAVA.function(examples);
    try (var installation = new Installation(hello, Map.of(), CallObserver.none());
        var story = installation.story(timeline);
        var telephone = new Telephone(installation.sip().getAddress())) {
      story.setRecordBucket("training-records");
      String application = story.orderNumber();
      story.answerWith(application, Installation.ACCOUNT, hello.name());
      String trunk =
          story.trunkNumber(
              installation
                  .carillon()
                  .simulatedCarrier()
                  .map(InetSocketAddress::getPort)
                  .orElseThrow());
      place(telephone, 10, application, installation.sip(), APPLICATION_CALLS, timeline);
      place(telephone, 40, trunk, installation.sip(), TRUNK_CALLS, timeline);
    }
  }

  private static void place(
      Telephone telephone,
      int atOnce,
      String number,
      InetSocketAddress sip,
      int calls,
      Timeline timeline)
      throws IOException, InterruptedException {
    int answered =
        new ManyCalls(telephone, atOnce).place(CallPlan.of(CALLER, number, sip, LONGEST), calls);
    timeline.now("training", answered + " of " + calls + " calls to " + number + " answered");
  }
}
