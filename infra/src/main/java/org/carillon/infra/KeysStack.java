package org.carillon.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.CfnReplicaKey;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.secretsmanager.ReplicaRegion;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;

/**
 * The two keys of an installation in one region: one for what lies in its stores, one for secrets
 * (access keys, carriers' passwords). They are keys of several regions, so that a second region can
 * read the table's replica and open its secrets.
 */
final class KeysStack extends Stack {
  private final Installation installation;
  private final IKey dataKey;
  private final IKey secretsKey;

  /** The first region's. */
  KeysStack(Construct scope, String id, StackProps props, Installation installation) {
    super(scope, id, props);
    this.installation = installation;
    Key data = key("DataKey", "Carillon: what lies in its stores");
    servicesOfData().forEach(data::addToResourcePolicy);
    this.dataKey = data;
    this.secretsKey = key("SecretsKey", "Carillon: access keys and carriers' passwords");
    if (installation.handsOver()) {
      regionSecret();
    }
  }

  /**
   * What the media nodes of both regions sign calls with that they hand over (V6): made by AWS,
   * seen by nobody, copied to the second region under the same name.
   */
  private void regionSecret() {
    Secret.Builder.create(this, "RegionSecret")
        .secretName(installation.regionSecret())
        .description("Carillon: media nodes of two regions know each other by it")
        .generateSecretString(
            SecretStringGenerator.builder().passwordLength(64).excludePunctuation(true).build())
        .replicaRegions(
            List.of(
                ReplicaRegion.builder().region(installation.secondRegion().orElseThrow()).build()))
        .removalPolicy(RemovalPolicy.DESTROY)
        .build();
  }

  /** A further region's: the same keys. */
  KeysStack(
      Construct scope, String id, StackProps props, Installation installation, KeysStack first) {
    super(scope, id, props);
    this.installation = installation;
    this.dataKey =
        replica("DataKey", "Carillon: what lies in its stores", first.dataKey, servicesOfData());
    this.secretsKey =
        replica(
            "SecretsKey",
            "Carillon: access keys and carriers' passwords",
            first.secretsKey,
            List.of());
    addStackDependency(first);
  }

  IKey dataKey() {
    return dataKey;
  }

  IKey secretsKey() {
    return secretsKey;
  }

  private Key key(String id, String description) {
    return Key.Builder.create(this, id)
        .description(description)
        .alias("alias/" + installation.prefix() + "-" + id)
        .enableKeyRotation(true)
        .multiRegion(true)
        .removalPolicy(installation.keepsData() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
        .build();
  }

  private IKey replica(
      String id, String description, IKey first, List<PolicyStatement> statements) {
    PolicyDocument policy = PolicyDocument.Builder.create().build();
    policy.addStatements(
        PolicyStatement.Builder.create()
            .sid("Administration")
            .principals(List.of(new software.amazon.awscdk.services.iam.AccountRootPrincipal()))
            .actions(List.of("kms:*"))
            .resources(List.of("*"))
            .build());
    statements.forEach(policy::addStatements);
    CfnReplicaKey replica =
        CfnReplicaKey.Builder.create(this, id)
            .description(description)
            .primaryKeyArn(first.getKeyArn())
            .keyPolicy(policy)
            .build();
    replica.applyRemovalPolicy(
        installation.keepsData() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
    return Key.fromKeyArn(this, id + "Replica", replica.getAttrArn());
  }

  /** The services that use the key of data in their own name, each for this account only. */
  private List<PolicyStatement> servicesOfData() {
    return List.of(
        PolicyStatement.Builder.create()
            .sid("LogGroups")
            .principals(List.of(new ServicePrincipal("logs." + getRegion() + ".amazonaws.com")))
            .actions(
                List.of(
                    "kms:Encrypt",
                    "kms:Decrypt",
                    "kms:ReEncryptFrom",
                    "kms:ReEncryptTo",
                    "kms:GenerateDataKey",
                    "kms:DescribeKey"))
            .resources(List.of("*"))
            .conditions(
                Map.of(
                    "ArnLike",
                    Map.of(
                        "kms:EncryptionContext:aws:logs:arn",
                        "arn:aws:logs:" + getRegion() + ":" + getAccount() + ":log-group:*")))
            .build(),
        PolicyStatement.Builder.create()
            .sid("EventsSchedulesAlarms")
            .principals(
                List.of(
                    new ServicePrincipal("events.amazonaws.com"),
                    new ServicePrincipal("scheduler.amazonaws.com"),
                    new ServicePrincipal("cloudwatch.amazonaws.com"),
                    new ServicePrincipal("sns.amazonaws.com")))
            .actions(List.of("kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"))
            .resources(List.of("*"))
            .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", getAccount())))
            .build(),
        PolicyStatement.Builder.create()
            .sid("ThroughStores")
            .principals(List.of(new AnyPrincipal()))
            .actions(
                List.of(
                    "kms:Encrypt",
                    "kms:Decrypt",
                    "kms:ReEncryptFrom",
                    "kms:ReEncryptTo",
                    "kms:GenerateDataKey",
                    "kms:CreateGrant",
                    "kms:DescribeKey"))
            .resources(List.of("*"))
            .conditions(
                Map.of(
                    "StringEquals",
                    new TreeMap<>(
                        Map.of(
                            "kms:CallerAccount",
                            getAccount(),
                            "kms:ViaService",
                            "dynamodb." + getRegion() + ".amazonaws.com"))))
            .build());
  }
}
