package org.carillon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.ivr.WavWriter;
import org.carillon.media.rtp.PacingFigures;

/**
 * Callers in a menu: key to function, function to prompt, how evenly packets leave; and how many
 * calls with a playing prompt one processor has.
 *
 * <p>Arguments: a scratch folder, the folder of the benchmarks' functions, minutes of the menu, its
 * calls, numbers of calls with a playing prompt with commas.
 */
final class IvrBench {
  private static final int PROMPT_SAMPLES = 16_000; // 2 s
  private static final short LOUD = 8_000;
  private static final int DIALLED_A_SECOND = 50;
  private static final int FEW = 20;
  private static final double FEW_MINUTES = 0.5;
  private static final double PROMPT_MINUTES = 0.25;
  private static final int SETTLING_SECONDS = 10;
  private static final long MOST_LATE_NANOS = 5_000_000;
  private static final long LONGEST_NANOS = 5_000_000_000L;
  private static final double FULL = 0.95; // of a processor
  private static final List<String> ONE_PROCESSOR = List.of("taskset", "-c", "0");

  /** As in the image of the node: the compiler gives way to packets. */
  private static final Map<String, String> AS_IN_THE_IMAGE =
      Map.of("JDK_JAVA_OPTIONS", "-XX:ThreadPriorityPolicy=1 -XX:CompilerThreadPriority=10");

  private final Path scratch;
  private final Path data;
  private final String number;

  private IvrBench(Path scratch, Path data, String number) {
    this.scratch = scratch;
    this.data = data;
    this.number = number;
  }

  public static void main(String[] args) throws Exception {
    Path scratch = Path.of(args[0]);
    Path data = Files.createTempDirectory(scratch, "data");
    String function = Application.FUNCTION + "=" + Path.of(args[1], "answer.py") + ":handler";
    String number;
    try (var carillon =
        CarillonProcess.start(
            data, List.of(), Map.of(), CarillonProcess.CARILLON, "--function", function)) {
      number = Application.create(carillon.api(), data).number();
    }
    Files.write(
        data.resolve("s3").resolve("bench-prompts").resolve(IvrNode.PROMPT),
        WavWriter.write(prompt()));
    IvrBench bench = new IvrBench(scratch, data, number);
    Report.machine();
    int[] playing = Arrays.stream(args[4].split(",")).mapToInt(Integer::parseInt).toArray();
    bench.menu(FEW, FEW_MINUTES);
    bench.menu(Integer.parseInt(args[3]), Double.parseDouble(args[2]));
    leaveTheFirstProcessor();
    for (int calls : playing) {
      if (!bench.prompts(calls)) {
        break;
      }
    }
  }

  /** From now on the telephones leave the first processor to the node. */
  private static void leaveTheFirstProcessor() throws IOException, InterruptedException {
    String others = "1-" + (Runtime.getRuntime().availableProcessors() - 1);
    String self = Long.toString(ProcessHandle.current().pid());
    Process taskset =
        new ProcessBuilder("taskset", "-acp", others, self)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (taskset.waitFor() != 0) {
      throw new IOException("taskset could not move the telephones to processors " + others);
    }
  }

