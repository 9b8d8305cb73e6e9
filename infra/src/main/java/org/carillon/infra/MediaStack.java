package org.carillon.infra;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.applicationautoscaling.EnableScalingProps;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.certificatemanager.CertificateValidation;
import software.amazon.awscdk.services.certificatemanager.KeyAlgorithm;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.Unit;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerDefinition;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.ContainerInsights;
import software.amazon.awscdk.services.ecs.CpuArchitecture;
import software.amazon.awscdk.services.ecs.DeploymentCircuitBreaker;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.LoadBalancerTargetOptions;
import software.amazon.awscdk.services.ecs.LogDriver;
import software.amazon.awscdk.services.ecs.MountPoint;
import software.amazon.awscdk.services.ecs.OperatingSystemFamily;
import software.amazon.awscdk.services.ecs.PortMapping;
import software.amazon.awscdk.services.ecs.Protocol;
import software.amazon.awscdk.services.ecs.RuntimePlatform;
import software.amazon.awscdk.services.ecs.ScalableTaskCount;
import software.amazon.awscdk.services.ecs.Secret;
import software.amazon.awscdk.services.ecs.TrackCustomMetricProps;
import software.amazon.awscdk.services.ecs.Ulimit;
import software.amazon.awscdk.services.ecs.UlimitName;
import software.amazon.awscdk.services.ecs.Volume;
import software.amazon.awscdk.services.elasticloadbalancingv2.BaseNetworkListenerProps;
import software.amazon.awscdk.services.elasticloadbalancingv2.HealthCheck;
import software.amazon.awscdk.services.elasticloadbalancingv2.IpAddressType;
import software.amazon.awscdk.services.elasticloadbalancingv2.NetworkLoadBalancer;
import software.amazon.awscdk.services.elasticloadbalancingv2.NetworkTargetGroup;
import software.amazon.awscdk.services.elasticloadbalancingv2.TargetType;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.route53.ARecord;
import software.amazon.awscdk.services.route53.AaaaRecord;
import software.amazon.awscdk.services.route53.CfnRecordSet;
import software.amazon.awscdk.services.route53.HostedZone;
import software.amazon.awscdk.services.route53.HostedZoneAttributes;
import software.amazon.awscdk.services.route53.IHostedZone;
import software.amazon.awscdk.services.route53.RecordTarget;
import software.amazon.awscdk.services.route53.targets.LoadBalancerTarget;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.constructs.Construct;

/**
 * The media nodes on Fargate (design section 8): SIP through a network load balancer, media
 * straight to each task's public address, as many tasks as there are calls.
 */
final class MediaStack extends Stack {

  private static final String CONTAINER = "node";

  /**
   * The most that ECS takes. Protection does not hold against health checks: ECS would stop a node
   * that tells the balancer that it drains, with its calls. A node that is of no use ends itself.
   */
  private static final Duration HEALTH_IS_FOR_THE_BALANCER = Duration.seconds(Integer.MAX_VALUE);

  /** How long connections of calls through a draining node last, in seconds: a day. */
  private static final int DRAINING_SECONDS = 86_400;

  private final Installation installation;
  private final DataStack data;
  private final Optional<IHostedZone> zone;
  private final Optional<Certificate> certificate;
  private final MediaSpool spool;
  private final FargateService service;
  private final NetworkTargetGroup sip;
  private final NetworkLoadBalancer balancer;

