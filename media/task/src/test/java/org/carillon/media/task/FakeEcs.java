package org.carillon.media.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The metadata endpoint, the container agent and EC2, as far as a task asks them; answers are those
 * of the services' own documentation.
 */
final class FakeEcs implements AutoCloseable {

  private static final String METADATA =
      """
      {"DockerId": "cd189a933e5849daa93386466019ab50-2495160603",
       "Name": "node",
       "Labels": {"com.amazonaws.ecs.cluster": "arn:aws:ecs:us-east-1:111122223333:cluster/m"},
       "Limits": {"CPU": 2},
       "Type": "NORMAL",
       "Networks": [{"NetworkMode": "awsvpc", "IPv4Addresses": ["192.0.2.3"],
         "IPv6Addresses": ["2001:db8:10b::af91"], "AttachmentIndex": 0,
         "MACAddress": "0a:de:f6:10:51:e5", "IPv4SubnetCIDRBlock": "192.0.2.0/24",
         "PrivateDNSName": "ip-192-0-2-3.us-east-1.compute.internal",
         "SubnetGatewayIpv4Address": "192.0.2.1/24"}],
       "Snapshotter": "overlayfs"}
      """;

  private static final String INTERFACES =
      """
      <DescribeNetworkInterfacesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
        <requestId>ffca8d27</requestId>
        <networkInterfaceSet><item>
          <networkInterfaceId>eni-1</networkInterfaceId>
          <macAddress>0a:de:f6:10:51:e5</macAddress>
          <privateIpAddress>192.0.2.3</privateIpAddress>
          <privateIpAddressesSet><item>
            <privateIpAddress>192.0.2.3</privateIpAddress><primary>true</primary>
            ASSOCIATION
          </item></privateIpAddressesSet>
        </item></networkInterfaceSet>
      </DescribeNetworkInterfacesResponse>
      """;

  private static final String ASSOCIATION =
      "<association><publicIp>203.0.113.7</publicIp><ipOwnerId>amazon</ipOwnerId></association>";

  private final HttpServer server;
  private final List<String> states = new CopyOnWriteArrayList<>();
  private final List<String> questions = new CopyOnWriteArrayList<>();
  private volatile boolean refuses;
  private volatile String association = ASSOCIATION;

  FakeEcs() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/metadata", exchange -> answer(exchange, 200, METADATA));
    server.createContext("/agent/task-protection/v1/state", this::protect);
    server.createContext("/", this::interfaces); // EC2 is asked at the root
    server.start();
  }

  private void protect(HttpExchange exchange) throws IOException {
    String wanted = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    states.add(exchange.getRequestMethod() + " " + wanted);
    if (refuses) {
      answer(exchange, 200, "{\"failure\": {\"Reason\": \"DEPLOYMENT_BLOCKED\"}}");
    } else {
      boolean on = wanted.contains("\"ProtectionEnabled\":true");
      answer(exchange, 200, "{\"protection\": {\"ProtectionEnabled\": " + on + "}}");
    }
  }

  private void interfaces(HttpExchange exchange) throws IOException {
    questions.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    answer(exchange, 200, INTERFACES.replace("ASSOCIATION", association));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  String uri(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  EcsAgent agent() throws SettingsException {
    return new EcsAgent(Map.of(EcsAgent.METADATA, uri("/metadata"), EcsAgent.AGENT, uri("/agent")));
  }

  /** What was asked of the agent. */
  List<String> states() {
    return states;
  }

  /** What EC2 was asked. */
  List<String> questions() {
    return questions;
  }

  /** The agent refuses from now on, or no more. */
  void refuse(boolean whether) {
    refuses = whether;
  }

  /** The task has no public address. */
  void withoutPublicAddress() {
    association = "";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
