package org.carillon.core.ports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every object store does. An adapter's test extends it and says where the store is. */
public abstract class ObjectsContract {

  private static final long PLENTY = 10_000_000;

  private final String folder = "contract/" + UUID.randomUUID() + "/";

  /** The store under test. */
  protected abstract Objects objects();

  /** A bucket that may be written; the store makes it, or it is there. */
  protected abstract String bucket();

  private void put(String key, String content) {
    objects().put(bucket(), folder + key, content.getBytes(UTF_8), "text/plain", Map.of());
  }

  private String read(String key) {
    return new String(objects().get(bucket(), folder + key, PLENTY).orElseThrow().content(), UTF_8);
  }

  @Test
  void whatWasNeverPutIsNotThere() {
    assertThat(objects().get(bucket(), folder + "nothing", PLENTY)).isEmpty();
    assertThat(objects().get("carillon-no-such-bucket-4680", "nothing", PLENTY)).isEmpty();
    assertThat(objects().list("carillon-no-such-bucket-4680", "", 10)).isEmpty();
    assertThat(objects().list(bucket(), folder, 10)).isEmpty();
  }

  @Test
  void anObjectIsReadAsItWasPut() {
    byte[] content = new byte[100_000];
    new Random(1).nextBytes(content);

    objects()
        .put(
            bucket(),
            folder + "prompts/welcome.wav",
            content,
            "audio/wav",
            Map.of("transaction-id", "t-1", "leg", "caller"));

    StoredObject stored =
        objects().get(bucket(), folder + "prompts/welcome.wav", PLENTY).orElseThrow();
    assertThat(stored.content()).isEqualTo(content);
    assertThat(stored.contentType()).isEqualTo("audio/wav");
    assertThat(stored.metadata()).isEqualTo(Map.of("transaction-id", "t-1", "leg", "caller"));
  }

  @Test
  void aFileIsStoredAsAnObjectInPlaceOfWhatWasThere(@TempDir Path files) throws IOException {
    byte[] content = new byte[1_000_003];
    new Random(2).nextBytes(content);
    Path file = Files.write(files.resolve("call.wav"), content);
    put("call", "what was there");

    objects().put(bucket(), folder + "call", file, "audio/wav", Map.of("call-id", "c-1"));

    StoredObject stored = objects().get(bucket(), folder + "call", PLENTY).orElseThrow();
    assertThat(stored.content()).isEqualTo(content);
    assertThat(stored.contentType()).isEqualTo("audio/wav");
    assertThat(stored.metadata()).isEqualTo(Map.of("call-id", "c-1"));
    assertThat(file).hasBinaryContent(content);
  }

