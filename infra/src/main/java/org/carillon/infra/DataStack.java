package org.carillon.infra;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.Billing;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexPropsV2;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.ReplicaTableProps;
import software.amazon.awscdk.services.dynamodb.TableEncryptionV2;
import software.amazon.awscdk.services.dynamodb.TableV2;
import software.amazon.awscdk.services.ecr.Repository;
import software.amazon.awscdk.services.ecr.RepositoryEncryption;
import software.amazon.awscdk.services.ecr.TagMutability;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.events.EventBus;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.logs.CfnResourcePolicy;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.DeduplicationScope;
import software.amazon.awscdk.services.sqs.FifoThroughputLimit;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/**
 * What outlives every process: the table of items, the queue of call facts, the buckets and the
 * event bus (D1, O6).
 */
final class DataStack extends Stack {

  /** How long the writer of records may hold a batch of facts. */
  static final Duration FACTS_VISIBILITY = Duration.minutes(6);

  /** How often a fact is tried before it is put aside. */
  static final int FACTS_TRIES = 20;

  private final Installation installation;
  private final IKey dataKey;
  private final Queue facts;
  private final Queue factsAside;
  private final Queue failures;
  private final Bucket accessLogs;
  private final EventBus bus;
  private final Bucket lake;
  private final Repository images;
  private final Stores stores;

  /**
   * The stores of a region.
   *
   * @param firstRegion in a second region, the stores of the first
   */
  DataStack(
      Construct scope,
      String id,
      StackProps props,
      Installation installation,
      KeysStack keys,
      Optional<Stores> firstRegion) {
    super(scope, id, props);
    this.installation = installation;
    this.dataKey = keys.dataKey();
    String tableName = installation.prefix();
    if (firstRegion.isEmpty()) {
      table(tableName);
    }
    this.factsAside = queue("CallFactsAside", true).build();
    this.facts =
        queue("CallFacts", true)
            .visibilityTimeout(FACTS_VISIBILITY)
            .deadLetterQueue(
                DeadLetterQueue.builder().queue(factsAside).maxReceiveCount(FACTS_TRIES).build())
            .build();
    this.failures = queue("Failures", false).build();
    this.accessLogs = accessLogs();
    int records = installation.retention().records();
    Bucket audit = bucket("Audit", records);
    List<Bucket> buckets =
        new ArrayList<>(
            List.of(
                bucket("Records", records),
                audit,
                bucket("Recordings", installation.retention().recordings()),
                bucket("Prompts", 0)));
    Optional<Bucket> documents = // of number requests (N4, N5), which both regions answer
        firstRegion.isEmpty() ? Optional.of(bucket("Documents", 0)) : Optional.empty();
    documents.ifPresent(buckets::add);
    this.lake = bucket("Lake", installation.retention().records());
    this.images =
        Repository.Builder.create(this, "Images")
            .repositoryName(installation.prefix() + "-node")
            .imageScanOnPush(true)
            .imageTagMutability(TagMutability.IMMUTABLE)
            .encryption(RepositoryEncryption.KMS)
            .encryptionKey(dataKey)
            .lifecycleRules(
                List.of(
                    software.amazon.awscdk.services.ecr.LifecycleRule.builder()
                        .description("the newest twenty")
                        .maxImageCount(20)
                        .build()))
            .emptyOnDelete(!installation.keepsData())
            .removalPolicy(removal())
            .build();
    this.bus =
        EventBus.Builder.create(this, "Events")
            .eventBusName(installation.prefix())
            .description("Carillon's events: source carillon.chime (O6)")
            .kmsKey(dataKey)
            .deadLetterQueue(failures)
            .build();
    logEvents();
    Set<String> bucketArns = new LinkedHashSet<>();
    buckets.forEach(it -> bucketArns.add(it.getBucketArn()));
    installation.access().buckets().forEach(it -> bucketArns.add("arn:aws:s3:::" + it));
    firstRegion.ifPresent(it -> bucketArns.addAll(it.bucketArns()));
    this.stores =
        new Stores(
            getRegion(),
            getAccount(),
            tableName,
            "arn:aws:dynamodb:" + getRegion() + ":" + getAccount() + ":table/" + tableName,
            facts.getQueueUrl(),
            facts.getQueueArn(),
            List.copyOf(bucketArns),
            audit.getBucketName(),
            documents
                .map(Bucket::getBucketName)
                .orElseGet(() -> firstRegion.orElseThrow().documentsBucket()),
            firstRegion.map(it -> new Stores.FirstRegion(it.region(), it.dataKeyArn())),
            dataKey.getKeyArn(),
            keys.secretsKey().getKeyArn(),
            bus.getEventBusName(),
            bus.getEventBusArn(),
            installation.access().functions().stream()
                .map(it -> "arn:aws:lambda:" + getRegion() + ":" + getAccount() + ":function:" + it)
                .toList(),
            "Carillon/VoiceConnector",
            Optional.empty(),
            Optional.empty());
    output("RecordsBucket", buckets.getFirst().getBucketName());
    output("RecordingsBucket", buckets.get(2).getBucketName());
    output("PromptsBucket", buckets.get(3).getBucketName());
    output("AuditBucket", audit.getBucketName());
    documents.ifPresent(it -> output("DocumentsBucket", it.getBucketName()));
    output("ImageRepository", images.getRepositoryUri());
    output("EventBus", bus.getEventBusName());
    output("CARILLONTABLE", tableName);
    output("CARILLONQUEUEURL", facts.getQueueUrl());
    output("CARILLONVOICEDOMAIN", installation.voiceDomain());
    output("CARILLONKMSKEY", keys.secretsKey().getKeyArn());
  }

