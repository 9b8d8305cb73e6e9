package org.carillon.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

class MediaStackTest {

  private final Template dev = Synth.of(Synth.PLAIN).template("carillon-dev-media");
  private final Template prod = Synth.of(Synth.FULL).template("carillon-prod-media");

  @Test
  void nodesHavePublicAddressesInTwoZones() {
    dev.hasResourceProperties(
        "AWS::ECS::Service",
        Map.of(
            // autoscaling's own: a number here would be taken again at each deployment
            "DesiredCount",
            Match.absent(),
            "LaunchType",
            "FARGATE",
            "NetworkConfiguration",
            Match.objectLike(
                Map.of(
                    "AwsvpcConfiguration",
                    Match.objectLike(Map.of("AssignPublicIp", "ENABLED"))))));
    dev.hasResourceProperties("AWS::EC2::Subnet", Map.of("AvailabilityZone", "us-east-1a"));
    dev.hasResourceProperties("AWS::EC2::Subnet", Map.of("AvailabilityZone", "us-east-1b"));
    dev.resourceCountIs("AWS::EC2::NatGateway", 0);
    dev.allResourcesProperties("AWS::EC2::Subnet", Map.of("AssignIpv6AddressOnCreation", true));
  }

  @Test
  void sipComesThroughTheBalancerOnBothFamilies() {
    dev.hasResourceProperties(
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        Map.of("Type", "network", "Scheme", "internet-facing", "IpAddressType", "dualstack"));
    dev.hasResourceProperties(
        "AWS::ElasticLoadBalancingV2::Listener", Map.of("Port", 5060, "Protocol", "TCP_UDP"));
    prod.hasResourceProperties(
        "AWS::ElasticLoadBalancingV2::Listener", Map.of("Port", 5061, "Protocol", "TCP"));
    dev.resourcePropertiesCountIs(
        "AWS::ElasticLoadBalancingV2::Listener", Map.of("Port", 5061), 0); // no certificate
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void ecsTakesEachPortOnce(String stage) {
    List<Object> ports =
        Synth.list(nodeContainer(stage.equals("dev") ? dev : prod).get("PortMappings"));

    assertThat(ports)
        .extracting(it -> Synth.map(it).get("ContainerPort"))
        .containsExactly(5060, 5061, 8080);
    assertThat(ports).extracting(it -> Synth.map(it).get("Protocol")).containsOnly("tcp");
  }

  private static Map<String, Object> nodeContainer(Template template) {
    Map<String, Object> task =
        template.findResources("AWS::ECS::TaskDefinition").values().stream()
            .findFirst()
            .orElseThrow();
    return Synth.map(
        Synth.list(Synth.map(task.get("Properties")).get("ContainerDefinitions")).getFirst());
  }

  @Test
  void theBalancerAsksTheHealthPageAndKeepsTheAddressesOfCallers() {
    for (Map<String, Object> group :
        List.of(
            Map.<String, Object>of("Port", 5060, "Protocol", "TCP_UDP"),
            Map.<String, Object>of("Port", 5061, "Protocol", "TCP"))) {
      Map<String, Object> wanted = new TreeMap<>(group);
      wanted.put("HealthCheckProtocol", "HTTP");
      wanted.put("HealthCheckPort", "8080");
      wanted.put("HealthCheckPath", "/health");
      wanted.put("TargetType", "ip");
      wanted.put(
          "TargetGroupAttributes",
          Match.arrayWith(List.of(Map.of("Key", "preserve_client_ip.enabled", "Value", "true"))));
      prod.hasResourceProperties("AWS::ElasticLoadBalancingV2::TargetGroup", wanted);
    }
  }

  @Test
  void sipAndMediaComeInAndTheHealthPageIsTheBalancersAlone() {
    List<String> open = new ArrayList<>();
    for (Map<String, Object> group : dev.findResources("AWS::EC2::SecurityGroup").values()) {
      Synth.list(Synth.map(group.get("Properties")).getOrDefault("SecurityGroupIngress", List.of()))
          .forEach(
              it -> {
                Map<String, Object> rule = Synth.map(it);
                if ("0.0.0.0/0".equals(rule.get("CidrIp"))) {
                  open.add(
                      "%s %s-%s"
                          .formatted(
                              rule.get("IpProtocol"), rule.get("FromPort"), rule.get("ToPort")));
                }
              });
    }
    assertThat(open)
        .containsExactlyInAnyOrder(
            "udp 5060-5060",
            "tcp 5060-5060",
            "tcp 5061-5061",
            "udp 5060-5060",
            "tcp 5060-5060",
            "tcp 5061-5061",
            "udp 5000-65000");
    dev.hasResourceProperties(
        "AWS::EC2::SecurityGroupIngress",
        Map.of("FromPort", 8080, "ToPort", 8080, "SourceSecurityGroupId", Match.anyValue()));
  }

  @Test
  void withADomainNodesExportACertificateForTheNamesOfConnectors() {
    prod.hasResourceProperties(
        "AWS::CertificateManager::Certificate",
        Map.of(
            "DomainName",
            "*.voiceconnector.voice.example.com",
            "CertificateExport",
            "ENABLED",
            "KeyAlgorithm",
            "RSA_2048",
            "ValidationMethod",
            "DNS"));
    prod.hasResourceProperties(
        "AWS::ECS::TaskDefinition", container("CARILLON_SIP_TLS_CERTIFICATE_ARN"));
    assertThat(Statements.of(Synth.of(Synth.FULL)))
        .filteredOn(it -> it.actions().contains("acm:ExportCertificate"))
        .hasSize(2) // one a region
        .allSatisfy(
            it -> assertThat(it.resources()).singleElement().asString().contains("Certificate"));
    dev.resourceCountIs("AWS::CertificateManager::Certificate", 0);
  }

  private static Map<String, Object> container(String variable) {
    Object named = Match.objectLike(Map.of("Name", variable));
    return Map.of(
        "ContainerDefinitions",
        List.of(Match.objectLike(Map.of("Environment", Match.arrayWith(List.of(named))))));
  }

  @Test
  void theOperatorsOwnCertificateMakesNoOther() {
    Synth own = Synth.of(Synth.OWN_CERTIFICATE);
    Template media = own.template("carillon-prod-media");
    media.resourceCountIs("AWS::CertificateManager::Certificate", 0);
    media.hasResourceProperties("AWS::ElasticLoadBalancingV2::Listener", Map.of("Port", 5061));
    Object key = Match.objectLike(Map.of("Name", "CARILLON_SIP_TLS_KEY"));
    media.hasResourceProperties(
        "AWS::ECS::TaskDefinition",
        Map.of(
            "ContainerDefinitions",
            List.of(Match.objectLike(Map.of("Secrets", Match.arrayWith(List.of(key)))))));
    assertThat(Statements.of(own)).noneMatch(it -> it.actions().contains("acm:ExportCertificate"));
  }

  @Test
  void mediaComesStraightToTheNodes() {
    dev.hasResourceProperties(
        "AWS::EC2::SecurityGroup",
        Map.of(
            "SecurityGroupIngress",
            Match.arrayWith(
                List.of(
                    Match.objectLike(
                        Map.of(
                            "IpProtocol",
                            "udp",
                            "FromPort",
                            5000,
                            "ToPort",
                            65000,
                            "CidrIp",
                            "0.0.0.0/0")),
                    Match.objectLike(
                        Map.of(
                            "IpProtocol",
                            "udp",
                            "FromPort",
                            5000,
                            "ToPort",
                            65000,
                            "CidrIpv6",
                            "::/0"))))));
  }

  @Test
  void theMetricIsTheOneThatNodesWrite() throws Exception {
    assertThat(
            Files.readString(
                Path.of(System.getProperty("carillon.home"))
                    .resolve(
                        "media/task/src/main/java/org/carillon/media/task/ActiveCallMetric.java")))
        .contains("\"" + NodeSpec.ACTIVE_CALLS + "\"", "\"Region\"", "\"Installation\"");
  }

  @Test
  void aNodeIsToldWhatNodeSpecSays() {
    Map<String, Object> task =
        dev.findResources("AWS::ECS::TaskDefinition").values().stream()
            .map(it -> Synth.map(it.get("Properties")))
            .findFirst()
            .orElseThrow();
    String container = String.valueOf(task.get("ContainerDefinitions"));
    for (Variable variable : NodeSpec.variables()) {
      assertThat(container).contains("Name=" + variable.key() + ",");
    }
    for (Variable variable : NodeSpec.leftOut().keySet()) {
      assertThat(container).doesNotContain("Name=" + variable.key() + ",");
    }
  }

  @Test
  void aDeploymentStartsNewNodesFirst() {
    dev.hasResourceProperties(
        "AWS::ECS::Service",
        Map.of(
            "DeploymentConfiguration",
            Match.objectLike(
                Map.of(
                    "MinimumHealthyPercent",
                    100,
                    "MaximumPercent",
                    200,
                    "DeploymentCircuitBreaker",
                    Map.of("Enable", true, "Rollback", true)))));
  }

  @Test
  void aNodeMayProtectItselfWhileItHasCalls() {
    assertThat(Statements.of(Synth.of(Synth.PLAIN)))
        .filteredOn(it -> it.actions().contains("ecs:UpdateTaskProtection"))
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.resources())
                    .singleElement()
                    .asString()
                    .endsWith(":task/carillon-dev-media/*"));
  }

  @Test
  void anOldNodeMaySeeThatAnotherDeploymentTookItsPlace() {
    assertThat(Statements.of(Synth.of(Synth.PLAIN)))
        .filteredOn(it -> it.actions().contains("ecs:DescribeServices"))
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.resources())
                    .singleElement()
                    .asString()
                    .endsWith(":service/carillon-dev-media/nodes"));
    dev.hasResourceProperties("AWS::ECS::Cluster", Map.of("ClusterName", "carillon-dev-media"));
    dev.hasResourceProperties("AWS::ECS::Service", Map.of("ServiceName", "nodes"));
  }

  @Test
  void aNodeThatDrainsIsNotStoppedForItsHealthPageNorCutFromItsConnections() {
    dev.hasResourceProperties(
        "AWS::ECS::Service", Map.of("HealthCheckGracePeriodSeconds", Integer.MAX_VALUE));
    prod.hasResourceProperties(
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        Map.of(
            "Port",
            5061,
            "TargetGroupAttributes",
            Match.arrayWith(
                List.of(
                    Map.of(
                        "Key",
                        "target_health_state.unhealthy.connection_termination.enabled",
                        "Value",
                        "false"),
                    Map.of(
                        "Key",
                        "target_health_state.unhealthy.draining_interval_seconds",
                        "Value",
                        "86400")))));
  }

  @Test
  void theServiceGrowsWithTheCallsOfItsNodes() {
    dev.hasResourceProperties(
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        Map.of(
            "TargetTrackingScalingPolicyConfiguration",
            Match.objectLike(
                Map.of(
                    "TargetValue",
                    1000,
                    "CustomizedMetricSpecification",
                    Match.objectLike(
                        Map.of(
                            "MetricName",
                            NodeSpec.ACTIVE_CALLS,
                            "Dimensions",
                            Match.arrayWith(
                                List.of(
                                    // another stage's calls are not this one's
                                    Map.of("Name", "Installation", "Value", "carillon-dev"),
                                    Map.of("Name", "Region", "Value", "us-east-1")))))))));
    dev.hasResourceProperties(
        "AWS::ApplicationAutoScaling::ScalableTarget", Map.of("MinCapacity", 2, "MaxCapacity", 20));
  }

  @Test
  void aNodeRunsWithoutRootOnAFileSystemItCannotChange() {
    dev.hasResourceProperties(
        "AWS::ECS::TaskDefinition",
        Map.of(
            "ContainerDefinitions",
            List.of(
                Match.objectLike(
                    Map.of(
                        "User",
                        "10001",
                        "ReadonlyRootFilesystem",
                        true,
                        "StopTimeout",
                        NodeSpec.STOP_SECONDS)))));
  }

  @Test
  void logGroupsOfConnectorsAreMadeWithTheTimeAndTheKeyOfTheInstallation() {
    List<Object> variables = Synth.list(nodeContainer(dev).get("Environment"));

    assertThat(variables).contains(Map.of("Name", "CARILLON_CALL_LOG_DAYS", "Value", "90"));
    assertThat(variables)
        .filteredOn(it -> Synth.map(it).get("Name").equals("CARILLON_CALL_LOG_KEY"))
        .singleElement()
        .asString()
        .contains("DataKey");
  }

  @Test
  void secretsOfANodeAreNoVariables() {
    Object key = Match.objectLike(Map.of("Name", "CARILLON_STIR_KEY"));
    Object container = Match.objectLike(Map.of("Secrets", Match.arrayWith(List.of(key))));
    prod.hasResourceProperties(
        "AWS::ECS::TaskDefinition", Map.of("ContainerDefinitions", List.of(container)));
  }

  @Test
  void withADomainConnectorsHaveNamesInBothRegions() {
    for (String stack : List.of("carillon-prod-media", "carillon-prod-us-west-2-media")) {
      Template template = Synth.of(Synth.FULL).template(stack);
      template.hasResourceProperties(
          "AWS::Route53::RecordSet",
          Map.of(
              "Name", "*.voiceconnector.voice.example.com.",
              "Type", "A",
              "AliasTarget", Match.objectLike(Map.of("EvaluateTargetHealth", true))));
      template.hasResourceProperties("AWS::Route53::RecordSet", Map.of("Type", "AAAA"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "carillon-prod-media, us-east-1, us-west-2",
    "carillon-prod-us-west-2-media, us-west-2, us-east-1"
  })
  void theNodesOfTwoRegionsFindAndKnowEachOther(String stack, String here, String there) {
    Template template = Synth.of(Synth.FULL).template(stack);

    template.hasResourceProperties(
        "AWS::ECS::TaskDefinition",
        Map.of(
            "ContainerDefinitions",
            List.of(
                Match.objectLike(
                    Map.of(
                        "Environment",
                        Match.arrayWith(
                            List.of(
                                Map.of(
                                    "Name",
                                    "CARILLON_REGION_NODES",
                                    "Value",
                                    there
                                        + "="
                                        + there
                                        + ".voiceconnector.voice.example.com:5061;transport=tls"))),
                        "Secrets",
                        Match.arrayWith(
                            List.of(
                                Match.objectLike(Map.of("Name", "CARILLON_REGION_SECRET")))))))));
    for (String type : List.of("A", "AAAA")) {
      template.hasResourceProperties(
          "AWS::Route53::RecordSet",
          Map.of("Name", here + ".voiceconnector.voice.example.com.", "Type", type));
    }
  }

  @Test
  void theirSecretIsMadeOnceAndCopied() {
    assertThat(Synth.of(Synth.FULL).resources("AWS::SecretsManager::Secret"))
        .singleElement()
        .satisfies(
            secret ->
                assertThat(Synth.map(secret.get("Properties")))
                    .containsEntry("Name", "carillon-prod/regions")
                    .containsEntry("ReplicaRegions", List.of(Map.of("Region", "us-west-2")))
                    .containsKey("GenerateSecretString"));
    assertThat(Synth.of(Synth.PLAIN).resources("AWS::SecretsManager::Secret")).isEmpty();
    assertThat(String.valueOf(dev.toJSON())).doesNotContain("REGION_SECRET", "REGION_NODES");
  }

  @Test
  void withoutAnImageThereIsNoMediaStack() throws IOException {
    Path packages = Synth.packages();
    Files.delete(packages.resolve("media-image.tag"));

    CarillonStacks stacks =
        new CarillonStacks(new App(), InstallationFile.read(Synth.PLAIN, Synth.FILES, packages));

    assertThat(stacks.all())
        .extracting(Stack::getStackName)
        .containsExactly(
            "carillon-dev-keys",
            "carillon-dev-roles",
            "carillon-dev-data",
            "carillon-dev-api",
            "carillon-dev-analytics",
            "carillon-dev-observability");
  }
}
