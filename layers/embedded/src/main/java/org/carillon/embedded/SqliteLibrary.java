package org.carillon.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;
import org.sqlite.util.OSInfo;

/**
 * Keeps the driver's native library unpacked in the data directory. Left alone, the driver unpacks
 * it into the temporary directory at every start and compares it byte by byte, which is the longest
 * part of opening the store; and a temporary directory may be mounted noexec.
 */
final class SqliteLibrary {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteLibrary.class);

  /** The driver's own setting; one that the operator made is kept. */
  private static final String LIBRARY_FOLDER = "org.sqlite.lib.path";

  private SqliteLibrary() {}

  /** Unpacks it when it is not there yet, and tells the driver where it is. */
  static void unpack(DataDirectory directory) {
    if (System.getProperty(LIBRARY_FOLDER) != null) {
      return;
    }
    String platform = OSInfo.getNativeLibFolderPathForCurrentOS().replace('/', '-');
    Path folder =
        directory.folder("native").resolve(SQLiteJDBCLoader.getVersion() + "-" + platform);
    Path library = folder.resolve(LibraryLoaderUtil.getNativeLibName());
    try {
      if (!Files.exists(library) && !copyTo(library)) {
        return; // the driver says itself that it does not know the platform
      }
      System.setProperty(LIBRARY_FOLDER, folder.toString());
    } catch (IOException e) {
      LOG.warn("{} cannot be unpacked ({}); starts are slower.", library, e.getMessage());
    }
  }

  private static boolean copyTo(Path library) throws IOException {
    String resource =
        LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
    try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (packed == null) {
        return false;
      }
      Files.createDirectories(library.getParent());
      Path part = library.resolveSibling("part");
      Files.copy(packed, part, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(part, library, StandardCopyOption.ATOMIC_MOVE);
      return true;
    }
  }
}