  MediaStack(
      Construct scope,
      String id,
      StackProps props,
      Installation installation,
      DataStack data,
      String imageTag) {
    super(scope, id, props);
    this.installation = installation;
    this.data = data;
    this.zone = installation.domain().map(this::zone);
    this.certificate =
        installation.media().certificate().equals(SipCertificate.ACM)
            ? Optional.of(certificate(installation.domain().orElseThrow()))
            : Optional.empty();
    MediaNetwork network = new MediaNetwork(this, installation, data, getRegion());
    this.spool = new MediaSpool(this, installation, data, network);
    Cluster cluster =
        Cluster.Builder.create(this, "Cluster")
            .clusterName(installation.prefix() + "-media")
            .vpc(network.vpc())
            .containerInsightsV2(ContainerInsights.ENABLED)
            .build();
    this.service =
        FargateService.Builder.create(this, "Service")
            .cluster(cluster)
            .serviceName(NodeSpec.SERVICE)
            .taskDefinition(task(imageTag))
            // no desired count: it would take the tasks that calls asked for away at each
            // deployment
            .assignPublicIp(true)
            .securityGroups(List.of(network.nodes()))
            .vpcSubnets(SubnetSelection.builder().subnetType(SubnetType.PUBLIC).build())
            // new tasks first; old ones drain themselves when these get calls, and go when their
            // own, which protect them, are over
            .minHealthyPercent(100)
            .maxHealthyPercent(200)
            .circuitBreaker(DeploymentCircuitBreaker.builder().rollback(true).build())
            .healthCheckGracePeriod(HEALTH_IS_FOR_THE_BALANCER)
            .build();
    service.getNode().addDependency(spool.mountTargets());
    this.balancer =
        NetworkLoadBalancer.Builder.create(this, "Balancer")
            .vpc(network.vpc())
            .vpcSubnets(SubnetSelection.builder().subnetType(SubnetType.PUBLIC).build())
            .internetFacing(true)
            .ipAddressType(IpAddressType.DUAL_STACK)
            .enablePrefixForIpv6SourceNat(true) // UDP over IPv6 wants it
            .crossZoneEnabled(true)
            .securityGroups(List.of(network.balancer()))
            .deletionProtection(installation.keepsData())
            .build();
    balancer.logAccessLogs(data.accessLogs(), "balancer");
    this.sip =
        listen(
            "Sip",
            MediaNetwork.SIP,
            software.amazon.awscdk.services.elasticloadbalancingv2.Protocol.TCP_UDP,
            network);
    if (installation.media().certificate().isThere()) {
      // not ended here: the guide's suites and the certificate are the nodes'
      NetworkTargetGroup sips =
          listen(
              "Sips",
              MediaNetwork.SIPS,
              software.amazon.awscdk.services.elasticloadbalancingv2.Protocol.TCP,
              network);
      // with UDP the balancer never ends connections to a node that is unwell
      sips.setAttribute("target_health_state.unhealthy.connection_termination.enabled", "false");
      sips.setAttribute(
          "target_health_state.unhealthy.draining_interval_seconds",
          Integer.toString(DRAINING_SECONDS));
    }
    scale();
    zone.ifPresent(this::names);
    CfnOutput.Builder.create(this, "SipHost").value(balancer.getLoadBalancerDnsName()).build();
  }

  FargateService service() {
    return service;
  }

  /** Who gets calls. */
  NetworkTargetGroup targets() {
    return sip;
  }

  NetworkLoadBalancer balancer() {
    return balancer;
  }

  private FargateTaskDefinition task(String imageTag) {
    Installation.Media media = installation.media();
    Role role =
        Role.Builder.create(this, "Role-node")
            .roleName(installation.prefix() + "-" + getRegion() + "-node")
            .description("Carillon: media nodes")
            .assumedBy(
                new ServicePrincipal("ecs-tasks.amazonaws.com")
                    .withConditions(
                        Map.of("StringEquals", Map.of("aws:SourceAccount", getAccount()))))
            .inlinePolicies(
                Map.of("needs", PolicyDocument.Builder.create().statements(needs()).build()))
            .build();
    FargateTaskDefinition task =
        FargateTaskDefinition.Builder.create(this, "Task")
            .family(installation.prefix() + "-node")
            .cpu(media.cpu())
            .memoryLimitMiB(media.memoryMb())
            .taskRole(role.withoutPolicyUpdates())
            .runtimePlatform(
                RuntimePlatform.builder()
                    .operatingSystemFamily(OperatingSystemFamily.LINUX)
                    .cpuArchitecture(CpuArchitecture.X86_64)
                    .build())
            .volumes(List.of(volume("spool"), volume("tmp"), spool.volume("recordings")))
            .build();
    LogGroup log =
        LogGroup.Builder.create(this, "Log-node")
            .logGroupName("/" + installation.prefix() + "/node")
            .retention(Retentions.of(installation.retention().logs()))
            .encryptionKey(data.dataKey())
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    ContainerDefinition container =
        task.addContainer(
            CONTAINER,
            ContainerDefinitionOptions.builder()
                .image(ContainerImage.fromEcrRepository(data.images(), imageTag))
                .environment(environment())
                .secrets(secrets())
                .user(NodeSpec.USER)
                .readonlyRootFilesystem(true)
                .stopTimeout(Duration.seconds(NodeSpec.STOP_SECONDS))
                .ulimits(
                    List.of(
                        Ulimit.builder()
                            .name(UlimitName.NOFILE)
                            .softLimit(1_000_000)
                            .hardLimit(1_000_000)
                            .build()))
                .portMappings(
                    List.of(
                        // also for UDP: ECS takes a port once, and with addresses of their own
                        // tasks get all that their security group lets in
                        port(MediaNetwork.SIP), port(MediaNetwork.SIPS), port(MediaNetwork.HEALTH)))
                .logging(
                    LogDriver.awsLogs(
                        AwsLogDriverProps.builder().logGroup(log).streamPrefix("node").build()))
                .build());
    container.addMountPoints(
        mount("spool", NodeSpec.SPOOL_FOLDER),
        mount("tmp", "/tmp"),
        mount("recordings", NodeSpec.RECORDINGS_FOLDER));
    return task;
  }

