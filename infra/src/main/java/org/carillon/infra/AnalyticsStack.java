package org.carillon.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.athena.CfnWorkGroup;
import software.amazon.awscdk.services.glue.CfnDatabase;
import software.amazon.awscdk.services.glue.CfnTable;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kinesis.Stream;
import software.amazon.awscdk.services.kinesis.StreamEncryption;
import software.amazon.awscdk.services.kinesis.StreamMode;
import software.amazon.awscdk.services.kinesisfirehose.CfnDeliveryStream;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.LogStream;
import software.amazon.awscdk.services.s3.Bucket;
import software.constructs.Construct;

/**
 * The insights of calls (A7): a Kinesis data stream to name as a sink, and the data lake behind it:
 * Firehose, S3 in Parquet, Glue tables, an Athena workgroup.
 */
final class AnalyticsStack extends Stack {

  /** The table that Firehose writes by. */
  static final String SCHEMA = "amazon_chime_sdk_call_analytics_firehose_schema";

  /** The table of what Amazon Transcribe leaves of a call that is over. */
  static final String POST_CALL = "transcribe_call_analytics_post_call";

  /** Where a configuration's {@code PostCallAnalyticsSettings.OutputLocation} points to. */
  static final String POST_CALL_FOLDER = "transcribe_call_analytics_post_call/";

  private static final String ROOT = "amazon_chime_sdk_data_lake/serviceType=CallAnalytics/";

  private final Installation installation;
  private final DataStack data;
  private final String database;

  AnalyticsStack(
      Construct scope, String id, StackProps props, Installation installation, DataStack data) {
    super(scope, id, props);
    this.installation = installation;
    this.data = data;
    this.database = installation.prefix().replace('-', '_');
    Stream insights =
        Stream.Builder.create(this, "Insights")
            .streamName(installation.prefix() + "-insights")
            .streamMode(StreamMode.ON_DEMAND)
            .encryption(StreamEncryption.KMS)
            .encryptionKey(data.dataKey())
            .retentionPeriod(Duration.days(1))
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    Bucket lake = data.lake();
    CfnDatabase glue =
        CfnDatabase.Builder.create(this, "Database")
            .catalogId(getAccount())
            .databaseInput(
                CfnDatabase.DatabaseInputProperty.builder()
                    .name(database)
                    .description("Carillon: insights of calls")
                    .build())
            .build();
    CfnTable schema = table(SCHEMA, AnalyticsTables.streamColumns(), "all", lake, glue);
    AnalyticsTables.all()
        .forEach((name, it) -> table(name, it.columns(), it.detailType(), lake, glue));
    postCallTable(lake, glue);
    delivery(insights, lake, schema);
    workgroup(lake);
    CfnOutput.Builder.create(this, "InsightsStream")
        .description("The sink for KinesisDataStreamSinkConfiguration.InsightsTarget")
        .value(insights.getStreamArn())
        .build();
  }

  /** A table over Parquet files that Firehose writes by kind and day. */
  private CfnTable table(
      String name, List<String> columns, String detailType, Bucket lake, CfnDatabase glue) {
    CfnTable.StorageDescriptorProperty storage =
        CfnTable.StorageDescriptorProperty.builder()
            .columns(columns(columns))
            .location(
                "s3://" + lake.getBucketName() + "/" + ROOT + "detailType=" + detailType + "/")
            .inputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat")
            .outputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat")
            .serdeInfo(
                CfnTable.SerdeInfoProperty.builder()
                    .serializationLibrary(
                        "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe")
                    .build())
            .build();
    return table(
        name,
        CfnTable.TableInputProperty.builder()
            .parameters(
                new TreeMap<>(
                    Map.of(
                        "classification", "parquet",
                        "projection.enabled", "true",
                        "projection.year.type", "integer",
                        "projection.year.range", "2024,2124",
                        "projection.month.type", "integer",
                        "projection.month.range", "1,12",
                        "projection.month.digits", "2",
                        "projection.day.type", "integer",
                        "projection.day.range", "1,31",
                        "projection.day.digits", "2")))
            .partitionKeys(columns(List.of("year:string", "month:string", "day:string")))
            .storageDescriptor(storage),
        glue);
  }

