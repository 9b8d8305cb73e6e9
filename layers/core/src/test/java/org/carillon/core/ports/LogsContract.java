package org.carillon.core.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of log records does. */
public abstract class LogsContract {

  private static final Logs.Stream STREAM =
      new Logs.Stream("/aws/ChimeVoiceConnectorSipMessages/abcdef1ghij2klmno3pqr4", "2026-01-01-n");

  private final Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  /** The store under test. */
  protected abstract Logs logs();

  /** The records' texts, in the store's order. */
  protected abstract List<String> kept(Logs.Stream stream) throws Exception;

  @Test
  void recordsAreKeptInTheOrderOfTheirTime() throws Exception {
    logs().append(STREAM, List.of(entry(2, "{\"n\":2}"), entry(1, "{\"n\":1}")));
    logs().append(STREAM, List.of(entry(3, "{\"text\":\"grüß\"}")));

    assertThat(kept(STREAM)).containsExactly("{\"n\":1}", "{\"n\":2}", "{\"text\":\"grüß\"}");
  }

  @Test
  void manyLongRecordsAreKept() throws Exception {
    String text = "\"" + "x".repeat(65_000) + "\"";
    logs().append(STREAM, IntStream.range(0, 40).mapToObj(n -> entry(n, text)).toList());

    assertThat(kept(STREAM)).hasSize(40);
  }

  @Test
  void streamsAreApart() throws Exception {
    Logs.Stream other = new Logs.Stream(STREAM.group(), "2026-01-02-n");
    logs().append(STREAM, List.of(entry(1, "{}")));
    logs().append(other, List.of(entry(1, "{\"other\":true}")));

    assertThat(kept(STREAM)).containsExactly("{}");
    assertThat(kept(other)).containsExactly("{\"other\":true}");
  }

  @Test
  void noneAndTooManyAndBadNamesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> logs().append(STREAM, List.of()));
    List<Logs.Entry> many =
        IntStream.rangeClosed(0, Logs.MAX_RECORDS).mapToObj(n -> entry(n, "{}")).toList();
    assertThatIllegalArgumentException().isThrownBy(() -> logs().append(STREAM, many));
    assertThatIllegalArgumentException().isThrownBy(() -> new Logs.Stream("/a/../../b", "n"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Logs.Stream("/a", "../b"));
  }

  private Logs.Entry entry(int n, String text) {
    return new Logs.Entry(start.plusMillis(n), text);
  }
}
