package org.carillon.media.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.contract.Json;
import org.carillon.contract.JsonException;

/**
 * What ECS tells a task and takes from it: the task metadata endpoint version 4 and the task
 * scale-in protection endpoint of the container agent. Safe from any thread.
 */
final class EcsAgent implements AutoCloseable {

  /** Set by ECS in every container. */
  static final String METADATA = "ECS_CONTAINER_METADATA_URI_V4";

  /** Set by ECS in every container. */
  static final String AGENT = "ECS_AGENT_URI";

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 1_000_000;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final Optional<URI> metadata;
  private final Optional<URI> agent;

  EcsAgent(Map<String, String> environment) throws SettingsException {
    this.metadata = uri(environment, METADATA);
    this.agent = uri(environment, AGENT);
  }

  private static Optional<URI> uri(Map<String, String> environment, String name)
      throws SettingsException {
    String value = environment.getOrDefault(name, "");
    try {
      return value.isEmpty() ? Optional.empty() : Optional.of(URI.create(value));
    } catch (IllegalArgumentException e) {
      throw new SettingsException(name + " is no URI: " + value, e);
    }
  }

  /** Whether ECS runs this container. */
  boolean isThere() {
    return metadata.isPresent();
  }

  /**
   * The task's network interface.
   *
   * @param addresses its own addresses, IPv4 first
   * @param macAddress by which EC2 knows it
   */
  record Network(List<InetAddress> addresses, String macAddress) {
    Network {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * The network interface of this container; empty where no ECS runs it.
   *
   * @throws IOException when the endpoint does not answer, or with something else
   */
  Optional<Network> network() throws IOException {
    if (metadata.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> container =
        ask(HttpRequest.newBuilder(metadata.get()).timeout(LIMIT).GET().build());
    if (container.get("Networks") instanceof List<?> networks
        && !networks.isEmpty()
        && networks.getFirst() instanceof Map<?, ?> network) {
      List<InetAddress> addresses = new ArrayList<>();
      add(network.get("IPv4Addresses"), addresses);
      add(network.get("IPv6Addresses"), addresses);
      if (!addresses.isEmpty()) {
        return Optional.of(
            new Network(addresses, network.get("MACAddress") instanceof String mac ? mac : ""));
      }
    }
    throw new IOException("the task metadata endpoint tells no addresses");
  }

  private static void add(Object listed, List<InetAddress> addresses) throws IOException {
    if (listed instanceof List<?> all) {
      for (Object one : all) {
        try {
          addresses.add(InetAddress.ofLiteral(String.valueOf(one)));
        } catch (IllegalArgumentException e) {
          throw new IOException("the task metadata endpoint tells no address: " + one, e);
        }
      }
    }
  }

  /**
   * Who this task is for ECS.
   *
   * @param cluster name or ARN of its cluster
   * @param arn its own ARN
   */
  record Task(String cluster, String arn) {}

  /**
   * This container's task; empty where no ECS runs it.
   *
   * @throws IOException when the endpoint does not answer, or with something else
   */
  Optional<Task> task() throws IOException {
    if (metadata.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> task =
        ask(
            HttpRequest.newBuilder(URI.create(metadata.get() + "/task"))
                .timeout(LIMIT)
                .GET()
                .build());
    if (task.get("Cluster") instanceof String cluster
        && task.get("TaskARN") instanceof String arn) {
      return Optional.of(new Task(cluster, arn));
    }
    throw new IOException("the task metadata endpoint tells no task");
  }

  /** Whether a container agent is there that protects tasks. */
  boolean protects() {
    return agent.isPresent();
  }

  /**
   * Protects the task from being stopped by scaling and deployments, or ends that.
   *
   * @param minutes how long, when it is not said again; 1 to 2880
   * @throws IOException when the agent does not answer, or refuses; the message has its reason
   */
  void protect(boolean wanted, int minutes) throws IOException {
    Map<String, Object> state =
        wanted
            ? Map.of("ProtectionEnabled", true, "ExpiresInMinutes", minutes)
            : Map.of("ProtectionEnabled", false);
    Map<String, Object> answer =
        ask(
            HttpRequest.newBuilder(URI.create(agent.orElseThrow() + "/task-protection/v1/state"))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofByteArray(Json.write(state)))
                .build());
    if (!(answer.get("protection") instanceof Map<?, ?> now)
        || !Boolean.valueOf(wanted).equals(now.get("ProtectionEnabled"))) {
      throw new IOException("the container agent answers " + answer);
    }
  }

  private Map<String, Object> ask(HttpRequest request) throws IOException {
    try {
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      byte[] body;
      try (InputStream input = response.body()) {
        body = input.readNBytes(MOST_BYTES);
      }
      if (response.statusCode() != 200) {
        throw new IOException(
            request.uri() + " answers " + response.statusCode() + ": " + new String(body, UTF_8));
      }
      return Json.readObject(body);
    } catch (JsonException e) {
      throw new IOException(request.uri() + " answers with no JSON object", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking " + request.uri(), e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
