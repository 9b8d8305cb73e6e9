package org.carillon.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Calls a second through a Voice Connector on one processor, and what a call costs, beside Kamailio
 * that relays statefully: both legs, routing, limits and facts of calls against a relay that has
 * none of them. Both are called by sipp and call sipp. First the whole program, which makes the
 * records on the same processor; then its media node alone, which tells the facts, as on AWS.
 *
 * <p>Arguments: a scratch folder, the bench folder, seconds at each rate, rates with commas.
 */
final class TrunkBench {
  private static final String CARILLON = CarillonProcess.CARILLON;

  private TrunkBench() {}

  public static void main(String[] args) throws Exception {
    Path scratch = Path.of(args[0]);
    int[] rates = Arrays.stream(args[3].split(",")).mapToInt(Integer::parseInt).toArray();
    var steps = new SippBench(scratch, Path.of(args[1]), Integer.parseInt(args[2]), rates);
    Report.machine();
    Path data = Files.createTempDirectory(scratch, "data");
    int behind = SippBench.freePort();
    Process callee = steps.answer(behind);
    double node;
    try {
      Trunk trunk;
      try (var carillon =
          CarillonProcess.start(data, List.of(), SippBench.ONE_PROCESSOR, CARILLON)) {
        trunk = Trunk.create(carillon.api(), behind);
        steps.step(
            "Carillon, records too", carillon.sip(), trunk.number(), SippBench.meter(carillon));
      }
      try (var alone =
          CarillonProcess.start(
              data,
              List.of(),
              SippBench.ONE_PROCESSOR,
              ZeroCostNode.class.getName(),
              ZeroCostNode.FACTS_ONLY)) {
        node =
            steps.step(
                "Carillon's media node", alone.sip(), trunk.number(), SippBench.meter(alone));
      }
    } finally {
      callee.destroy();
    }
    double kamailio = steps.kamailio();
    if (kamailio > 0) {
      Report.line(
          "Calls a second without a failed call: Carillon's media node %.0f, Kamailio %.0f,"
              + " ratio %.2f (goal 0.80)",
          node, kamailio, node / kamailio);
    }
  }
}
