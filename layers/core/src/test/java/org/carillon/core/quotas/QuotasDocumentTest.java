package org.carillon.core.quotas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/quotas.md} has the numbers that the program has (O8). */
class QuotasDocumentTest {

  private static final Path DOCUMENT =
      Path.of(System.getProperty("carillon.home")).resolve("docs/quotas.md");

  @Test
  void everyQuotaHasItsRowAndNoOtherHas() throws IOException {
    List<String> rows =
        Files.readAllLines(DOCUMENT).stream()
            .filter(line -> line.matches("\\| [A-Z][A-Za-z]+ \\| \\d+ .*"))
            .map(line -> String.join("|", Arrays.copyOfRange(line.split(" ?\\| ?"), 1, 4)))
            .toList();

    assertThat(rows)
        .containsExactly(
            Arrays.stream(Quota.values())
                .map(
                    quota ->
                        quota.code()
                            + "|"
                            + quota.defaultValue()
                            + "|"
                            + quota.hostedDefault().map(String::valueOf).orElse("not published"))
                .toArray(String[]::new));
  }
}
