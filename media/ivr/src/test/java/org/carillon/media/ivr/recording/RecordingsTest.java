package org.carillon.media.ivr.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.carillon.core.ports.PortUnavailableException;
import org.carillon.core.ports.StoredObject;
import org.carillon.media.ivr.PcmAudio;
import org.carillon.media.ivr.WavReader;
import org.carillon.media.ivr.WavWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was recorded gets to its bucket, whatever dies on the way (A3). */
@Timeout(60)
class RecordingsTest {
  private static final Duration RETRY = Duration.ofMillis(20);

  @TempDir Path spool;

  private final Bucket bucket = new Bucket();

  @Test
  void aRecordingIsDeliveredWithItsLength() throws Exception {
    try (Recordings recordings = Recordings.open(spool, bucket.objects(), RETRY)) {
      Recording recording = recordings.begin("calls", "a/b.wav", Map.of("call-id", "c1"), 1);
      recording.write(samples(20_000), 20_000);
      recording.deliver().join();
    }
    StoredObject object = bucket.stored().get("calls/a/b.wav");
    assertThat(object.contentType()).isEqualTo("audio/wav");
    assertThat(object.metadata())
        .containsOnly(
            Map.entry("call-id", "c1"),
            Map.entry("recording-duration", "2"),
            Map.entry("recording-audio-file-format", "wav"));
    assertThat(WavReader.read(object.content()).samples()).isEqualTo(samples(20_000));
    assertThat(left()).isEmpty();
  }

  @Test
  void aBucketThatIsAwayIsTriedAgain() throws Exception {
    try (Recordings recordings = Recordings.open(spool, bucket.objects(), RETRY)) {
      bucket.away(true);
      Recording recording = recordings.begin("calls", "a.wav", Map.of(), 2);
      recording.write(samples(1600), 1600);
      assertThatThrownBy(() -> recording.deliver().join())
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(PortUnavailableException.class);
      bucket.away(false);
      Bucket.until(() -> bucket.stored().containsKey("calls/a.wav"));
    }
  }

  @Test
  void whatAProcessWithoutFoldersLeftIsDeliveredByTheNext() throws Exception {
    // given a sound and its note directly in the spool; the last write was cut
    Path sound = spool.resolve("1.wav");
    new Spooled(sound, "calls", "late.wav", Map.of("transaction-id", "t"), 0).write();
    try (SpoolFile file = SpoolFile.create(sound, 2)) {
      file.write(samples(16_000), 16_000);
    }
    byte[] whole = Files.readAllBytes(sound);
    Files.write(sound, Arrays.copyOf(whole, whole.length - 3));

    try (Recordings next = Recordings.open(spool, bucket.objects(), RETRY)) {
      Bucket.until(() -> bucket.stored().containsKey("calls/late.wav") && next.waiting() == 0);
      Bucket.until(() -> sounds().isEmpty());
    }
    StoredObject object = bucket.stored().get("calls/late.wav");
    assertThat(object.metadata())
        .containsEntry("transaction-id", "t")
        .containsEntry("recording-duration", "0");
    PcmAudio audio = WavReader.read(object.content());
    assertThat(audio.length()).as("the whole stereo samples that were there").isEqualTo(7999);
  }

  @Test
  void aRecordingLargerThanAnArrayIsDeliveredWhole() throws Exception {
    // given a recording of more than a day that a process left behind
    Path sound = spool.resolve("long.wav");
    new Spooled(sound, "calls", "long.wav", Map.of(), 2).write();
    long data = 3_000_000_000L;
    try (RandomAccessFile file = new RandomAccessFile(sound.toFile(), "rw")) {
      file.write(WavWriter.header(2, 0));
      file.setLength(WavWriter.HEADER_BYTES + data);
    }

    try (Recordings recordings = Recordings.open(spool, bucket.objects(), RETRY)) {
      Bucket.until(() -> sounds().isEmpty() && recordings.waiting() == 0);
    }

    assertThat(bucket.sizes()).containsEntry("calls/long.wav", WavWriter.HEADER_BYTES + data);
    StoredObject object = bucket.stored().get("calls/long.wav");
    assertThat(object.metadata()).containsEntry("recording-duration", "93750");
    ByteBuffer header = ByteBuffer.wrap(object.content()).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(Integer.toUnsignedLong(header.getInt(4))).isEqualTo(36 + data);
    assertThat(Integer.toUnsignedLong(header.getInt(40))).isEqualTo(data);
  }

  @Test
  void whatAWavFileHasNoRoomForIsLeftOut() throws Exception {
    Path sound = spool.resolve("full.wav");
    try (RandomAccessFile file = new RandomAccessFile(sound.toFile(), "rw")) {
      file.write(WavWriter.header(2, 0));
      file.setLength(WavWriter.HEADER_BYTES + WavWriter.MOST_DATA_BYTES + 100);
    }

    Duration length = SpoolFile.repair(sound, 0);

    assertThat(length.toHours()).isEqualTo(37);
    assertThat(Files.size(sound)).isBetween((1L << 32), (1L << 32) + 7);
  }

  @Test
  void whatCanNeverBeDeliveredIsKeptWithItsNoteAndDisturbsNobody() throws Exception {
    Files.write(spool.resolve("stray.wav"), new byte[10]);
    try (Recordings recordings = Recordings.open(spool, bucket.objects(), RETRY)) {
      Recording refused = recordings.begin("calls", "refused/a.wav", Map.of(), 1);
      assertThatThrownBy(() -> refused.deliver().join())
          .hasCauseInstanceOf(IllegalArgumentException.class);
      recordings.begin("calls", "a.wav", Map.of(), 1).deliver().join();
      Bucket.until(() -> Files.exists(spool.resolve("refused/stray.wav")));
    }
    assertThat(bucket.stored()).containsOnlyKeys("calls/a.wav");
    assertThat(spool.resolve("refused/stray.wav")).hasBinaryContent(new byte[10]);
    assertThat(spool.resolve("refused").toFile().list()).hasSize(3);
  }

  @Test
  void namesThatNoBucketHasAreRefused() throws Exception {
    try (Recordings recordings = Recordings.open(spool, bucket.objects(), RETRY)) {
      assertThatThrownBy(() -> recordings.begin("NO", "a.wav", Map.of(), 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(left()).isEmpty();
  }

  /** What the spool has but for the lock of what lies directly in it. */
  private List<Path> left() {
    try (Stream<Path> files = Files.list(spool)) {
      return files.filter(file -> !file.endsWith("lock")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The recordings anywhere in the spool. */
  private List<Path> sounds() {
    try (Stream<Path> files = Files.walk(spool)) {
      return files.filter(file -> file.toString().endsWith(".wav")).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(spool); // something was removed meanwhile
    }
  }

  private static short[] samples(int count) {
    short[] all = new short[count];
    for (int i = 0; i < count; i++) {
      all[i] = (short) (i * 7);
    }
    return all;
  }
}