  /** No packet of it looks like silence. */
  private static PcmAudio prompt() {
    short[] samples = new short[PROMPT_SAMPLES];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = i % 2 == 0 ? LOUD : (short) -LOUD;
    }
    return PcmAudio.of(samples);
  }

  /** One line from the dialling to the hang-up. */
  private record Call(Telephone.Line line, IvrPhones.Phone phone) {}

  /** What a run of calls came to, between two moments. */
  private record Run(
      List<IvrPhones.Phone> phones,
      IvrTimes times,
      long from,
      long to,
      Latencies arrivals,
      double processors) {

    PacingFigures pacing() throws IOException {
      return times.pacing(from, to);
    }
  }

  private Run run(int calls, double minutes, List<String> prefix, String... options)
      throws Exception {
    Path times = Files.createTempFile(scratch, "ivr", ".times");
    List<String> all = new ArrayList<>(List.of(IvrNode.TIMES, times.toString()));
    all.addAll(List.of(options));
    String node = IvrNode.class.getName();
    IvrPhones phones = new IvrPhones(options.length == 0);
    try (var carillon =
            CarillonProcess.start(data, prefix, AS_IN_THE_IMAGE, node, all.toArray(String[]::new));
        var telephone = new Telephone(phones.port())) {
      List<Call> up = new ArrayList<>();
      long from;
      long to;
      long cpu;
      try (phones) {
        for (int i = 0; i < calls; i++) {
          String caller = IvrNode.CALLERS + "%06d".formatted(i);
          Telephone.Line line = telephone.callAndStay(caller, number, carillon.sip());
          up.add(new Call(line, phones.join(i, line.mediaPort().get(30, TimeUnit.SECONDS))));
          TimeUnit.MILLISECONDS.sleep(1000 / DIALLED_A_SECOND);
        }
        TimeUnit.SECONDS.sleep(SETTLING_SECONDS); // the JVM compiles meanwhile
        from = System.nanoTime();
        phones.countFrom(from);
        cpu = carillon.cpuMillis();
        TimeUnit.MILLISECONDS.sleep((long) (minutes * 60_000));
        cpu = carillon.cpuMillis() - cpu;
        to = System.nanoTime();
        TimeUnit.SECONDS.sleep(2); // the node writes once a second
      }
      long gone = up.stream().filter(call -> call.line().ended().isDone()).count();
      if (gone > 0) {
        throw new IOException(gone + " calls ended; Carillon printed:\n" + carillon.output());
      }
      return new Run(
          up.stream().map(Call::phone).toList(),
          IvrTimes.read(times),
          from,
          to,
          phones.arrivals(),
          cpu * 1e6 / (to - from));
    }
  }

  private void menu(int calls, double minutes) throws Exception {
    Run run = run(calls, minutes, List.of());
    Latencies keys = new Latencies();
    Latencies inside = new Latencies();
    Latencies prompts = new Latencies();
    int lost = 0;
    for (IvrPhones.Phone phone : run.phones()) {
      List<IvrTimes.Turn> turns = run.times().of(phone.line());
      for (long key : phone.keys()) {
        if (key < run.from() || key > run.to()) {
          continue;
        }
        Optional<IvrTimes.Turn> turn = turns.stream().filter(one -> one.asked() >= key).findFirst();
        OptionalLong prompt =
            turn.isEmpty()
                ? OptionalLong.empty()
                : Arrays.stream(phone.prompts())
                    .filter(at -> at >= turn.get().answered())
                    .findFirst();
        if (prompt.isEmpty() || turn.get().asked() > key + LONGEST_NANOS) {
          lost++;
          continue;
        }
        keys.add(turn.get().asked() - key);
        inside.add(turn.get().answered() - turn.get().asked());
        prompts.add(prompt.getAsLong() - turn.get().answered());
      }
    }
    Report.line("%5d calls in a menu, %.1f minutes, %d keys without answer", calls, minutes, lost);
    Report.line("      first packet of a key to function   %s", keys.summary());
    Report.line("      of it, inside the function          %s", inside.summary());
    Report.line("      function to first packet of prompt  %s", prompts.summary());
    pacing(run);
  }

  private static void pacing(Run run) throws IOException {
    PacingFigures pacing = run.pacing();
    Report.line(
        "      packets sent late, by the node      n=%d p50=%.1f ms p99=%.1f ms p99.9=%.1f ms"
            + " max=%.1f ms",
        pacing.packets(),
        pacing.lateness(0.50) / 1e6,
        pacing.lateness(0.99) / 1e6,
        pacing.lateness(0.999) / 1e6,
        pacing.lateness(1) / 1e6);
    Report.line("      the same, where they arrive         %s", run.arrivals().summary());
    Report.line("      processor                           %.2f", run.processors());
  }

  /** Whether there is room for more on one processor. */
  private boolean prompts(int calls) throws Exception {
    Run run = run(calls, PROMPT_MINUTES, ONE_PROCESSOR, IvrNode.LONG_PROMPT);
    Report.line("%5d calls with a playing prompt on one processor", calls);
    pacing(run);
    return run.pacing().lateness(0.99) <= MOST_LATE_NANOS && run.processors() < FULL;
  }
}
