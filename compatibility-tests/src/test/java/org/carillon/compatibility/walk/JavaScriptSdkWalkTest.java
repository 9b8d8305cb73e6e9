package org.carillon.compatibility.walk;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.carillon.compatibility.Tools;

/** The AWS SDK for JavaScript v3, in the versions that its lock file pins (D5). */
class JavaScriptSdkWalkTest extends EveryOperationWalk {

  private static final int LEAST_NODE = 20;
  private static final Path SOURCE =
      Path.of(System.getProperty("carillon.home"), "compatibility-tests", "javascript");
  private static final Path BUILT =
      Path.of(System.getProperty("carillon.home"), "compatibility-tests", "target", "javascript");

  @Override
  void prepare() throws Exception {
    Tools.require("node", "nodejs");
    Tools.require("npm", "npm");
    requireNode();
    Files.createDirectories(BUILT);
    Path installed = BUILT.resolve("installed-lock.json"); // written when npm was done
    Path lock = SOURCE.resolve("package-lock.json");
    for (String file : List.of(".npmrc", "package.json", "package-lock.json", "client.mjs")) {
      Files.copy(SOURCE.resolve(file), BUILT.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.isRegularFile(installed) || Files.mismatch(lock, installed) >= 0) {
      Tools.run(Map.of(), Duration.ofMinutes(3), List.of("npm", "ci", "--prefix", BUILT.toString()))
          .expectSuccess();
      Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void requireNode() throws Exception {
    String version =
        Tools.run(Map.of(), Duration.ofMinutes(1), List.of("node", "--version")).output().strip();
    int major = Integer.parseInt(version.substring(1, version.indexOf('.')));
    String old = "node " + version + " is too old: the SDK wants " + LEAST_NODE + " or later";
    if (major < LEAST_NODE && "true".equals(System.getenv("CI"))) {
      fail(old);
    }
    assumeTrue(major >= LEAST_NODE, "skipped: " + old);
  }

  @Override
  ApiClient client(String endpoint, Map<String, String> environment) throws IOException {
    return new LineClient(
        "AWS SDK for JavaScript v3",
        new LineProcess(
            List.of("node", "--no-warnings", BUILT.resolve("client.mjs").toString(), endpoint),
            environment,
            folder.resolve("javascript.log")));
  }
}
