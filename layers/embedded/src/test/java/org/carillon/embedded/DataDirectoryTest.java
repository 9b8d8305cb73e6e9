package org.carillon.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A data directory that cannot be used is told with what to do, and nothing in it is changed. */
class DataDirectoryTest {

  private static final ItemKey KEY = new ItemKey("p", "s");

  @TempDir Path temporary;

  private static EmbeddedPorts open(Path data) {
    return EmbeddedPorts.open(data, EmbeddedContractTest.NO_FUNCTIONS);
  }

  private Path withOneItem() {
    Path data = temporary.resolve("data");
    try (EmbeddedPorts embedded = open(data)) {
      embedded.ports().items().write(ItemWrite.create(KEY, Map.of("n", 1L)));
    }
    return data;
  }

  @Test
  void aMissingDirectoryIsMadeForItsOwnerAlone() throws IOException {
    assumePosix();
    Path data = temporary.resolve("a/b/data");

    open(data).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(data.resolve("master.key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void dataIsThereAgainAfterClosing() {
    Path data = withOneItem();

    try (EmbeddedPorts embedded = open(data)) {
      assertThat(embedded.ports().items().get(KEY)).isPresent();
    }
  }

  @Test
  void aSecretSealedBeforeOpensAfterARestart() {
    Path data = temporary.resolve("data");
    byte[] sealed;
    try (EmbeddedPorts embedded = open(data)) {
      sealed = embedded.ports().sealer().seal("secret".getBytes(UTF_8), "c");
    }
    try (EmbeddedPorts embedded = open(data)) {
      assertThat(embedded.ports().sealer().open(sealed, "c")).isEqualTo("secret".getBytes(UTF_8));
    }
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsRefused() throws IOException {
    Path file = Files.writeString(temporary.resolve("data"), "x");

    assertThatExceptionOfType(DataDirectoryException.class)
        .isThrownBy(() -> open(file))
        .withMessageContaining("is a file")
        .withMessageContaining("--data");
    assertThat(file).hasContent("x");
  }

  @Test
  void aDirectoryThatIsNotWritableIsRefused() throws IOException {
    assumePosix();
    assumeFalse(
        "root".equals(System.getProperty("user.name")), "skipped: root may write everywhere");
    Path data = Files.createDirectory(temporary.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r-xr-xr-x"));

    assertThatExceptionOfType(DataDirectoryException.class)
        .isThrownBy(() -> open(data))
        .withMessageContaining("is not writable for user");
  }

  @Test
  void aDirectoryThatCannotBeMadeIsRefused() {
    Path data = Path.of("/proc/carillon-data");
    assumeTrue(Files.isDirectory(data.getParent()), "skipped: no /proc on this system");

    assertThatExceptionOfType(DataDirectoryException.class)
        .isThrownBy(() -> open(data))
        .withMessageContaining("/proc/carillon-data");
  }

  @Test
  void oneProcessMayHaveItOpenOnce() {
    Path data = withOneItem();
    try (EmbeddedPorts embedded = open(data)) {
      assertThatExceptionOfType(DataDirectoryException.class)
          .isThrownBy(() -> open(data))
          .withMessageContaining("in use by this same process");
      assertThat(embedded.ports().items().get(KEY)).isPresent();
    }
    open(data).close();
  }

  @Test
  void anotherProcessThatHasItOpenIsNamed() throws Exception {
    Path data = temporary.resolve("data");
    try (ChildProcess other = ChildProcess.start(data)) {
      other.awaitLine("open");

      assertThatExceptionOfType(DataDirectoryException.class)
          .isThrownBy(() -> open(data))
          .withMessageContaining("in use by process " + other.pid())
          .withMessageContaining("--data");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"items.db", "call-facts.db"})
  void aFileThatIsNoDatabaseIsRefusedAndLeftAsItIs(String name) throws IOException {
    Path data = withOneItem();
    byte[] garbage = "this is not a database, it is a sonnet\n".repeat(300).getBytes(UTF_8);
    Files.write(data.resolve(name), garbage);

    assertThatExceptionOfType(DataDirectoryException.class)
        .isThrownBy(() -> open(data))
        .withMessageContaining(name + " is damaged")
        .withMessageContaining("backup");
    assertThat(Files.readAllBytes(data.resolve(name))).isEqualTo(garbage);
  }

  @Test
  void aDatabaseWithADamagedFirstPageIsRefused() throws IOException {
    Path data = withOneItem();
    Path file = data.resolve("items.db");
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 100; i < 4096; i++) {
      bytes[i] = (byte) (i * 31);
    }
    Files.write(file, bytes);

    assertThatExceptionOfType(DataDirectoryException.class)
        .isThrownBy(() -> open(data))
        .withMessageContaining("items.db is damaged");
  }

  @Test
  void aDatabaseOfANewerCarillonIsLeftAlone() throws SQLException {
    Path data = withOneItem();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("items.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 999");
    }

    assertThatExceptionOfType(DataDirectoryException.class)
        .isThrownBy(() -> open(data))
        .withMessageContaining("newer Carillon");
  }

  @Test
  void aMissingKeyIsNotReplacedWhileThereIsData() throws IOException {
    Path data = withOneItem();
    Files.delete(data.resolve("master.key"));

    assertThatExceptionOfType(DataDirectoryException.class)
        .isThrownBy(() -> open(data))
        .withMessageContaining("master.key is missing")
        .withMessageContaining("backup");
    assertThat(data.resolve("master.key")).doesNotExist();
  }

  @Test
  void aKeyOfTheWrongLengthIsRefused() throws IOException {
    Path data = withOneItem();
    Files.write(data.resolve("master.key"), new byte[16]);

    assertThatExceptionOfType(DataDirectoryException.class)
        .isThrownBy(() -> open(data))
        .withMessageContaining("master.key is damaged: it has 16 bytes");
  }

  @Test
  void afterARefusalTheDirectoryIsFreeForTheNextStart() throws IOException {
    Path data = withOneItem();
    Path file = data.resolve("call-facts.db");
    byte[] sound = Files.readAllBytes(file);
    Files.write(file, new byte[8192]);
    Files.write(file, "garbage, garbage, garbage".repeat(1000).getBytes(UTF_8));
    assertThatExceptionOfType(DataDirectoryException.class).isThrownBy(() -> open(data));

    Files.write(file, sound);

    try (EmbeddedPorts embedded = open(data)) {
      assertThat(embedded.ports().items().get(KEY)).isPresent();
    }
  }

  private void assumePosix() {
    assumeTrue(
        temporary.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "skipped: no POSIX file rights on this system");
  }
}
