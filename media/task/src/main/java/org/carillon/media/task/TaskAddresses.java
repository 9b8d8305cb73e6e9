package org.carillon.media.task;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/**
 * Where a task listens and what peers are told of it. Its IPv6 address is public as it is; behind a
 * public IPv4 address it has another one of its own.
 *
 * @param bind the addresses to listen on, at least one
 * @param advertised the public address, when it is not one of these
 */
record TaskAddresses(List<InetAddress> bind, Optional<InetAddress> advertised) {

  TaskAddresses {
    bind = List.copyOf(bind);
  }

  /**
   * Finds them: what the settings say, else what ECS and EC2 say.
   *
   * @throws SettingsException when nobody tells, naming the setting that would
   */
  static TaskAddresses find(TaskSettings settings, EcsAgent ecs, Ec2Client ec2)
      throws SettingsException {
    Optional<EcsAgent.Network> network =
        settings.bind().isEmpty() || settings.publicAddress().isEmpty()
            ? network(ecs)
            : Optional.empty();
    List<InetAddress> bind =
        settings.bind().isEmpty()
            ? network.map(EcsAgent.Network::addresses).orElse(List.of())
            : settings.bind();
    if (bind.isEmpty()) {
      throw new SettingsException(
          "Set CARILLON_BIND: no ECS runs this task, so nobody tells its addresses.");
    }
    if (settings.publicAddress().isPresent()) {
      return new TaskAddresses(bind, settings.publicAddress());
    }
    return new TaskAddresses(
        bind, network.isPresent() ? ofInterface(network.get(), ec2) : Optional.empty());
  }

  private static Optional<EcsAgent.Network> network(EcsAgent ecs) throws SettingsException {
    try {
      return ecs.network();
    } catch (IOException e) {
      throw new SettingsException(
          "The task's addresses are not known: "
              + e.getMessage()
              + ". Set CARILLON_BIND and CARILLON_PUBLIC_ADDRESS.",
          e);
    }
  }

  private static Optional<InetAddress> ofInterface(EcsAgent.Network network, Ec2Client ec2)
      throws SettingsException {
    if (network.addresses().stream().noneMatch(Inet4Address.class::isInstance)) {
      return Optional.empty();
    }
    Set<String> own =
        network.addresses().stream().map(InetAddress::getHostAddress).collect(Collectors.toSet());
    List<NetworkInterface> found;
    try {
      found =
          ec2.describeNetworkInterfaces(
                  r ->
                      r.filters(
                          Filter.builder()
                              .name("mac-address")
                              .values(network.macAddress())
                              .build()))
              .networkInterfaces();
    } catch (SdkException e) {
      throw unknown("EC2 was asked: " + e.getMessage(), e);
    }
    return Optional.of(
        found.stream()
            .flatMap(it -> it.privateIpAddresses().stream())
            .filter(it -> own.contains(it.privateIpAddress()) && it.association() != null)
            .map(it -> InetAddress.ofLiteral(it.association().publicIp()))
            .findFirst()
            .orElseThrow(() -> unknown("its network interface has none", null)));
  }

  private static SettingsException unknown(String why, Throwable cause) {
    return new SettingsException(
        "The task's public IPv4 address is not known: "
            + why
            + ". Let the service assign one, or set CARILLON_PUBLIC_ADDRESS.",
        cause);
  }
}
