package org.carillon.local.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.carillon.core.Account;
import org.carillon.local.Carillon;
import org.carillon.local.LocalConfig;
import org.carillon.local.StartException;
import org.carillon.local.functions.FunctionSpec;
import org.carillon.media.node.CallObserver;

/**
 * A Carillon of its own for a while: free ports of loopback, a new key, an empty data folder that
 * is removed at the end.
 */
final class Installation implements AutoCloseable {
  static final Account ACCOUNT = new Account("111122223333", "us-east-1");

  private static final String KEY = "AKIACARILLONDEMO";
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final Path data = Files.createTempDirectory("carillon-demo");
  private final String secret = secret();
  private final Carillon carillon;

  /**
   * Starts it.
   *
   * @param function the one function that it serves
   * @param variables what the function finds in its environment besides ours
   */
  Installation(FunctionSpec function, Map<String, String> variables, CallObserver observer)
      throws StartException, IOException {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("AWS_ACCESS_KEY_ID", KEY);
    environment.put("AWS_SECRET_ACCESS_KEY", secret);
    environment.remove("AWS_SESSION_TOKEN");
    environment.putAll(variables);
    var config =
        new LocalConfig(
            0, 0, 0, 0, List.of(LOOPBACK), data, ACCOUNT, List.of(function), false, true);
    try {
      carillon = Carillon.start(config, environment, observer);
    } catch (StartException | RuntimeException e) {
      delete();
      throw e;
    }
  }

  Carillon carillon() {
    return carillon;
  }

  /** The guide's steps, to be taken on it. */
  Story story(Timeline timeline) {
    return new Story(carillon.apiEndpoint(), ACCOUNT.region(), KEY, secret, timeline);
  }

  /** Where it takes calls. */
  InetSocketAddress sip() {
    String address = carillon.sipAddress();
    return new InetSocketAddress(
        LOOPBACK, Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
  }

  /** The folder that stands for a bucket. */
  Path bucket(String name) {
    return data.resolve("s3").resolve(name);
  }

  @Override
  public void close() throws IOException {
    carillon.close();
    delete();
  }

  private void delete() throws IOException {
    try (Stream<Path> all = Files.walk(data)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static String secret() {
    byte[] random = new byte[30];
    new SecureRandom().nextBytes(random);
    return Base64.getEncoder().encodeToString(random);
  }
}