  /** The table over the JSON files of Amazon Transcribe; nothing of it is written by Firehose. */
  private void postCallTable(Bucket lake, CfnDatabase glue) {
    CfnTable.StorageDescriptorProperty storage =
        CfnTable.StorageDescriptorProperty.builder()
            .columns(columns(AnalyticsTables.postCallColumns()))
            .location("s3://" + lake.getBucketName() + "/" + POST_CALL_FOLDER)
            .inputFormat("org.apache.hadoop.mapred.TextInputFormat")
            .outputFormat("org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat")
            .serdeInfo(
                CfnTable.SerdeInfoProperty.builder()
                    .serializationLibrary("org.openx.data.jsonserde.JsonSerDe")
                    // recordings may lie beside the files
                    .parameters(new TreeMap<>(Map.of("ignore.malformed.json", "true")))
                    .build())
            .build();
    table(
        POST_CALL,
        CfnTable.TableInputProperty.builder()
            .parameters(new TreeMap<>(Map.of("classification", "json")))
            .storageDescriptor(storage),
        glue);
  }

  private CfnTable table(String name, CfnTable.TableInputProperty.Builder input, CfnDatabase glue) {
    CfnTable table =
        CfnTable.Builder.create(this, "Table-" + name)
            .catalogId(getAccount())
            .databaseName(database)
            .tableInput(input.name(name).tableType("EXTERNAL_TABLE").build())
            .build();
    table.addResourceDependency(glue);
    return table;
  }

  /** {@code name:type} each. */
  private static List<CfnTable.ColumnProperty> columns(List<String> columns) {
    List<CfnTable.ColumnProperty> all = new ArrayList<>();
    for (String column : columns) {
      int colon = column.indexOf(':');
      all.add(
          CfnTable.ColumnProperty.builder()
              .name(column.substring(0, colon))
              .type(column.substring(colon + 1))
              .build());
    }
    return all;
  }

  private void delivery(Stream insights, Bucket lake, CfnTable schema) {
    LogGroup log =
        LogGroup.Builder.create(this, "Log-delivery")
            .logGroupName("/aws/kinesisfirehose/" + installation.prefix())
            .retention(Retentions.of(installation.retention().logs()))
            .encryptionKey(data.dataKey())
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    LogStream stream =
        LogStream.Builder.create(this, "LogStream-delivery")
            .logGroup(log)
            .logStreamName("delivery")
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    Role role = deliveryRole(insights, lake, log);
    CfnDeliveryStream delivery =
        CfnDeliveryStream.Builder.create(this, "Delivery")
            .deliveryStreamName("AmazonChimeSDK-call-analytics-" + installation.prefix())
            .deliveryStreamType("KinesisStreamAsSource")
            .kinesisStreamSourceConfiguration(
                CfnDeliveryStream.KinesisStreamSourceConfigurationProperty.builder()
                    .kinesisStreamArn(insights.getStreamArn())
                    .roleArn(role.getRoleArn())
                    .build())
            .extendedS3DestinationConfiguration(
                CfnDeliveryStream.ExtendedS3DestinationConfigurationProperty.builder()
                    .bucketArn(lake.getBucketArn())
                    .roleArn(role.getRoleArn())
                    .prefix(
                        ROOT
                            + "detailType=!{partitionKeyFromQuery:detailType}/"
                            + "year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/")
                    .errorOutputPrefix("errors/!{firehose:error-output-type}/")
                    .bufferingHints(
                        CfnDeliveryStream.BufferingHintsProperty.builder()
                            .intervalInSeconds(60)
                            .sizeInMBs(128)
                            .build())
                    .cloudWatchLoggingOptions(
                        CfnDeliveryStream.CloudWatchLoggingOptionsProperty.builder()
                            .enabled(true)
                            .logGroupName(log.getLogGroupName())
                            .logStreamName(stream.getLogStreamName())
                            .build())
                    .dynamicPartitioningConfiguration(
                        CfnDeliveryStream.DynamicPartitioningConfigurationProperty.builder()
                            .enabled(true)
                            .build())
                    .processingConfiguration(partitioning())
                    .dataFormatConversionConfiguration(parquet(role, schema))
                    .build())
            .build();
    delivery.getNode().addDependency(role);
  }

  /** The place of a record in the lake: its kind, with the lake's own names for two of them. */
  private static CfnDeliveryStream.ProcessingConfigurationProperty partitioning() {
    String query =
        "{detailType: (if .\"detail-subtype\" == \"Recording\" then \"Recording\" elif"
            + " .\"detail-type\" == \"TranscribeCallAnalyticsCategoryEvent\" then"
            + " \"TranscribeCallAnalyticsCategoryEvents\" else .\"detail-type\" end)}";
    return CfnDeliveryStream.ProcessingConfigurationProperty.builder()
        .enabled(true)
        .processors(
            List.of(
                CfnDeliveryStream.ProcessorProperty.builder()
                    .type("MetadataExtraction")
                    .parameters(
                        List.of(
                            parameter("MetadataExtractionQuery", query),
                            parameter("JsonParsingEngine", "JQ-1.6")))
                    .build()))
        .build();
  }

