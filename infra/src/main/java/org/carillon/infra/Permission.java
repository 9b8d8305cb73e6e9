package org.carillon.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;

/**
 * What the AWS adapters ask of AWS, by what is asked: the IAM actions and the resources. Roles are
 * made of these and of nothing else, so a test can hold them against the adapters' code.
 */
enum Permission {
  READ_ITEMS("dynamodb:GetItem"),
  QUERY_ITEMS("dynamodb:Query"),
  READ_ITEM_BATCHES("dynamodb:BatchGetItem"),
  /** A transaction's writes; its permission is that of each of them. */
  WRITE_ITEMS("dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem"),
  READ_OBJECTS("s3:GetObject"),
  /** Without it S3 answers 403 and not 404 for an object that is not there. */
  LOOK_FOR_OBJECTS("s3:ListBucket"),
  WRITE_OBJECTS("s3:PutObject"),
  /** Parts of a long object that does not come to its end. */
  ABANDON_OBJECTS("s3:AbortMultipartUpload"),
  /** Asked by ECS, with the task's role, when it mounts the file system of recordings. */
  MOUNT_SPOOL("elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"),
  SEND_FACTS("sqs:SendMessage"),
  SEAL_SECRETS("kms:Encrypt"),
  OPEN_SECRETS("kms:Decrypt"),
  DESCRIBE_CUSTOMER_KEYS("kms:DescribeKey"),
  GRANT_CUSTOMER_KEYS("kms:CreateGrant"),
  RETIRE_GRANTS("kms:RetireGrant"),
  INVOKE_FUNCTIONS("lambda:InvokeFunction"),
  PUBLISH_EVENTS("events:PutEvents"),
  WRITE_METRICS("cloudwatch:PutMetricData"),
  READ_METRICS("cloudwatch:GetMetricStatistics"),
  /** A group is made with its key and the time that it keeps records. */
  WRITE_CALL_LOGS(
      "logs:PutLogEvents",
      "logs:CreateLogGroup",
      "logs:AssociateKmsKey",
      "logs:PutRetentionPolicy",
      "logs:CreateLogStream"),
  FIND_ADDRESSES("geo-places:Geocode"),
  SPEAK("polly:SynthesizeSpeech"),
  ASK_BOTS("lex:RecognizeText"),
  /** A task's public address; EC2 has no resources for the question. */
  FIND_PUBLIC_ADDRESS("ec2:DescribeNetworkInterfaces"),
  /** A task tells ECS that it has calls; see the media stack. */
  PROTECT_TASK("ecs:UpdateTaskProtection", "ecs:GetTaskProtection"),
  /** Which deployment a task is of, and where those of another one are. */
  DESCRIBE_TASKS("ecs:DescribeTasks"),
  /** ECS has no resources for it; a condition names the cluster. */
  LIST_TASKS("ecs:ListTasks"),
  /** Which deployment of the media service is the newest. */
  DESCRIBE_SERVICE("ecs:DescribeServices"),
  /** The certificate of SIP over TLS and its key, which nodes hold themselves. */
  EXPORT_CERTIFICATE("acm:ExportCertificate"),
  /** Whether its nodes get calls; Elastic Load Balancing has no resources for the question. */
  DESCRIBE_TARGET_HEALTH("elasticloadbalancing:DescribeTargetHealth");

  /** What stores encrypted with a key of ours do with it on behalf of who uses them. */
  private static final List<String> STORE_KEY_ACTIONS =
      List.of("kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey");

  private static final List<String> TABLE_KEY_ACTIONS =
      List.of("kms:Encrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo");

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> actions;

  Permission(String... actions) {
    this.actions = List.of(actions);
  }

  /** The IAM actions. */
  List<String> actions() {
    return actions;
  }

  /** The statements of a role that has these permissions and no more. */
  static List<PolicyStatement> statements(Iterable<Permission> permissions, Stores stores) {
    List<PolicyStatement> all = new ArrayList<>();
    boolean stored = false;
    boolean table = false;
    boolean objects = false;
    for (Permission permission : permissions) {
      all.addAll(permission.statements(stores));
      String service = permission.actions.getFirst().split(":")[0];
      stored |= List.of("dynamodb", "s3", "sqs").contains(service);
      table |= service.equals("dynamodb");
      objects |= service.equals("s3");
    }
    if (stored) {
      List<String> actions = new ArrayList<>(STORE_KEY_ACTIONS);
      if (table) {
        actions.addAll(TABLE_KEY_ACTIONS);
      }
      all.add(
          allow("StoresKey", actions, List.of(stores.dataKeyArn()))
              .conditions(
                  Map.of(
                      "StringEquals",
                      Map.of(
                          "kms:ViaService",
                          List.of(
                              "dynamodb." + stores.region() + ".amazonaws.com",
                              "s3." + stores.region() + ".amazonaws.com",
                              "sqs." + stores.region() + ".amazonaws.com"))))
              .build());
    }
    if (objects) {
      stores.firstRegion().ifPresent(first -> all.add(keyOfBuckets(first)));
    }
    return all;
  }