  /** Where everything is. */
  Stores stores() {
    return stores;
  }

  /** The data lake of insights. */
  Bucket lake() {
    return lake;
  }

  /** The images of the media node. */
  Repository images() {
    return images;
  }

  /** The key of what lies in stores. */
  IKey dataKey() {
    return dataKey;
  }

  /** The queue of call facts. */
  Queue facts() {
    return facts;
  }

  /** Call facts that failed too often. */
  Queue factsAside() {
    return factsAside;
  }

  /** Invocations and events that failed too often. */
  Queue failures() {
    return failures;
  }

  /** Where buckets and load balancers log who asked. */
  Bucket accessLogs() {
    if (accessLogs != null) {
      return accessLogs;
    }
    return Bucket.Builder.create(this, "AccessLogs")
        .encryption(BucketEncryption.S3_MANAGED) // log delivery takes no key of ours
        .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
        .enforceSsl(true)
        .objectOwnership(ObjectOwnership.BUCKET_OWNER_PREFERRED)
        .lifecycleRules(
            List.of(LifecycleRule.builder().id("AgeOut").expiration(Duration.days(90)).build()))
        .removalPolicy(removal())
        .build();
  }

  private void table(String name) {
    TableV2.Builder table =
        TableV2.Builder.create(this, "Items")
            .tableName(name)
            .partitionKey(text("pk"))
            .sortKey(text("sk"))
            .globalSecondaryIndexes(List.of(index("index1", "g1"), index("index2", "g2")))
            .billing(Billing.onDemand())
            .pointInTimeRecoverySpecification(
                PointInTimeRecoverySpecification.builder().pointInTimeRecoveryEnabled(true).build())
            .deletionProtection(installation.keepsData())
            .removalPolicy(removal());
    installation
        .secondRegion()
        .ifPresentOrElse(
            region ->
                table
                    .encryption(
                        TableEncryptionV2.customerManagedKey(
                            dataKey, Map.of(region, replicaOf(dataKey, region))))
                    .replicas(List.of(ReplicaTableProps.builder().region(region).build())),
            () -> table.encryption(TableEncryptionV2.customerManagedKey(dataKey)));
    table.build();
  }

  /** A key of several regions has the same id in each. */
  private String replicaOf(IKey key, String region) {
    return Fn.join(
        "", List.of("arn:aws:kms:" + region + ":" + getAccount() + ":key/", key.getKeyId()));
  }

  private static Attribute text(String name) {
    return Attribute.builder().name(name).type(AttributeType.STRING).build();
  }

  private static GlobalSecondaryIndexPropsV2 index(String name, String prefix) {
    return GlobalSecondaryIndexPropsV2.builder()
        .indexName(name)
        .partitionKey(text(prefix + "pk"))
        .sortKey(text(prefix + "sk"))
        .build();
  }

  private Queue.Builder queue(String id, boolean fifo) {
    Queue.Builder queue =
        Queue.Builder.create(this, id)
            .encryption(QueueEncryption.KMS)
            .encryptionMasterKey(dataKey)
            .enforceSsl(true)
            .retentionPeriod(Duration.days(14))
            .removalPolicy(removal());
    return fifo
        ? queue
            .fifo(true)
            .deduplicationScope(DeduplicationScope.MESSAGE_GROUP)
            .fifoThroughputLimit(FifoThroughputLimit.PER_MESSAGE_GROUP_ID)
        : queue;
  }

