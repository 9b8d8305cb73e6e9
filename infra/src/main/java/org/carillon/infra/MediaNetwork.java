package org.carillon.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ec2.FlowLogDestination;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.FlowLogTrafficType;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.IpProtocol;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * The network of the media nodes (O7): public subnets in two zones or more, IPv4 and IPv6, and what
 * may come in. Nodes have public addresses, for media goes straight to them.
 */
final class MediaNetwork extends Construct {

  /** SIP over UDP and TCP. */
  static final int SIP = 5060;

  /** SIP over TLS. */
  static final int SIPS = 5061;

  /** Whether a node takes calls, for the load balancer. */
  static final int HEALTH = 8080;

  private final Vpc vpc;
  private final SecurityGroup balancer;
  private final SecurityGroup nodes;

  MediaNetwork(Construct scope, Installation installation, DataStack data, String region) {
    super(scope, "Network");
    LogGroup flows =
        LogGroup.Builder.create(this, "Flows")
            .logGroupName("/" + installation.prefix() + "/flows")
            .retention(Retentions.of(installation.retention().logs()))
            .encryptionKey(data.dataKey())
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    this.vpc =
        Vpc.Builder.create(this, "Vpc")
            .vpcName(installation.prefix())
            .availabilityZones(installation.zones().stream().map(it -> region + it).toList())
            .ipProtocol(IpProtocol.DUAL_STACK)
            .natGateways(0)
            .subnetConfiguration(
                List.of(
                    SubnetConfiguration.builder()
                        .name("media")
                        .subnetType(SubnetType.PUBLIC)
                        .mapPublicIpOnLaunch(false) // the service asks for addresses itself
                        .cidrMask(20)
                        .build()))
            .gatewayEndpoints(
                new TreeMap<>(
                    Map.of(
                        "S3", endpoint(GatewayVpcEndpointAwsService.S3),
                        "DynamoDb", endpoint(GatewayVpcEndpointAwsService.DYNAMODB))))
            .flowLogs(
                Map.of(
                    "Rejected",
                    FlowLogOptions.builder()
                        .destination(FlowLogDestination.toCloudWatchLogs(flows))
                        .trafficType(FlowLogTrafficType.REJECT) // media would be all of it
                        .build()))
            .build();
    this.balancer = group("Balancer", "Carillon: SIP from anywhere to the load balancer");
    this.nodes = group("Nodes", "Carillon: SIP and media from anywhere to the nodes");
    for (SecurityGroup open : List.of(balancer, nodes)) {
      anywhere(open, Port.udp(SIP), "SIP over UDP");
      anywhere(open, Port.tcp(SIP), "SIP over TCP");
      anywhere(open, Port.tcp(SIPS), "SIP over TLS");
    }
    Installation.Media media = installation.media();
    anywhere(nodes, Port.udpRange(media.firstRtpPort(), media.lastRtpPort()), "RTP and RTCP");
    nodes.addIngressRule(balancer, Port.tcp(HEALTH), "Health checks");
  }

  Vpc vpc() {
    return vpc;
  }

  SecurityGroup balancer() {
    return balancer;
  }

  SecurityGroup nodes() {
    return nodes;
  }

  private static GatewayVpcEndpointOptions endpoint(GatewayVpcEndpointAwsService service) {
    return GatewayVpcEndpointOptions.builder().service(service).build();
  }

  private SecurityGroup group(String id, String description) {
    return SecurityGroup.Builder.create(this, id)
        .vpc(vpc)
        .description(description)
        .allowAllOutbound(true)
        .allowAllIpv6Outbound(true)
        .build();
  }

  private static void anywhere(SecurityGroup group, Port port, String what) {
    group.addIngressRule(Peer.anyIpv4(), port, what);
    group.addIngressRule(Peer.anyIpv6(), port, what);
  }
}
