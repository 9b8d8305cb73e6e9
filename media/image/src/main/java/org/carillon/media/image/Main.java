package org.carillon.media.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@code scripts/package} and {@code scripts/deploy} run. */
public final class Main {
  private static final Logger log = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /**
   * {@code write FILE NAME FOLDER...} makes an image of folders; {@code push FILE REPOSITORY TAG}
   * brings it to a repository of ECR with the credentials of the environment. Exit status: 0 done,
   * 1 failed, 2 wrong arguments.
   *
   * @param args as above
   */
  public static void main(String[] args) throws InterruptedException {
    System.exit(run(Arrays.asList(args)));
  }

  static int run(List<String> args) throws InterruptedException {
    try {
      if (args.size() > 3 && args.getFirst().equals("write")) {
        write(Path.of(args.get(1)), args.get(2), args.subList(3, args.size()));
        return 0;
      }
      if (args.size() == 4 && args.getFirst().equals("push")) {
        push(Path.of(args.get(1)), args.get(2), args.get(3));
        return 0;
      }
    } catch (IOException e) {
      log.error("{}", e.getMessage());
      return 1;
    }
    log.error("Usage: write FILE NAME FOLDER... | push FILE REPOSITORY TAG");
    return 2;
  }

  private static void write(Path file, String name, List<String> folders)
      throws IOException, InterruptedException {
    List<Path> layers = folders.stream().map(Path::of).toList();
    String digest = new NodeImage(layers).write(file, name, cache());
    log.info("{} has {} bytes, {}", file, Files.size(file), digest);
  }

  private static void push(Path file, String name, String tag)
      throws IOException, InterruptedException {
    Repository repository =
        Repository.of(name).orElseThrow(() -> new IOException(name + " is no repository of ECR"));
    NodeImage.push(file, name + ":" + tag, repository.credential(Optional.empty()), false, cache());
    log.info("{}:{} is there.", name, tag);
  }

  private static Path cache() throws IOException {
    return Files.createTempDirectory("carillon-image");
  }
}