  @Test
  void aFileThatIsNoObjectIsRefusedAndChangesNothing(@TempDir Path files) throws IOException {
    Path small = Files.write(files.resolve("small"), new byte[0]);
    Path large = files.resolve("large");
    try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.setLength(Objects.MAX_PUT_BYTES + 1);
    }
    put("x", "what was there");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> objects().put(bucket(), folder + "x", large, "audio/wav", Map.of()))
        .withMessageContaining("at most 5368709120 bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> objects().put(bucket(), folder + "../x", small, "a/b", Map.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> objects().put(bucket(), folder + "x", small, "a/b", Map.of("A", "b")));
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(
            () -> objects().put(bucket(), folder + "x", files.resolve("none"), "a/b", Map.of()));

    assertThat(read("x")).isEqualTo("what was there");
    assertThat(objects().list(bucket(), folder, 10)).containsExactly(folder + "x");
  }

  @Test
  void anEmptyObjectIsAnObject() {
    put("empty", "");

    assertThat(read("empty")).isEmpty();
    assertThat(objects().list(bucket(), folder, 10)).containsExactly(folder + "empty");
  }

  @Test
  void putReplacesContentTypeAndMetadataToo() {
    objects().put(bucket(), folder + "x", new byte[] {1}, "audio/ogg", Map.of("old", "1"));
    objects().put(bucket(), folder + "x", new byte[] {2}, "application/json", Map.of());

    StoredObject stored = objects().get(bucket(), folder + "x", PLENTY).orElseThrow();
    assertThat(stored.content()).containsExactly(2);
    assertThat(stored.contentType()).isEqualTo("application/json");
    assertThat(stored.metadata()).isEmpty();
  }

  @Test
  void sameContentWithNewMetadataIsANewObject() {
    objects().put(bucket(), folder + "x", new byte[] {1}, "audio/ogg", Map.of("n", "1"));
    objects().put(bucket(), folder + "x", new byte[] {1}, "audio/wav", Map.of("n", "2"));

    StoredObject stored = objects().get(bucket(), folder + "x", PLENTY).orElseThrow();
    assertThat(stored.contentType()).isEqualTo("audio/wav");
    assertThat(stored.metadata()).isEqualTo(Map.of("n", "2"));
  }

  @Test
  void putIfAbsentNeverReplaces() {
    assertThat(putIfAbsent("once", "first")).isTrue();
    assertThat(putIfAbsent("once", "second")).isFalse();

    assertThat(read("once")).isEqualTo("first");
  }

  @Test
  void ofManyWhoPutIfAbsentAtOnceOneWins() throws Exception {
    List<Callable<Boolean>> racers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String content = "racer " + i;
      racers.add(() -> putIfAbsent("race", content));
    }

    List<Boolean> won = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> result : threads.invokeAll(racers)) {
        won.add(result.get());
      }
    }

    assertThat(won).filteredOn(w -> w).hasSize(1);
    assertThat(read("race")).isEqualTo("racer " + won.indexOf(true));
  }

  private boolean putIfAbsent(String key, String content) {
    return objects()
        .putIfAbsent(bucket(), folder + key, content.getBytes(UTF_8), "text/plain", Map.of());
  }

  @Test
  void anObjectLargerThanTheReaderHoldsIsRefused() {
    put("large", "12345678");

    assertThat(objects().get(bucket(), folder + "large", 8)).isPresent();
    assertThatExceptionOfType(ObjectTooLargeException.class)
        .isThrownBy(() -> objects().get(bucket(), folder + "large", 7))
        .withMessageContaining("8 bytes");
  }

  @Test
  void aDeletedObjectIsGoneAndDeletingItAgainIsFine() {
    put("dir/gone", "x");

    objects().delete(bucket(), folder + "dir/gone");
    objects().delete(bucket(), folder + "dir/gone");
    objects().delete("carillon-no-such-bucket-4680", "x");

    assertThat(objects().get(bucket(), folder + "dir/gone", PLENTY)).isEmpty();
    assertThat(objects().list(bucket(), folder, 10)).isEmpty();
    put("dir", "the folder's name is free again");
  }

  @Test
  void keysAreListedInByteOrderFromAPrefixUpToALimit() {
    List<String> keys = List.of("A", "a", "b-c", "b/c", "b/d/e", "b0", "cc");
    keys.reversed().forEach(key -> put(key, key));

    assertThat(objects().list(bucket(), folder, 100)).isEqualTo(inFolder(keys));
    assertThat(objects().list(bucket(), folder + "b", 100))
        .isEqualTo(inFolder(List.of("b-c", "b/c", "b/d/e", "b0")));
    assertThat(objects().list(bucket(), folder + "b/", 100))
        .isEqualTo(inFolder(List.of("b/c", "b/d/e")));
    assertThat(objects().list(bucket(), folder + "b", 3))
        .isEqualTo(inFolder(List.of("b-c", "b/c", "b/d/e")));
    assertThat(objects().list(bucket(), folder + "zz", 100)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> objects().list(bucket(), folder, 0));
  }

  private List<String> inFolder(List<String> keys) {
    return keys.stream().map(key -> folder + key).toList();
  }

  @Test
  void upperAndLowerCaseAreDifferentKeys() {
    put("Case", "upper");
    put("case", "lower");

    assertThat(read("Case")).isEqualTo("upper");
    assertThat(read("case")).isEqualTo("lower");
  }

  @Test
  void aKeyKeepsEveryCharacterThatS3Takes() {
    String key = "2026/11/22/a b+c%20&=@:,;$!*'()~#?[]{}|^`\"<>\\.json";
    put(key, "odd");

    assertThat(read(key)).isEqualTo("odd");
    assertThat(objects().list(bucket(), folder, 10)).containsExactly(folder + key);
  }

  @Test
  void namesThatAreNoneOrLeadOutOfTheStoreAreRefusedEverywhere() {
    for (String key :
        List.of(
            "",
            "..",
            "../x",
            "a/../../x",
            "a/..",
            "./x",
            "a/./b",
            "/etc/passwd",
            "a\0b",
            "a\nb",
            "k".repeat(1025),
            "é".repeat(513),
            "\ud800")) {
      refused(bucket(), key);
    }
    for (String bad :
        List.of(
            "",
            "ab",
            "..",
            "../up",
            "Upper-case",
            "under_score",
            "a/b",
            "a\0b",
            "-start",
            "end-",
            "two..dots",
            "192.168.1.1",
            "b".repeat(64))) {
      refused(bad, "key");
      assertThatIllegalArgumentException().as(bad).isThrownBy(() -> objects().list(bad, "", 1));
    }
  }

  @Test
  void metadataThatAHeaderCouldNotCarryIsRefused() {
    for (Map<String, String> metadata :
        List.of(
            Map.of("Upper", "x"),
            Map.of("", "x"),
            Map.of("a b", "x"),
            Map.of("k", "two\r\nlines"),
            Map.of("k", "é"),
            Map.of("k", " x"),
            Map.of("k", "x".repeat(2048)))) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> objects().put(bucket(), folder + "m", new byte[1], "text/plain", metadata));
    }
    assertThat(objects().get(bucket(), folder + "m", PLENTY)).isEmpty();
  }

  private void refused(String bucket, String key) {
    assertThatIllegalArgumentException()
        .as("put %s %s", bucket, key)
        .isThrownBy(() -> objects().put(bucket, key, new byte[1], "text/plain", Map.of()));
    assertThatIllegalArgumentException()
        .as("putIfAbsent %s %s", bucket, key)
        .isThrownBy(() -> objects().putIfAbsent(bucket, key, new byte[1], "a/b", Map.of()));
    assertThatIllegalArgumentException()
        .as("get %s %s", bucket, key)
        .isThrownBy(() -> objects().get(bucket, key, PLENTY));
    assertThatIllegalArgumentException()
        .as("delete %s %s", bucket, key)
        .isThrownBy(() -> objects().delete(bucket, key));
  }

  @Test
  void anObjectIsReadInPartsOfOneVersion() {
    put("list.csv", "0123456789");

    ObjectPart first = part("list.csv", 0, 4);
    assertThat(new String(first.content(), UTF_8)).isEqualTo("0123");
    assertThat(first.size()).isEqualTo(10);
    ObjectPart last = part("list.csv", 8, 100);
    assertThat(new String(last.content(), UTF_8)).isEqualTo("89");
    assertThat(last.version()).isEqualTo(first.version());
    assertThat(part("list.csv", 10, 5).content()).isEmpty();
    assertThat(part("list.csv", 99, 5).size()).isEqualTo(10);

    put("list.csv", "abcdefghijk");
    assertThat(part("list.csv", 0, 1).version()).isNotEqualTo(first.version());
    assertThat(objects().read(bucket(), folder + "nothing", 0, 1)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> objects().read(bucket(), folder + "list.csv", 0, 0));
  }

  private ObjectPart part(String key, long offset, int length) {
    return objects().read(bucket(), folder + key, offset, length).orElseThrow();
  }
}
