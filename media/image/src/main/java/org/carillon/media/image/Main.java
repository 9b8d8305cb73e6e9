package org.carillon.media.image;

import com.google.cloud.tools.jib.api.Credential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@code scripts/package} and {@code scripts/deploy} run. */
public final class Main {
  private static final Logger log = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /**
   * {@code write FILE NAME FOLDER...} makes an image of folders; {@code push FILE REFERENCE} brings
   * it to a registry, with the password in the environment variable {@code
   * CARILLON_REGISTRY_PASSWORD}. Exit status: 0 done, 1 failed, 2 wrong arguments.
   *
   * @param args as above
   */
  public static void main(String[] args) throws InterruptedException {
    System.exit(run(Arrays.asList(args), System.getenv().getOrDefault(PASSWORD, "")));
  }

  private static final String PASSWORD = "CARILLON_REGISTRY_PASSWORD";

  static int run(List<String> args, String password) throws InterruptedException {
    boolean write = args.size() > 3 && args.getFirst().equals("write");
    boolean push = args.size() == 3 && args.getFirst().equals("push");
    if (!write && !push) {
      log.error("Usage: write FILE NAME FOLDER... | push FILE REFERENCE");
      return 2;
    }
    try {
      Path cache = Files.createTempDirectory("carillon-image");
      Path file = Path.of(args.get(1));
      if (write) {
        List<Path> layers = args.subList(3, args.size()).stream().map(Path::of).toList();
        String digest = new NodeImage(layers).write(file, args.get(2), cache);
        log.info("{} has {} bytes, {}", file, Files.size(file), digest);
      } else {
        Credential credential = Credential.from("AWS", password);
        boolean here = args.get(2).startsWith("127.0.0.1:");
        NodeImage.push(file, args.get(2), credential, here, cache);
        log.info("{} is there.", args.get(2));
      }
      return 0;
    } catch (IOException e) {
      log.error("{}", e.getMessage());
      return 1;
    }
  }
}
