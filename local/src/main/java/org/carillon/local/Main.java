package org.carillon.local;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.carillon.media.node.CallObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of {@code scripts/run-local}. */
@Command(
    name = "run-local",
    mixinStandardHelpOptions = true,
    version = "Carillon 0.1.0-SNAPSHOT",
    sortOptions = false,
    description = "Runs Carillon in one JVM: API, SIP, media, functions, records.")
public final class Main implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(Main.class);

  @Spec private CommandSpec spec;
  @Mixin private LocalOptions options;

  private final Map<String, String> environment;
  private final PrintStream out;
  private final CountDownLatch stop;

  private Main(Map<String, String> environment, PrintStream out, CountDownLatch stop) {
    this.environment = environment;
    this.out = out;
    this.stop = stop;
  }

  /** Runs until it is told to stop. Exit status: 0 stopped, 1 could not start, 2 wrong options. */
  public static void main(String[] args) {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    int status = run(args, System.getenv(), out, System.err, new CountDownLatch(1));
    if (status != 0) {
      System.exit(status);
    }
  }

  /**
   * As {@link #main}, for any environment and output.
   *
   * @param stop ends the run when counted down
   * @return the exit status
   */
  static int run(
      String[] args,
      Map<String, String> environment,
      PrintStream out,
      PrintStream err,
      CountDownLatch stop) {
    return Commands.run(new Main(environment, out, stop), "run-local", out, err, args);
  }

  @Override
  public Integer call() throws InterruptedException {
    LocalConfig config;
    try {
      config = options.check(environment);
    } catch (LocalOptions.InvalidOptionException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    var stopped = new CountDownLatch(1);
    try {
      serve(config, stopped);
      return CommandLine.ExitCode.OK;
    } catch (StartException e) {
      spec.commandLine().getErr().println("run-local: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    } finally {
      stopped.countDown();
    }
  }

  private void serve(LocalConfig config, CountDownLatch stopped)
      throws StartException, InterruptedException {
    try (var carillon = Carillon.start(config, environment, CallObserver.none())) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndWait(stopped)));
      out.println(carillon.keyNotice());
      var ready = Instant.now();
      out.println(carillon.readyLine());
      log.info("ready {} ms after the start of the JVM", millis(JvmStart.at(), ready));
      stop.await();
      out.println("carillon is stopping");
    }
    out.println("carillon has stopped");
  }

  /** Ctrl-C: the process ends when its calls have ended. */
  private void stopAndWait(CountDownLatch stopped) {
    stop.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long millis(Instant from, Instant to) {
    return Duration.between(from, to).toMillis();
  }
}