  private List<PolicyStatement> needs() {
    Set<Permission> permissions = NodeSpec.permissions();
    Stores stores = data.stores().withSpool(spool.shared());
    if (certificate.isPresent()) {
      permissions.addAll(NodeSpec.permissionsOfSome());
      stores = stores.withCertificate(certificate.get().getCertificateArn());
    }
    return Permission.statements(permissions, stores);
  }

  /** For {@code *.voiceconnector.DOMAIN}; nodes end TLS themselves, so they get its key. */
  private Certificate certificate(Installation.Domain domain) {
    return Certificate.Builder.create(this, "Certificate")
        .domainName("*.voiceconnector." + domain.name())
        .validation(CertificateValidation.fromDns(zone.orElseThrow()))
        .keyAlgorithm(KeyAlgorithm.RSA_2048) // the guide's suites for TLS 1.2 are for RSA keys
        .allowExport(true)
        .build();
  }

  private Map<String, String> environment() {
    Map<String, String> values = new TreeMap<>();
    for (Variable variable : NodeSpec.variables()) {
      values.put(variable.key(), NodeSpec.value(variable, installation, data.stores()));
    }
    values.put("AWS_REGION", getRegion());
    certificate.ifPresent(
        it -> values.put(Variable.SIP_TLS_CERTIFICATE_ARN.key(), it.getCertificateArn()));
    installation
        .identity()
        .ifPresent(it -> values.put(Variable.STIR_CERTIFICATE_URL.key(), it.certificateUrl()));
    installation.authorities().ifPresent(it -> values.put(Variable.STIR_AUTHORITIES.key(), it));
    if (installation.handsOver()) {
      values.put(Variable.REGION_NODES.key(), nodesOfOtherRegion());
    }
    return values;
  }

  /** Where calls for connectors of the other region are handed over (V6). */
  private String nodesOfOtherRegion() {
    String other = installation.otherRegion(getRegion()).orElseThrow();
    boolean tls = installation.media().certificate().isThere();
    return other
        + "="
        + nameOf(other)
        + "."
        + installation.domain().orElseThrow().name()
        + (tls
            ? ":" + MediaNetwork.SIPS + ";transport=tls"
            : ":" + MediaNetwork.SIP + ";transport=tcp");
  }

  /** The name of a region's nodes in the domain; a certificate for connectors' names covers it. */
  private static String nameOf(String region) {
    return region + ".voiceconnector";
  }

  private Map<String, Secret> secrets() {
    Map<String, Secret> secrets = new TreeMap<>();
    if (installation.handsOver()) {
      secrets.put(
          Variable.REGION_SECRET.key(),
          Secret.fromSecretsManager(secret("Regions", installation.regionSecret())));
    }
    installation
        .identity()
        .ifPresent(
            it ->
                secrets.put(
                    Variable.STIR_KEY.key(),
                    Secret.fromSecretsManager(secret("Stir", it.keySecret()))));
    installation
        .media()
        .certificate()
        .secret()
        .ifPresent(
            name -> {
              ISecret own = secret("Tls", name);
              secrets.put(
                  Variable.SIP_TLS_CERTIFICATE.key(),
                  Secret.fromSecretsManager(own, "certificate"));
              secrets.put(Variable.SIP_TLS_KEY.key(), Secret.fromSecretsManager(own, "key"));
            });
    return secrets;
  }

  private ISecret secret(String id, String name) {
    return software.amazon.awscdk.services.secretsmanager.Secret.fromSecretNameV2(
        this, "Secret-" + id, name);
  }

  private static Volume volume(String name) {
    return Volume.builder().name(name).build();
  }

  private static MountPoint mount(String volume, String folder) {
    return MountPoint.builder().sourceVolume(volume).containerPath(folder).readOnly(false).build();
  }

