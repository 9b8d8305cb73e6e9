package org.carillon.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/** The file system that the nodes of a region share for recordings on their way (A3, O7). */
class MediaSpoolTest {

  private final Template dev = Synth.of(Synth.PLAIN).template("carillon-dev-media");

  @ParameterizedTest
  @ValueSource(strings = {"carillon-prod-media", "carillon-prod-us-west-2-media"})
  void eachRegionHasOneSealedWithItsKeyAndWithoutBackups(String stack) {
    Template template = Synth.of(Synth.FULL).template(stack);

    template.resourceCountIs("AWS::EFS::FileSystem", 1);
    template.hasResourceProperties(
        "AWS::EFS::FileSystem",
        Map.of(
            "Encrypted",
            true,
            "KmsKeyId",
            Match.anyValue(),
            "ThroughputMode",
            "elastic",
            "BackupPolicy",
            Map.of("Status", "DISABLED")));
  }

  @Test
  void itIsReachedInEverySubnetByTheNodesAlone() {
    Set<String> subnets = new TreeSet<>();
    Set<String> groups = new TreeSet<>();
    for (Map<String, Object> target : dev.findResources("AWS::EFS::MountTarget").values()) {
      Map<String, Object> properties = Synth.map(target.get("Properties"));
      subnets.add(String.valueOf(properties.get("SubnetId")));
      groups.add(String.valueOf(properties.get("SecurityGroups")));
    }
    assertThat(subnets).hasSameSizeAs(dev.findResources("AWS::EC2::Subnet").keySet());
    assertThat(groups).singleElement().asString().contains("SpoolGroup");
    List<Map<String, Object>> rules =
        dev.findResources("AWS::EC2::SecurityGroupIngress").values().stream()
            .map(it -> Synth.map(it.get("Properties")))
            .filter(it -> String.valueOf(it.get("GroupId")).contains("SpoolGroup"))
            .toList();
    assertThat(rules)
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule).containsEntry("FromPort", 2049).containsEntry("ToPort", 2049);
              assertThat(String.valueOf(rule.get("SourceSecurityGroupId"))).contains("Nodes");
            });
    dev.findResources("AWS::EC2::SecurityGroup")
        .forEach(
            (id, group) -> {
              if (id.contains("SpoolGroup")) {
                assertThat(Synth.map(group.get("Properties")))
                    .doesNotContainKey("SecurityGroupIngress");
              }
            });
  }

  @Test
  void aTaskMountsItOverTlsAsItsRoleWhereTheNodeLooksForIt() {
    Map<String, Object> volume =
        Map.of(
            "Name",
            "recordings",
            "EFSVolumeConfiguration",
            Match.objectLike(
                Map.of(
                    "TransitEncryption",
                    "ENABLED",
                    "AuthorizationConfig",
                    Map.of("IAM", "ENABLED", "AccessPointId", Match.anyValue()))));
    Map<String, Object> container =
        Map.of(
            "MountPoints",
            Match.arrayWith(
                List.of(
                    Map.of(
                        "SourceVolume",
                        "recordings",
                        "ContainerPath",
                        NodeSpec.RECORDINGS_FOLDER,
                        "ReadOnly",
                        false))),
            "Environment",
            Match.arrayWith(
                List.of(
                    Map.of(
                        "Name",
                        "CARILLON_RECORDINGS_SPOOL",
                        "Value",
                        NodeSpec.RECORDINGS_FOLDER))));
    dev.hasResourceProperties(
        "AWS::ECS::TaskDefinition",
        Map.of(
            "Volumes",
            Match.arrayWith(List.of(volume)),
            "ContainerDefinitions",
            List.of(Match.objectLike(container))));
    assertThat(String.valueOf(dev.findResources("AWS::ECS::Service")))
        .as("no task before it can be mounted")
        .contains("SpoolFilesEfsMountTarget");
  }

  @Test
  void theAccessPointMakesWhoeverComesTheUserOfTheImage() {
    dev.hasResourceProperties(
        "AWS::EFS::AccessPoint",
        Map.of(
            "PosixUser",
            Map.of("Uid", "10001", "Gid", "10001"),
            "RootDirectory",
            Map.of(
                "Path",
                "/recordings",
                "CreationInfo",
                Map.of("OwnerUid", "10001", "OwnerGid", "10001", "Permissions", "700"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {Synth.PLAIN, Synth.FULL})
  void onlyTheNodesRoleMountsItAndOnlyThroughTheAccessPoint(String yaml) {
    List<Statements.Statement> mounting =
        Statements.of(Synth.of(yaml)).stream()
            .filter(it -> it.actions().stream().anyMatch(a -> a.startsWith("elasticfilesystem:")))
            .toList();

    assertThat(mounting).hasSize(yaml.equals(Synth.FULL) ? 2 : 1); // one a region
    assertThat(mounting)
        .allSatisfy(
            it -> {
              assertThat(it.actions())
                  .containsExactlyInAnyOrder(
                      "elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite");
              assertThat(it.resources()).singleElement().asString().contains("SpoolFiles");
            });
  }

  @Test
  void itsPermissionHoldsThroughTheAccessPointOnly() {
    List<Map<String, Object>> statements = new ArrayList<>();
    for (Map<String, Object> role : dev.findResources("AWS::IAM::Role").values()) {
      Object policies = Synth.map(role.get("Properties")).getOrDefault("Policies", List.of());
      for (Object policy : Synth.list(policies)) {
        Map<String, Object> document = Synth.map(Synth.map(policy).get("PolicyDocument"));
        Synth.list(document.get("Statement")).forEach(it -> statements.add(Synth.map(it)));
      }
    }

    assertThat(statements)
        .filteredOn(it -> "MountSpool".equals(it.get("Sid")))
        .singleElement()
        .satisfies(
            it ->
                assertThat(String.valueOf(it.get("Condition")))
                    .startsWith("{StringEquals={elasticfilesystem:AccessPointArn=")
                    .contains("SpoolFilesNodes"));
  }

  @Test
  void itsPolicyDeniesPlainConnectionsOtherWaysInAndRoot() {
    Map<String, Object> policy =
        Synth.map(
            Synth.map(
                    dev.findResources("AWS::EFS::FileSystem")
                        .values()
                        .iterator()
                        .next()
                        .get("Properties"))
                .get("FileSystemPolicy"));
    List<Map<String, Object>> statements =
        Synth.list(policy.get("Statement")).stream().map(Synth::map).toList();

    assertThat(statements).allSatisfy(it -> assertThat(it).containsEntry("Effect", "Deny"));
    assertThat(statements)
        .extracting(it -> it.get("Sid"))
        .containsExactly("OnlyOverTls", "OnlyThroughAnAccessPoint", "NobodyAsRoot");
    assertThat(statements.getFirst())
        .containsEntry("Condition", Map.of("Bool", Map.of("aws:SecureTransport", "false")));
    assertThat(statements.get(1))
        .containsEntry(
            "Condition", Map.of("Null", Map.of("elasticfilesystem:AccessPointArn", "true")));
    assertThat(statements.get(2))
        .containsEntry("Action", "elasticfilesystem:ClientRootAccess")
        .doesNotContainKey("Condition");
  }
}