  private Bucket bucket(String id, int days) {
    List<LifecycleRule> rules = new ArrayList<>();
    rules.add(
        LifecycleRule.builder()
            .id("Unfinished")
            .abortIncompleteMultipartUploadAfter(Duration.days(7))
            .noncurrentVersionExpiration(Duration.days(90))
            .build());
    if (days > 0) {
      rules.add(LifecycleRule.builder().id("AgeOut").expiration(Duration.days(days)).build());
    }
    return guarded(
        Bucket.Builder.create(this, id)
            .encryption(BucketEncryption.KMS)
            .encryptionKey(dataKey)
            .bucketKeyEnabled(true)
            .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
            .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
            .enforceSsl(true)
            .minimumTlsVersion(1.2)
            .versioned(true)
            .serverAccessLogsBucket(accessLogs)
            .serverAccessLogsPrefix("s3/" + id + "/")
            .lifecycleRules(rules)
            .removalPolicy(removal())
            .build());
  }

  /**
   * Against the confused deputy (O1): a service of AWS that writes here does so for this account,
   * and nobody of another account writes at all.
   */
  private Bucket guarded(Bucket bucket) {
    bucket.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .sid("ServicesForThisAccountOnly")
            .effect(Effect.DENY)
            .principals(List.of(new AnyPrincipal()))
            .actions(List.of("s3:PutObject"))
            .resources(List.of(bucket.arnForObjects("*")))
            .conditions(
                new TreeMap<>(
                    Map.of(
                        "StringNotEquals", Map.of("aws:SourceAccount", getAccount()),
                        "Bool", Map.of("aws:PrincipalIsAWSService", "true"))))
            .build());
    bucket.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .sid("ThisAccountOnly")
            .effect(Effect.DENY)
            .principals(List.of(new AnyPrincipal()))
            .actions(List.of("s3:PutObject"))
            .resources(List.of(bucket.arnForObjects("*")))
            .conditions(
                new TreeMap<>(
                    Map.of(
                        "StringNotEquals", Map.of("aws:PrincipalAccount", getAccount()),
                        "Bool", Map.of("aws:PrincipalIsAWSService", "false"))))
            .build());
    return bucket;
  }

  /** Every event of ours is kept as a line of a log group, for who has no rule of their own yet. */
  private void logEvents() {
    LogGroup group =
        LogGroup.Builder.create(this, "EventLog")
            .logGroupName("/aws/events/" + installation.prefix()) // EventBridge wants this start
            .retention(Retentions.of(installation.retention().logs()))
            .encryptionKey(dataKey)
            .removalPolicy(removal())
            .build();
    String arn =
        "arn:aws:logs:"
            + getRegion()
            + ":"
            + getAccount()
            + ":log-group:/aws/events/"
            + installation.prefix();
    CfnResourcePolicy policy =
        CfnResourcePolicy.Builder.create(this, "EventLogPolicy")
            .policyName(installation.prefix() + "-events")
            .policyDocument(
                toJsonString(
                    new TreeMap<>(
                        Map.of(
                            "Version",
                            "2012-10-17",
                            "Statement",
                            List.of(
                                new TreeMap<>(
                                    Map.of(
                                        "Effect",
                                        "Allow",
                                        "Principal",
                                        Map.of(
                                            "Service",
                                            List.of(
                                                "events.amazonaws.com",
                                                "delivery.logs.amazonaws.com")),
                                        "Action",
                                        List.of("logs:CreateLogStream", "logs:PutLogEvents"),
                                        "Resource",
                                        arn + ":*",
                                        "Condition",
                                        Map.of(
                                            "StringEquals",
                                            Map.of("aws:SourceAccount", getAccount())))))))))
            .build();
    CfnRule rule =
        CfnRule.Builder.create(this, "LogEvents")
            .description("Every event of Carillon to its log group (O6)")
            .eventBusName(bus.getEventBusName())
            .eventPattern(Map.of("source", List.of("carillon.chime")))
            .state("ENABLED")
            .targets(List.of(CfnRule.TargetProperty.builder().id("Log").arn(arn).build()))
            .build();
    rule.addResourceDependency(policy);
    rule.getNode().addDependency(group);
  }

  private RemovalPolicy removal() {
    return installation.keepsData() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
  }

  private void output(String id, String value) {
    CfnOutput.Builder.create(this, id).value(value).build();
  }
}