  private static PortMapping port(int port) {
    return PortMapping.builder().containerPort(port).protocol(Protocol.TCP).build();
  }

  private NetworkTargetGroup listen(
      String id,
      int port,
      software.amazon.awscdk.services.elasticloadbalancingv2.Protocol protocol,
      MediaNetwork network) {
    NetworkTargetGroup group =
        NetworkTargetGroup.Builder.create(this, id + "Targets")
            .vpc(network.vpc())
            .port(port)
            .protocol(protocol)
            .targetType(TargetType.IP)
            .preserveClientIp(true) // carriers and hosts are known by their addresses
            .deregistrationDelay(Duration.seconds(NodeSpec.STOP_SECONDS))
            .healthCheck(
                HealthCheck.builder()
                    .protocol(software.amazon.awscdk.services.elasticloadbalancingv2.Protocol.HTTP)
                    .port(Integer.toString(MediaNetwork.HEALTH))
                    .path("/health")
                    .interval(Duration.seconds(10))
                    .healthyThresholdCount(2)
                    .unhealthyThresholdCount(2)
                    .build())
            .targets(
                List.of(
                    service.loadBalancerTarget(
                        LoadBalancerTargetOptions.builder()
                            .containerName(CONTAINER)
                            .containerPort(port)
                            .build())))
            .build();
    balancer.addListener(
        id,
        BaseNetworkListenerProps.builder()
            .port(port)
            .protocol(protocol)
            .defaultTargetGroups(List.of(group))
            .build());
    return group;
  }

  /** As many tasks as the calls want; a task with calls is protected from being taken away. */
  private void scale() {
    Installation.Media media = installation.media();
    ScalableTaskCount count =
        service.autoScaleTaskCount(
            EnableScalingProps.builder()
                .minCapacity(media.minTasks())
                .maxCapacity(media.maxTasks())
                .build());
    count.scaleToTrackCustomMetric(
        "ActiveCalls",
        TrackCustomMetricProps.builder()
            .metric(
                Metric.Builder.create()
                    .namespace(data.stores().metricNamespace())
                    .metricName(NodeSpec.ACTIVE_CALLS)
                    .dimensionsMap(
                        new TreeMap<>(
                            Map.of(
                                "Region",
                                getRegion(),
                                NodeSpec.INSTALLATION,
                                data.stores().tableName())))
                    .statistic("Average")
                    .unit(Unit.COUNT)
                    .period(Duration.minutes(1))
                    .build())
            .targetValue(media.callsPerTask())
            .scaleOutCooldown(Duration.minutes(1))
            .scaleInCooldown(Duration.minutes(10))
            .build());
  }

  private IHostedZone zone(Installation.Domain domain) {
    return HostedZone.fromHostedZoneAttributes(
        this,
        "Zone",
        HostedZoneAttributes.builder()
            .zoneName(domain.name())
            .hostedZoneId(domain.hostedZoneId())
            .build());
  }

  /** {@code *.voiceconnector.DOMAIN} (V1); with two regions the nearest that is well. */
  private void names(IHostedZone zone) {
    RecordTarget target = RecordTarget.fromAlias(new LoadBalancerTarget(balancer));
    ARecord.Builder four =
        ARecord.Builder.create(this, "Name4")
            .zone(zone)
            .recordName("*.voiceconnector")
            .target(target);
    AaaaRecord.Builder six =
        AaaaRecord.Builder.create(this, "Name6")
            .zone(zone)
            .recordName("*.voiceconnector")
            .target(target);
    Optional<String> second = installation.secondRegion();
    if (second.isPresent()) {
      four.region(getRegion()).setIdentifier(getRegion());
      six.region(getRegion()).setIdentifier(getRegion());
    }
    followHealth(four.build());
    followHealth(six.build());
    if (installation.handsOver()) {
      // of this region alone, for the other one's nodes
      ARecord.Builder.create(this, "RegionName4")
          .zone(zone)
          .recordName(nameOf(getRegion()))
          .target(target)
          .build();
      AaaaRecord.Builder.create(this, "RegionName6")
          .zone(zone)
          .recordName(nameOf(getRegion()))
          .target(target)
          .build();
    }
  }

  /** A region whose nodes are all unwell is left out of the answers. */
  private static void followHealth(Construct name) {
    CfnRecordSet made = (CfnRecordSet) name.getNode().getDefaultChild();
    made.addPropertyOverride("AliasTarget.EvaluateTargetHealth", true);
  }
}