  private static CfnDeliveryStream.ProcessorParameterProperty parameter(String name, String value) {
    return CfnDeliveryStream.ProcessorParameterProperty.builder()
        .parameterName(name)
        .parameterValue(value)
        .build();
  }

  private CfnDeliveryStream.DataFormatConversionConfigurationProperty parquet(
      Role role, CfnTable schema) {
    return CfnDeliveryStream.DataFormatConversionConfigurationProperty.builder()
        .enabled(true)
        .inputFormatConfiguration(
            CfnDeliveryStream.InputFormatConfigurationProperty.builder()
                .deserializer(
                    CfnDeliveryStream.DeserializerProperty.builder()
                        .openXJsonSerDe(
                            CfnDeliveryStream.OpenXJsonSerDeProperty.builder()
                                .caseInsensitive(true)
                                .build())
                        .build())
                .build())
        .outputFormatConfiguration(
            CfnDeliveryStream.OutputFormatConfigurationProperty.builder()
                .serializer(
                    CfnDeliveryStream.SerializerProperty.builder()
                        .parquetSerDe(
                            CfnDeliveryStream.ParquetSerDeProperty.builder()
                                .compression("SNAPPY")
                                .build())
                        .build())
                .build())
        .schemaConfiguration(
            CfnDeliveryStream.SchemaConfigurationProperty.builder()
                .catalogId(getAccount())
                .databaseName(database)
                .tableName(schema.getRef())
                .region(getRegion())
                .roleArn(role.getRoleArn())
                .versionId("LATEST")
                .build())
        .build();
  }

  private Role deliveryRole(Stream insights, Bucket lake, LogGroup log) {
    String glue = "arn:aws:glue:" + getRegion() + ":" + getAccount() + ":";
    return Role.Builder.create(this, "Role-delivery")
        .description("Carillon: insights of calls into the data lake")
        .assumedBy(
            new ServicePrincipal("firehose.amazonaws.com")
                .withConditions(Map.of("StringEquals", Map.of("aws:SourceAccount", getAccount()))))
        .inlinePolicies(
            Map.of(
                "needs",
                PolicyDocument.Builder.create()
                    .statements(
                        List.of(
                            allow(
                                List.of(
                                    "kinesis:DescribeStream",
                                    "kinesis:GetShardIterator",
                                    "kinesis:GetRecords",
                                    "kinesis:ListShards"),
                                insights.getStreamArn()),
                            allow(
                                List.of("s3:GetBucketLocation", "s3:ListBucket"),
                                lake.getBucketArn()),
                            allow(
                                List.of("s3:PutObject", "s3:AbortMultipartUpload"),
                                lake.arnForObjects("*")),
                            allow(
                                List.of("kms:Decrypt", "kms:GenerateDataKey"),
                                data.dataKey().getKeyArn()),
                            allow(
                                List.of(
                                    "glue:GetTable",
                                    "glue:GetTableVersion",
                                    "glue:GetTableVersions"),
                                glue + "catalog",
                                glue + "database/" + database,
                                glue + "table/" + database + "/" + SCHEMA),
                            allow(
                                List.of("logs:PutLogEvents"),
                                "arn:aws:logs:"
                                    + getRegion()
                                    + ":"
                                    + getAccount()
                                    + ":log-group:"
                                    + log.getLogGroupName()
                                    + ":log-stream:delivery")))
                    .build()))
        .build();
  }

  private static PolicyStatement allow(List<String> actions, String... resources) {
    return PolicyStatement.Builder.create().actions(actions).resources(List.of(resources)).build();
  }

  private void workgroup(Bucket lake) {
    CfnWorkGroup.Builder.create(this, "Workgroup")
        .name(database + "-AmazonChimeSDKDataAnalytics")
        .recursiveDeleteOption(!installation.keepsData())
        .workGroupConfiguration(
            CfnWorkGroup.WorkGroupConfigurationProperty.builder()
                .enforceWorkGroupConfiguration(true)
                .publishCloudWatchMetricsEnabled(true)
                .resultConfiguration(
                    CfnWorkGroup.ResultConfigurationProperty.builder()
                        .outputLocation("s3://" + lake.getBucketName() + "/athena/")
                        .encryptionConfiguration(
                            CfnWorkGroup.EncryptionConfigurationProperty.builder()
                                .encryptionOption("SSE_KMS")
                                .kmsKey(data.dataKey().getKeyArn())
                                .build())
                        .build())
                .build())
        .build();
  }
}