  /** Records are one bucket's, and whoever makes one of a call writes it there. */
  private static PolicyStatement keyOfBuckets(Stores.FirstRegion first) {
    return allow("FirstRegionsBucketsKey", STORE_KEY_ACTIONS, List.of(first.dataKeyArn()))
        .conditions(
            Map.of(
                "StringEquals", Map.of("kms:ViaService", "s3." + first.name() + ".amazonaws.com")))
        .build();
  }

  private List<PolicyStatement> statements(Stores stores) {
    String sid = sid();
    return switch (this) {
      case QUERY_ITEMS ->
          List.of(
              allow(
                      sid,
                      actions,
                      List.of(
                          stores.tableArn(),
                          stores.tableArn() + "/index/index1",
                          stores.tableArn() + "/index/index2"))
                  .build());
      case READ_ITEMS, READ_ITEM_BATCHES, WRITE_ITEMS ->
          List.of(allow(sid, actions, List.of(stores.tableArn())).build());
      case READ_OBJECTS, WRITE_OBJECTS, ABANDON_OBJECTS ->
          List.of(
              allow(sid, actions, stores.bucketArns().stream().map(arn -> arn + "/*").toList())
                  .build());
      case LOOK_FOR_OBJECTS -> List.of(allow(sid, actions, stores.bucketArns()).build());
      case MOUNT_SPOOL -> mount(stores.spool().orElseThrow());
      case SEND_FACTS -> List.of(allow(sid, actions, List.of(stores.queueArn())).build());
      case SEAL_SECRETS, OPEN_SECRETS ->
          List.of(allow(sid, actions, List.of(stores.secretsKeyArn())).build());
      case GRANT_CUSTOMER_KEYS -> customerKeys(stores);
      case DESCRIBE_CUSTOMER_KEYS, RETIRE_GRANTS ->
          List.of(allow(sid, actions, List.of(stores.anyKeyArn())).build());
      case INVOKE_FUNCTIONS -> List.of(allow(sid, actions, stores.functionArns()).build());
      case PUBLISH_EVENTS -> List.of(allow(sid, actions, List.of(stores.busArn())).build());
      case WRITE_METRICS ->
          List.of(
              allow(sid, actions, List.of("*"))
                  .conditions(
                      Map.of(
                          "StringEquals", Map.of("cloudwatch:namespace", stores.metricNamespace())))
                  .build());
      case READ_METRICS, FIND_PUBLIC_ADDRESS, SPEAK, DESCRIBE_TARGET_HEALTH ->
          List.of(allow(sid, actions, List.of("*")).build());
      case WRITE_CALL_LOGS -> List.of(allow(sid, actions, stores.callLogArns()).build());
      case FIND_ADDRESSES ->
          List.of(
              allow(
                      sid,
                      actions,
                      List.of("arn:aws:geo-places:" + stores.region() + "::provider/default"))
                  .build());
      case ASK_BOTS -> List.of(allow(sid, actions, List.of(stores.anyBotArn())).build());
      case PROTECT_TASK, DESCRIBE_TASKS ->
          List.of(allow(sid, actions, List.of(stores.anyTaskArn())).build());
      case EXPORT_CERTIFICATE ->
          List.of(allow(sid, actions, List.of(stores.certificateArn().orElseThrow())).build());
      case DESCRIBE_SERVICE ->
          List.of(allow(sid, actions, List.of(stores.mediaServiceArn())).build());
      case LIST_TASKS ->
          List.of(
              allow(sid, actions, List.of("*"))
                  .conditions(Map.of("ArnEquals", Map.of("ecs:cluster", stores.mediaClusterArn())))
                  .build());
    };
  }

  /** Only through the access point, which makes whoever comes the nodes' user. */
  private List<PolicyStatement> mount(Stores.SharedSpool spool) {
    return List.of(
        allow(sid(), actions, List.of(spool.fileSystemArn()))
            .conditions(
                Map.of(
                    "StringEquals",
                    Map.of("elasticfilesystem:AccessPointArn", spool.accessPointArn())))
            .build());
  }

  /** Keys of voice profile domains (P2): granted for one encryption context, for these only. */
  private List<PolicyStatement> customerKeys(Stores stores) {
    return List.of(
        allow(sid(), actions, List.of(stores.anyKeyArn()))
            .conditions(
                new TreeMap<>(
                    Map.of(
                        "StringEquals",
                        Map.of("kms:GrantConstraintType", "EncryptionContextSubset"),
                        "ForAllValues:StringEquals",
                        Map.of(
                            "kms:GrantOperations",
                            List.of("GenerateDataKey", "Decrypt", "DescribeKey", "RetireGrant")))))
            .build());
  }

  private static PolicyStatement.Builder allow(
      String sid, List<String> actions, List<String> resources) {
    return PolicyStatement.Builder.create()
        .sid(sid)
        .effect(Effect.ALLOW)
        .actions(actions)
        .resources(resources);
  }

  /** {@code READ_ITEMS} as {@code ReadItems}. */
  private String sid() {
    StringBuilder sid = new StringBuilder();
    for (String word : name().split("_")) {
      sid.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return sid.toString();
  }
}
