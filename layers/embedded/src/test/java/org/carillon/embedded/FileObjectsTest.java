package org.carillon.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.carillon.core.ports.Objects;
import org.carillon.core.ports.StoredObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is special about objects kept as plain files. */
class FileObjectsTest {

  private static final long PLENTY = 1_000_000;

  @TempDir Path temporary;
  private Path bucket;
  private EmbeddedPorts embedded;

  @BeforeEach
  void open() {
    Path data = temporary.resolve("data");
    embedded = EmbeddedPorts.open(data, EmbeddedContractTest.NO_FUNCTIONS);
    bucket = data.resolve("s3/records");
  }

  @AfterEach
  void close() {
    embedded.close();
  }

  private Objects objects() {
    return embedded.ports().objects();
  }

  private void put(String key, String content) {
    objects().put("records", key, content.getBytes(UTF_8), "text/plain", Map.of());
  }

  private StoredObject get(String key) {
    return objects().get("records", key, PLENTY).orElseThrow();
  }

  @Test
  void anObjectIsAPlainFileAtItsKey() {
    objects()
        .put("records", "a/b.json", "{}".getBytes(UTF_8), "application/json", Map.of("k", "v"));

    assertThat(bucket.resolve("a/b.json")).hasContent("{}");
    assertThat(objects().list("records", "", 10)).containsExactly("a/b.json");
  }

  @Test
  void aRecordWithoutExtensionNeedsNoSecondFileToKeepItsType() throws IOException {
    objects()
        .put("records", "2026/10.05_id", "{\"a\":1}".getBytes(UTF_8), "application/json", Map.of());

    assertThat(get("2026/10.05_id").contentType()).isEqualTo("application/json");
    try (var beside = Files.walk(temporary.resolve("data/s3-metadata"))) {
      assertThat(beside.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void manyPutsIntoOneFolderAtOnceAreAllThere() throws InterruptedException {
    List<Thread> threads =
        IntStream.range(0, 64)
            .mapToObj(i -> Thread.startVirtualThread(() -> put("crowd/" + i + ".txt", "x" + i)))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(objects().list("records", "crowd/", 100)).hasSize(64);
  }

  @Test
  void aFileLaidIntoTheBucketByHandIsAnObject() throws IOException {
    Files.createDirectories(bucket.resolve("prompts"));
    Files.write(bucket.resolve("prompts/hello.wav"), new byte[] {1, 2, 3});
    Files.write(bucket.resolve("prompts/hello"), new byte[] {4});

    assertThat(get("prompts/hello.wav").content()).containsExactly(1, 2, 3);
    assertThat(get("prompts/hello.wav").contentType()).isEqualTo("audio/wav");
    assertThat(get("prompts/hello").contentType()).isEqualTo("application/octet-stream");
    assertThat(objects().list("records", "prompts/", 10))
        .containsExactly("prompts/hello", "prompts/hello.wav");
  }

  @Test
  void aFileChangedByHandLosesTheMetadataOfItsOldContent() throws IOException {
    objects().put("records", "x.wav", new byte[] {1}, "audio/x-special", Map.of("k", "v"));

    Files.write(bucket.resolve("x.wav"), new byte[] {2});

    assertThat(get("x.wav").contentType()).isEqualTo("audio/wav");
    assertThat(get("x.wav").metadata()).isEmpty();
  }

  @Test
  void aPutThatDiedBeforeItsRenameLeavesTheOldObjectWithItsMetadata() throws IOException {
    objects().put("records", "x", new byte[] {1}, "audio/first", Map.of("n", "1"));
    byte[] before = Files.readAllBytes(bucket.resolve("x"));
    objects().put("records", "x", new byte[] {2}, "audio/second", Map.of("n", "2"));

    Files.write(bucket.resolve("x"), before); // as if the second rename had not happened

    assertThat(get("x").contentType()).isEqualTo("audio/first");
    assertThat(get("x").metadata()).isEqualTo(Map.of("n", "1"));
  }

  @Test
  void aKeyThatIsAFolderOfAnotherIsRefusedAndNothingChanges() {
    put("a/b", "inner");
    put("c", "plain");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> put("a", "x"))
        .withMessageContaining("is a folder of other objects");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> put("c/d/e", "x"))
        .withMessageContaining("needs a folder where there is an object");

    assertThat(objects().get("records", "a", PLENTY)).isEmpty();
    assertThat(objects().get("records", "c/d/e", PLENTY)).isEmpty();
    assertThat(objects().list("records", "", 10)).containsExactly("a/b", "c");
    objects().delete("records", "a"); // no object: nothing happens
    objects().delete("records", "c/d/e");
    assertThat(objects().list("records", "", 10)).containsExactly("a/b", "c");
  }

  @Test
  void keysThatNoFileCanHaveAreRefusedWithTheReason() {
    for (String key : List.of("a//b", "a/", "//a")) {
      assertThatIllegalArgumentException().as(key).isThrownBy(() -> put(key, "x"));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> put("a/" + "é".repeat(128), "x"))
        .withMessageContaining("255 bytes");
    put("a/" + "é".repeat(127), "fits");
    assertThat(bucket.resolve("a")).isDirectoryContaining(file -> true);
  }

  @Test
  void aSymbolicLinkIsNeverFollowed() throws IOException {
    Path secret = Files.writeString(temporary.resolve("secret"), "outside");
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.createDirectories(bucket);
    Files.createSymbolicLink(bucket.resolve("file"), secret);
    Files.createSymbolicLink(bucket.resolve("folder"), outside);
    Files.createSymbolicLink(bucket.resolveSibling("linked-bucket"), outside);

    for (String key : List.of("file", "folder/x")) {
      assertThatIllegalArgumentException()
          .as(key)
          .isThrownBy(() -> objects().get("records", key, PLENTY))
          .withMessageContaining("symbolic link");
      assertThatIllegalArgumentException().as(key).isThrownBy(() -> put(key, "x"));
      assertThatIllegalArgumentException()
          .as(key)
          .isThrownBy(() -> objects().delete("records", key));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> objects().put("linked-bucket", "x", new byte[1], "text/plain", Map.of()));
    assertThat(objects().list("records", "", 10)).isEmpty();
    assertThat(objects().list("linked-bucket", "", 10)).isEmpty();
    assertThat(secret).hasContent("outside");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void whatAnEarlierProcessLeftHalfWrittenIsRemovedAtTheStart() throws IOException {
    Path data = temporary.resolve("data");
    embedded.close();
    Files.writeString(data.resolve("s3-parts/7"), "half");

    embedded = EmbeddedPorts.open(data, EmbeddedContractTest.NO_FUNCTIONS);

    assertThat(data.resolve("s3-parts")).isEmptyDirectory();
    put("x", "y");
    assertThat(data.resolve("s3-parts")).isEmptyDirectory();
  }

  @Test
  void aFileThatCannotBeReadToItsEndLeavesNothingBehind() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("no-file")); // opens, and cannot be read
    put("x", "what was there");

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> objects().put("records", "x", folder, "audio/wav", Map.of()));

    assertThat(bucket.resolve("x")).hasContent("what was there");
    assertThat(temporary.resolve("data/s3-parts")).isEmptyDirectory();
  }

  @Test
  void aRefusedPutLeavesNothingBehind() {
    put("c", "plain");
    assertThatIllegalArgumentException().isThrownBy(() -> put("c/d", "x"));
    assertThat(objects().putIfAbsent("records", "c", new byte[1], "a/b", Map.of())).isFalse();

    assertThat(temporary.resolve("data/s3-parts")).isEmptyDirectory();
  }
}
