package org.carillon.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Calls a second through a Voice Connector on one processor, and what a call costs, beside Kamailio
 * that relays statefully: both legs, routing, limits and call detail records against a relay that
 * has none of them. Both are called by sipp and call sipp.
 *
 * <p>Arguments: a scratch folder, the bench folder, seconds at each rate, rates with commas.
 */
final class TrunkBench {

  private TrunkBench() {}

  public static void main(String[] args) throws Exception {
    Path scratch = Path.of(args[0]);
    int[] rates = Arrays.stream(args[3].split(",")).mapToInt(Integer::parseInt).toArray();
    var steps = new SippBench(scratch, Path.of(args[1]), Integer.parseInt(args[2]), rates);
    Report.machine();
    double ours = carillon(steps, scratch);
    double kamailio = steps.kamailio();
    if (kamailio > 0) {
      Report.line(
          "Calls a second without a failed call: Carillon %.0f, Kamailio %.0f, ratio %.2f"
              + " (goal 0.80)",
          ours, kamailio, ours / kamailio);
    }
  }

  private static double carillon(SippBench steps, Path scratch) throws Exception {
    Path data = Files.createTempDirectory(scratch, "data");
    int behind = SippBench.freePort();
    Process callee = steps.answer(behind);
    try (var carillon =
        CarillonProcess.start(data, List.of(), Map.of(), CarillonProcess.CARILLON)) {
      Trunk trunk = Trunk.create(carillon.api(), behind);
      return steps.step(
          "Carillon, a connector", carillon.sip(), trunk.number(), SippBench.meter(carillon));
    } finally {
      callee.destroy();
    }
  }
}
