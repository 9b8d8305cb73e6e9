package org.carillon.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ecs.AuthorizationConfig;
import software.amazon.awscdk.services.ecs.EfsVolumeConfiguration;
import software.amazon.awscdk.services.ecs.Volume;
import software.amazon.awscdk.services.efs.AccessPoint;
import software.amazon.awscdk.services.efs.AccessPointOptions;
import software.amazon.awscdk.services.efs.Acl;
import software.amazon.awscdk.services.efs.CfnFileSystem;
import software.amazon.awscdk.services.efs.FileSystem;
import software.amazon.awscdk.services.efs.LifecyclePolicy;
import software.amazon.awscdk.services.efs.PerformanceMode;
import software.amazon.awscdk.services.efs.PosixUser;
import software.amazon.awscdk.services.efs.ThroughputMode;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;
import software.constructs.IDependable;

/**
 * The file system that the nodes of a region share for recordings on their way to their buckets
 * (A3): what a node that dies leaves there, another one delivers.
 */
final class MediaSpool extends Construct {

  private static final int NFS = 2049;

  private static final List<String> CLIENT_ACTIONS =
      List.of(
          "elasticfilesystem:ClientMount",
          "elasticfilesystem:ClientWrite",
          "elasticfilesystem:ClientRootAccess");

  private final FileSystem files;
  private final AccessPoint nodes;

  MediaSpool(Construct scope, Installation installation, DataStack data, MediaNetwork network) {
    super(scope, "Spool");
    SecurityGroup group =
        SecurityGroup.Builder.create(this, "Group")
            .vpc(network.vpc())
            .description("Carillon: the nodes to the file system of recordings")
            .allowAllOutbound(false)
            .build();
    group.addIngressRule(network.nodes(), Port.tcp(NFS), "NFS from the nodes");
    this.files =
        FileSystem.Builder.create(this, "Files")
            .fileSystemName(installation.prefix() + "-recordings")
            .vpc(network.vpc())
            .vpcSubnets(SubnetSelection.builder().subnetType(SubnetType.PUBLIC).build())
            .securityGroup(group)
            .encrypted(true)
            .kmsKey(data.dataKey())
            .performanceMode(PerformanceMode.GENERAL_PURPOSE)
            .throughputMode(ThroughputMode.ELASTIC)
            // what is here for long was refused by its bucket, and waits for the operator
            .lifecyclePolicy(LifecyclePolicy.AFTER_30_DAYS)
            .fileSystemPolicy(policy())
            .removalPolicy(installation.keepsData() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
            .build();
    // a recording is here for minutes; a backup would keep it longer than its bucket does
    CfnFileSystem made = (CfnFileSystem) files.getNode().getDefaultChild();
    made.addPropertyOverride("BackupPolicy.Status", "DISABLED");
    this.nodes =
        files.addAccessPoint(
            "Nodes",
            AccessPointOptions.builder()
                .path("/recordings")
                .createAcl(
                    Acl.builder()
                        .ownerUid(NodeSpec.USER)
                        .ownerGid(NodeSpec.USER)
                        .permissions("700")
                        .build())
                .posixUser(PosixUser.builder().uid(NodeSpec.USER).gid(NodeSpec.USER).build())
                .build());
  }

  /**
   * With a policy nobody comes in without a permission of a role. Whatever permissions a role has:
   * not without TLS, not beside an access point, and not as root.
   */
  private static PolicyDocument policy() {
    return PolicyDocument.Builder.create()
        .statements(
            List.of(
                deny("OnlyOverTls", CLIENT_ACTIONS)
                    .conditions(Map.of("Bool", Map.of("aws:SecureTransport", "false")))
                    .build(),
                deny("OnlyThroughAnAccessPoint", CLIENT_ACTIONS)
                    .conditions(Map.of("Null", Map.of("elasticfilesystem:AccessPointArn", "true")))
                    .build(),
                deny("NobodyAsRoot", List.of("elasticfilesystem:ClientRootAccess")).build()))
        .build();
  }

  private static PolicyStatement.Builder deny(String sid, List<String> actions) {
    return PolicyStatement.Builder.create()
        .sid(sid)
        .effect(Effect.DENY)
        .principals(List.of(new AnyPrincipal()))
        .actions(actions)
        .resources(List.of("*"));
  }

  /** The volume of a task, mounted over TLS as the task's role. */
  Volume volume(String name) {
    return Volume.builder()
        .name(name)
        .efsVolumeConfiguration(
            EfsVolumeConfiguration.builder()
                .fileSystemId(files.getFileSystemId())
                .transitEncryption("ENABLED")
                .authorizationConfig(
                    AuthorizationConfig.builder()
                        .accessPointId(nodes.getAccessPointId())
                        .iam("ENABLED")
                        .build())
                .build())
        .build();
  }

  /** For the role that mounts it. */
  Stores.SharedSpool shared() {
    return new Stores.SharedSpool(files.getFileSystemArn(), nodes.getAccessPointArn());
  }

  /** There before a task can start. */
  IDependable mountTargets() {
    return files.getMountTargetsAvailable();
  }
}
