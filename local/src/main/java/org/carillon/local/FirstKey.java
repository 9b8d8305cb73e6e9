package org.carillon.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carillon.core.Account;
import org.carillon.core.access.AccessKey;
import org.carillon.core.access.AccessKeys;

/**
 * The first access key of an installation: made at the first start, or taken from the environment.
 * A made one is printed once and kept in the data directory, readable by its owner alone.
 */
final class FirstKey {
  private static final String FILE = "first-key.env";

  private FirstKey() {}

  /**
   * @return what to tell the operator, ready to print
   * @throws StartException when the environment's keys cannot be taken
   */
  static String provide(
      AccessKeys keys, Account account, Path data, Map<String, String> environment)
      throws StartException {
    Path file = data.resolve(FILE);
    String id = environment.get("AWS_ACCESS_KEY_ID");
    String secret = environment.get("AWS_SECRET_ACCESS_KEY");
    boolean lasting = environment.getOrDefault("AWS_SESSION_TOKEN", "").isEmpty();
    try {
      if (id != null && secret != null && lasting) {
        return keys.importFirst(account, id, secret).isPresent()
            ? "The access key " + id + " of the environment is this installation's first key."
            : known(file);
      }
      Optional<AccessKey> made = keys.createFirst(account);
      if (made.isEmpty()) {
        return known(file);
      }
      String lines = lines(made.get(), account);
      keep(file, lines);
      return "Your access key, shown this once (kept in " + file + "):\n\n" + lines.indent(2);
    } catch (IllegalArgumentException e) {
      throw new StartException(e.getMessage(), e);
    } catch (IOException e) {
      throw new StartException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static String known(Path file) {
    return Files.exists(file)
        ? "The access key of the first start is in " + file + ": source it."
        : "Requests are signed with the access keys that this data directory knows.";
  }

  private static String lines(AccessKey key, Account account) {
    return "export AWS_ACCESS_KEY_ID="
        + key.id()
        + "\nexport AWS_SECRET_ACCESS_KEY="
        + key.secret().reveal()
        + "\nexport AWS_DEFAULT_REGION="
        + account.region()
        + "\n";
  }

  private static void keep(Path file, String lines) throws IOException {
    Files.deleteIfExists(file);
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (posix) {
      var ownerOnly = PosixFilePermissions.fromString("rw-------");
      Files.createFile(file, PosixFilePermissions.asFileAttribute(ownerOnly));
    }
    Files.writeString(
        file,
        lines,
        posix
            ? Set.of(StandardOpenOption.WRITE).toArray(StandardOpenOption[]::new)
            : new StandardOpenOption[] {StandardOpenOption.CREATE_NEW});
  }
}
