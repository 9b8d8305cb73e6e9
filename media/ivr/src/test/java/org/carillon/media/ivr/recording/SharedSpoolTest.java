package org.carillon.media.ivr.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.carillon.media.ivr.WavReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes over one spool: what a dead one left is delivered once, by a living one (A3). */
@Timeout(60)
class SharedSpoolTest {
  private static final Duration RETRY = Duration.ofMillis(20);

  @TempDir Path spool;

  private final Bucket bucket = new Bucket();
  private int marks;

  @Test
  void aNodeThatIsKilledIsFollowedByOthersWhichDeliverItsRecordingsOnce() throws Exception {
    try (OtherNode other = OtherNode.recording(spool);
        Recordings first = Recordings.open(spool, bucket.objects(), RETRY);
        Recordings second = Recordings.open(spool, bucket.objects(), RETRY)) {
      // given a node with a recording that its store did not take, and one in the making
      other.awaitLine("recording");
      everyFolderIsLookedAt();
      assertThat(bucket.stored()).as("while it lives").doesNotContainKey("calls/kept.wav");

      other.kill();

      Bucket.until(() -> bucket.stored().containsKey("calls/kept.wav"));
      Bucket.until(() -> bucket.stored().containsKey("calls/cut.wav"));
      Bucket.until(() -> folders().size() == 2);
      assertThat(first.waiting() + second.waiting()).isZero();
    }
    assertThat(bucket.puts()).containsEntry("calls/kept.wav", 1).containsEntry("calls/cut.wav", 1);
    assertThat(WavReader.read(bucket.stored().get("calls/cut.wav").content()).length())
        .isEqualTo(OtherNode.SAMPLES / 2);
    assertThat(bucket.stored().get("calls/cut.wav").metadata())
        .containsEntry("call-id", "c")
        .containsEntry("recording-duration", "2");
    assertThat(folders()).isEmpty();
  }

  @Test
  void aRecordingInTheMakingIsItsNodesAlone() throws Exception {
    try (Recordings maker = Recordings.open(spool, bucket.objects(), RETRY)) {
      Recording recording = maker.begin("calls", "a.wav", Map.of(), 1);
      Path folder = folders().getFirst();
      try (Recordings other = Recordings.open(spool, bucket.objects(), RETRY)) {
        everyFolderIsLookedAt();
        // a look of our own process must not have given its lock up
        assertThat(OtherNode.mayLock(folder.resolve("lock"))).isFalse();
        assertThat(bucket.stored()).doesNotContainKey("calls/a.wav");
        assertThat(other.waiting()).isZero();
      }
      recording.write(new short[8000], 8000);
      recording.deliver().join();
    }
    assertThat(WavReader.read(bucket.stored().get("calls/a.wav").content()).length())
        .isEqualTo(8000);
    assertThat(bucket.puts()).containsEntry("calls/a.wav", 1);
  }

  @Test
  void whatANodeThatStopsCouldNotDeliverIsDeliveredByAnother() throws Exception {
    bucket.away(true);
    try (Recordings stopping = Recordings.open(spool, bucket.objects(), RETRY)) {
      Recording recording = stopping.begin("calls", "a.wav", Map.of(), 2);
      assertThatThrownBy(() -> recording.deliver().join()).isNotNull();
    }
    assertThat(folders()).hasSize(1);
    bucket.away(false);

    try (Recordings _ = Recordings.open(spool, bucket.objects(), RETRY)) {
      Bucket.until(() -> bucket.stored().containsKey("calls/a.wav") && folders().size() == 1);
    }
    assertThat(folders()).isEmpty();
  }

  @Test
  void whatANodeWithoutAWayToTheStoreFindsIsDeliveredByAnother() throws Exception {
    // given one that finds what a dead one left, and cannot store it
    Path left = Files.createDirectory(spool.resolve("1.node"));
    new Spooled(left.resolve("a.wav"), "calls", "a.wav", Map.of(), 1).write();
    SpoolFile.create(left.resolve("a.wav"), 1).close();
    Bucket unreachable = new Bucket();
    unreachable.away(true);
    try (Recordings _ = Recordings.open(spool, unreachable.objects(), RETRY)) {
      Bucket.until(() -> unreachable.refusals() > 0);

      // when another looks, then this delivers it while the first lives
      try (Recordings _ = Recordings.open(spool, bucket.objects(), RETRY)) {
        Bucket.until(() -> bucket.stored().containsKey("calls/a.wav") && folders().size() == 2);
      }
    }
    assertThat(bucket.puts()).containsEntry("calls/a.wav", 1);
    assertThat(folders()).isEmpty();
  }

  @Test
  void foldersThatWereHalfMadeOrHalfRemovedAreRemoved() throws Exception {
    Files.createDirectory(spool.resolve("1.node"));
    Path noted = Files.createDirectory(spool.resolve("2.node"));
    Files.createFile(noted.resolve("lock"));
    new Spooled(noted.resolve("never-begun.wav"), "calls", "b.wav", Map.of(), 1).write();
    Path unnamed = Files.createDirectory(spool.resolve("3.new"));
    Files.createFile(unnamed.resolve("lock"));

    try (Recordings _ = Recordings.open(spool, bucket.objects(), RETRY)) {
      Bucket.until(() -> folders().size() == 2);
    }
    assertThat(folders()).as("it may be in the making").containsExactly(unnamed);
    assertThat(bucket.stored()).isEmpty();
  }

  @Test
  void aNodeThatWasTakenForDeadGoesOnInANewFolder() throws Exception {
    try (Recordings cutOff = Recordings.open(spool, bucket.objects(), RETRY)) {
      Path lost = folders().getFirst();
      Files.delete(lost.resolve("lock"));
      Files.delete(lost);

      Bucket.until(() -> !folders().isEmpty());
      cutOff.begin("calls", "a.wav", Map.of(), 1).deliver().join();
    }
    assertThat(bucket.stored()).containsOnlyKeys("calls/a.wav");
    assertThat(folders()).isEmpty();
  }

  /**
   * Two recordings directly in the spool are delivered: between them all folders were looked at.
   */
  private void everyFolderIsLookedAt() throws IOException {
    for (int i = 0; i < 2; i++) {
      String key = "mark" + marks++;
      Path sound = spool.resolve(key + ".wav");
      new Spooled(sound, "calls", key, Map.of(), 1).write();
      SpoolFile.create(sound, 1).close();
      Bucket.until(() -> bucket.stored().containsKey("calls/" + key) && Files.notExists(sound));
    }
  }

  private List<Path> folders() {
    try (Stream<Path> files = Files.list(spool)) {
      return files.filter(Files::isDirectory).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
