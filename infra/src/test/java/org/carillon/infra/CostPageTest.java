package org.carillon.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/cost.md has what {@code scripts/cost} computes, and that is its formula's. */
class CostPageTest {

  @Test
  void theTableOfThePageIsTheScripts() throws Exception {
    String page = Files.readString(Path.of(System.getProperty("carillon.home"), "docs", "cost.md"));
    String table =
        page.substring(
            page.indexOf("<!-- made by scripts/cost -->") + 29, page.indexOf("<!-- end -->"));

    assertThat(table.strip()).isEqualTo(cost().out().strip());
  }

  /** By hand, of the formulas on the page, for a million minutes. */
  @ParameterizedTest
  @CsvSource({
    "nodes (Fargate), 144.16", // 2 x 730 x (2 x 0.04048 + 4 x 0.004445)
    "media out to the internet, 108.00", // 1.2 MB a minute: 1,200 GB x 0.09
    "table, 6.88", // a third of a million calls x (30 x 0.625 + 15 x 0.125) / million
    "records in S3, 1.67", // a third of a million x 0.005 / thousand
    // (10 x 45 + 1) x 0.30 + (14 + 2 + 10) x 0.10 + 3
    "'metrics, alarms, dashboard', 140.90",
    "insights stream, 29.20" // 730 x 0.04
  })
  void aRowIsItsFormula(String row, String dollars) throws Exception {
    assertThat(cost("1000000").out()).contains("| " + row + " | " + dollars + " |");
  }

  /** The figure of the script is what the stacks have. */
  @Test
  void alarmsAreCounted() throws Exception {
    long alarms =
        Synth.of(Synth.PLAIN).resources("AWS::CloudWatch::Alarm").stream()
            .filter(it -> !String.valueOf(it).contains("SELECT SUM"))
            .count();
    String script =
        Files.readString(Path.of(System.getProperty("carillon.home"), "scripts", "cost"));

    assertThat(script).contains("ALARMS, SCALING_ALARMS = " + alarms + ", 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"many", "0", "-5"})
  void whatIsNoNumberOfMinutesIsRefusedWithTheUsage(String minutes) throws Exception {
    Script.End end = cost(minutes);

    assertThat(end.status()).isEqualTo(1);
    assertThat(end.err()).contains("usage: scripts/cost");
  }

  private static Script.End cost(String... minutes) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("python3", "scripts/cost"));
    command.addAll(List.of(minutes));
    return Script.inRepository(command);
  }
}
