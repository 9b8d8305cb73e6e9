package org.carillon.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.carillon.core.ports.PortUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who suffers from whom in a group, and that the writer outlives every failure. */
class GroupCommitTest {

  private static final String INSERT = "INSERT INTO t (n) VALUES (?)";

  @TempDir Path temporary;
  private Sqlite file;
  private GroupCommit writer;

  @BeforeEach
  void open() {
    file = new Sqlite(temporary.resolve("t.db"));
    writer = new GroupCommit("test", file, file.openWriter(1_000, 1, "CREATE TABLE t (n INTEGER)"));
  }

  @AfterEach
  void close() {
    writer.close();
  }

  private long rows() {
    return writer.run(
        statements -> {
          try (ResultSet row = statements.with("SELECT count(*) FROM t").executeQuery()) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
          }
        });
  }

  /** Holds the writer up until all changes wait, so that they make one group. */
  private List<CompletableFuture<Integer>> inOneGroup(List<GroupCommit.Change<Integer>> changes)
      throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<Boolean> gate =
        writer.submit(
            statements -> {
              held.countDown();
              try {
                return go.await(30, SECONDS);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(held.await(30, SECONDS)).isTrue();
    List<CompletableFuture<Integer>> outcomes = new ArrayList<>();
    changes.forEach(change -> outcomes.add(writer.submit(change)));
    go.countDown();
    assertThat(gate.join()).isTrue();
    return outcomes;
  }

  @Test
  void aRefusedChangeFailsAlone() throws Exception {
    var outcomes =
        inOneGroup(
            List.of(
                s -> s.run(INSERT, 1L),
                s -> {
                  throw new IllegalStateException("refused");
                },
                s -> s.run(INSERT, 2L)));

    assertThat(outcomes.get(0).get(10, SECONDS)).isEqualTo(1);
    assertThat(outcomes.get(2).get(10, SECONDS)).isEqualTo(1);
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> outcomes.get(1).get(10, SECONDS))
        .withCauseInstanceOf(IllegalStateException.class);
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void aFailingStoreFailsTheWholeGroupAndNobodyIsToldOtherwise() throws Exception {
    var outcomes =
        inOneGroup(
            List.of(
                s -> s.run(INSERT, 1L),
                s -> s.run("INSERT INTO nowhere (n) VALUES (1)"),
                s -> s.run(INSERT, 2L)));

    for (CompletableFuture<Integer> outcome : outcomes) {
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> outcome.get(10, SECONDS))
          .withCauseInstanceOf(PortUnavailableException.class)
          .withMessageContaining("t.db");
    }
    assertThat(rows()).isZero();
  }

  @Test
  void theWriterOutlivesAnError() throws Exception {
    var outcomes =
        inOneGroup(
            List.of(
                s -> s.run(INSERT, 1L),
                s -> {
                  throw new StackOverflowError("too deep");
                }));

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> outcomes.get(1).get(10, SECONDS))
        .withCauseInstanceOf(PortUnavailableException.class);
    assertThat(rows()).isZero();
    assertThat(writer.<Integer>run(s -> s.run(INSERT, 3L))).isEqualTo(1);
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void aPatientChangeIsCommittedBeforeTheNextThatSomebodyWaitsFor() {
    CompletableFuture<Integer> patient = writer.submitPatiently(s -> s.run(INSERT, 1L));

    long seen = rows(); // waited for, so it takes the patient one along

    assertThat(seen).isEqualTo(1);
    assertThat(patient).isCompletedWithValue(1);
  }

  @Test
  void aPatientChangeIsCommittedWhenNobodyElseComes() throws Exception {
    CompletableFuture<Integer> patient = writer.submitPatiently(s -> s.run(INSERT, 1L));

    assertThat(patient.get(10, SECONDS)).isEqualTo(1);
  }

  @Test
  void aPatientChangeIsWrittenWhenTheStoreCloses() throws Exception {
    CompletableFuture<Integer> patient = writer.submitPatiently(s -> s.run(INSERT, 1L));

    writer.close();

    assertThat(patient.get(10, SECONDS)).isEqualTo(1);
  }

  @Test
  void changesThatComeBeforeThePaceIsOverShareACommit() throws Exception {
    Sqlite other = new Sqlite(temporary.resolve("paced.db"));
    GroupCommit paced =
        new GroupCommit(
            "paced",
            other,
            other.openWriter(1_000, 1, "CREATE TABLE t (n INTEGER)"),
            Duration.ofHours(1));
    // given a commit: the first comes alone, and at once
    assertThat(paced.submit(s -> s.run(INSERT, 1L)).get(10, SECONDS)).isEqualTo(1);

    // when two come soon after it, of which one fails the group that it is in
    CompletableFuture<Integer> second = paced.submit(s -> s.run(INSERT, 2L));
    CompletableFuture<Integer> third = paced.submit(s -> s.run("INSERT INTO nowhere VALUES (3)"));
    paced.close();

    // then both were in one
    assertThat(third).isCompletedExceptionally();
    assertThat(second).isCompletedExceptionally();
  }

  @Test
  void whatWaitsWhenItClosesIsWrittenAndWhatComesLaterIsRefused() throws Exception {
    var outcomes = inOneGroup(List.of(s -> s.run(INSERT, 1L), s -> s.run(INSERT, 2L)));

    writer.close();

    assertThat(outcomes.get(1).get(10, SECONDS)).isEqualTo(1);
    assertThatExceptionOfType(PortUnavailableException.class)
        .isThrownBy(() -> writer.run(s -> s.run(INSERT, 3L)))
        .withMessageContaining("closed");
  }
}
