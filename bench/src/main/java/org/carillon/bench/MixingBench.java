package org.carillon.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Legs that one processor mixes in conferences, each phone talking all the time: real packets over
 * loopback, from and to another processor.
 *
 * <p>Arguments: a scratch folder, seconds at each number of legs, the numbers with commas, legs of
 * a conference, and the command that starts Java for the node.
 */
final class MixingBench {
  private static final int UNCOUNTED_SECONDS = 5;

  private MixingBench() {}

  public static void main(String[] args) throws Exception {
    Path scratch = Path.of(args[0]);
    int seconds = Integer.parseInt(args[1]);
    int size = Integer.parseInt(args[3]);
    List<String> java = Arrays.asList(args).subList(4, args.length);
    Report.machine();
    for (String legs : args[2].split(",")) {
      run(scratch, java, Integer.parseInt(legs), size, seconds);
    }
  }

  private static void run(Path scratch, List<String> java, int legs, int size, int seconds)
      throws IOException, InterruptedException {
    try (MixingPhones phones = new MixingPhones()) {
      Path ports = scratch.resolve("ports");
      List<String> command = new ArrayList<>(java);
      command.add(MixingNode.class.getName());
      command.addAll(
          List.of(
              Integer.toString(legs),
              Integer.toString(size),
              ports.toString(),
              Integer.toString(phones.port())));
      Process node =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (BufferedReader said =
              new BufferedReader(
                  new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8));
          OutputStream ask = node.getOutputStream()) {
        if (!"READY".equals(said.readLine())) {
          throw new IOException("the node did not start, its words are above");
        }
        phones.callTo(Files.readAllLines(ports).stream().mapToInt(Integer::parseInt).toArray());
        // the JVM compiles meanwhile
        phones.talk(UNCOUNTED_SECONDS, UNCOUNTED_SECONDS);
        figures(said, ask);
        long cpu = ProcessTimes.cpuMillis(node.pid());
        MixingPhones.Heard heard = phones.talk(seconds + 1, 1);
        cpu = ProcessTimes.cpuMillis(node.pid()) - cpu;
        String[] mixed = figures(said, ask);
        Report.line(
            "%5d legs in %d conferences: %s of %s rounds late; packets received/sent %.4f; "
                + "silent %.3f %%; lateness %s; processor %.0f %% of one; mixing alone %s ns a leg",
            legs,
            (legs + size - 1) / size,
            mixed[1],
            mixed[0],
            (double) heard.received() / heard.sent(),
            100 * heard.silentShare(),
            heard.lateness().summary(),
            cpu / 10.0 / (seconds + 1),
            mixed[2]);
      } finally {
        node.destroyForcibly().waitFor();
      }
    }
  }

  private static String[] figures(BufferedReader said, OutputStream ask) throws IOException {
    ask.write('\n');
    ask.flush();
    return said.readLine().split(" ");
  }
}
