package org.carillon.media.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.carillon.contract.Json;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/**
 * A service of ECS with two tasks behind a load balancer, as ECS and Elastic Load Balancing answer
 * for it. The task that asks is the first of the deployment {@code ecs-svc/1}.
 */
final class FakeService implements AutoCloseable {

  static final String CLUSTER = "arn:aws:ecs:us-east-1:111122223333:cluster/carillon-dev-media";
  static final String TASK = "arn:aws:ecs:us-east-1:111122223333:task/carillon-dev-media/old1";

  private final HttpServer server;
  private final EcsClient ecs;
  private final ElasticLoadBalancingV2Client balancers;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile String group = "service:nodes";
  private volatile String newest = "ecs-svc/1";
  private volatile int newRunning;
  private volatile List<String> healthy = List.of("192.0.2.1", "192.0.2.2");
  private volatile boolean refuses;

  FakeService() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/metadata/task", FakeService::task);
    server.createContext("/", this::service);
    server.start();
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    StaticCredentialsProvider credentials =
        StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
    ecs =
        EcsClient.builder()
            .endpointOverride(uri)
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .overrideConfiguration(it -> it.retryStrategy(retry -> retry.maxAttempts(1)))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    balancers =
        ElasticLoadBalancingV2Client.builder()
            .endpointOverride(uri)
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  /** The agent of the task that asks. */
  EcsAgent agent() throws SettingsException {
    return new EcsAgent(
        Map.of(
            EcsAgent.METADATA, "http://127.0.0.1:" + server.getAddress().getPort() + "/metadata"));
  }

  ServiceDeployment deployment(EcsAgent agent) {
    return new ServiceDeployment(agent, ecs, balancers);
  }

  /** The task was started by nobody's service. */
  void withoutService() {
    group = "family:carillon-dev-node";
  }

  /** A deployment follows, of which so many of two tasks run. */
  void deploy(String id, int running) {
    newest = id;
    newRunning = running;
  }

  /** What the load balancer sends calls to. */
  void healthy(String... addresses) {
    healthy = List.of(addresses);
  }

  /** ECS answers with an error from now on, or no more. */
  void refuse(boolean whether) {
    refuses = whether;
  }

  /** What was asked of ECS and the load balancer. */
  List<String> asked() {
    return asked;
  }

  private static void task(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        200,
        Json.write(
            Map.of("Cluster", CLUSTER, "TaskARN", TASK, "Revision", "3", "LaunchType", "FARGATE")));
  }

  private void service(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    if (target == null) {
      asked.add(body);
      answer(exchange, 200, targetHealth().getBytes(UTF_8));
      return;
    }
    String operation = target.substring(target.indexOf('.') + 1);
    asked.add(operation + " " + body);
    if (refuses) {
      answer(
          exchange, 400, Json.write(Map.of("__type", "ClientException", "message", "slow down")));
      return;
    }
    answer(
        exchange,
        200,
        Json.write(
            switch (operation) {
              case "DescribeTasks" -> Map.of("tasks", tasks(body));
              case "ListTasks" ->
                  Map.of("taskArns", List.of(TASK.replace("old1", "new1"), TASK + "2"));
              case "DescribeServices" -> Map.of("services", List.of(described()));
              default -> throw new IllegalStateException(operation);
            }));
  }

  private List<Object> tasks(String body) {
    if (body.contains("old1\"")) {
      return List.of(Map.of("taskArn", TASK, "group", group, "startedBy", "ecs-svc/1"));
    }
    return List.of(at("192.0.2.11"), at("192.0.2.12"));
  }

  private static Map<String, Object> at(String address) {
    return Map.of(
        "attachments",
        List.of(
            Map.of(
                "type",
                "ElasticNetworkInterface",
                "details",
                List.of(Map.of("name", "privateIPv4Address", "value", address)))));
  }

  private Map<String, Object> described() {
    Map<String, Object> old =
        Map.of("id", "ecs-svc/1", "desiredCount", 2, "runningCount", 2, "failedTasks", 0);
    return Map.of(
        "serviceName",
        "nodes",
        "loadBalancers",
        List.of(Map.of("targetGroupArn", "arn:aws:elasticloadbalancing:sip")),
        "deployments",
        newest.equals("ecs-svc/1")
            ? List.of(with(old, "PRIMARY"))
            : List.of(
                with(
                    Map.of("id", newest, "desiredCount", 2, "runningCount", newRunning), "PRIMARY"),
                with(old, "ACTIVE")));
  }

  private static Map<String, Object> with(Map<String, Object> deployment, String status) {
    Map<String, Object> all = new HashMap<>(deployment);
    all.put("status", status);
    return all;
  }

  private String targetHealth() {
    StringBuilder members = new StringBuilder();
    for (String address : List.of("192.0.2.1", "192.0.2.2", "192.0.2.11", "192.0.2.12")) {
      members
          .append("<member><Target><Id>")
          .append(address)
          .append("</Id><Port>5060</Port></Target><TargetHealth><State>")
          .append(healthy.contains(address) ? "healthy" : "initial")
          .append("</State></TargetHealth></member>");
    }
    return "<DescribeTargetHealthResponse"
        + " xmlns=\"http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/\">"
        + "<DescribeTargetHealthResult><TargetHealthDescriptions>"
        + members
        + "</TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>";
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    ecs.close();
    balancers.close();
    server.stop(0);
  }
}
