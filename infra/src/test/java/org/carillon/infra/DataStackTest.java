package org.carillon.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

class DataStackTest {

  private final Template dev = Synth.of(Synth.PLAIN).template("carillon-dev-data");
  private final Template prod = Synth.of(Synth.FULL).template("carillon-prod-data");

  @Test
  void theTableIsTheOneThatTheAdapterKnows() {
    dev.hasResourceProperties(
        "AWS::DynamoDB::GlobalTable",
        Map.of(
            "TableName",
            "carillon-dev",
            "BillingMode",
            "PAY_PER_REQUEST",
            "KeySchema",
            List.of(
                Map.of("AttributeName", "pk", "KeyType", "HASH"),
                Map.of("AttributeName", "sk", "KeyType", "RANGE")),
            "GlobalSecondaryIndexes",
            List.of(
                Match.objectLike(
                    Map.of(
                        "IndexName",
                        "index1",
                        "KeySchema",
                        List.of(
                            Map.of("AttributeName", "g1pk", "KeyType", "HASH"),
                            Map.of("AttributeName", "g1sk", "KeyType", "RANGE")))),
                Match.objectLike(Map.of("IndexName", "index2")))));
  }

  @Test
  void theTableIsEncryptedWithOurKeyAndCanBeTakenBackInTime() {
    dev.hasResourceProperties(
        "AWS::DynamoDB::GlobalTable",
        Map.of(
            "SSESpecification",
            Match.objectLike(Map.of("SSEEnabled", true, "SSEType", "KMS")),
            "Replicas",
            List.of(
                Match.objectLike(
                    Map.of(
                        "PointInTimeRecoverySpecification",
                        Map.of("PointInTimeRecoveryEnabled", true),
                        "DeletionProtectionEnabled",
                        false)))));
  }

  @Test
  void productionKeepsItsTable() {
    prod.hasResource("AWS::DynamoDB::GlobalTable", Map.of("DeletionPolicy", "Retain"));
    prod.hasResourceProperties(
        "AWS::DynamoDB::GlobalTable",
        Map.of(
            "Replicas",
            Match.arrayWith(
                List.of(
                    Match.objectLike(
                        Map.of("Region", "us-east-1", "DeletionProtectionEnabled", true))))));
  }

  @Test
  void aSecondRegionHasTheTableTooUnderTheSameKey() {
    prod.hasResourceProperties(
        "AWS::DynamoDB::GlobalTable",
        Map.of(
            "Replicas",
            Match.arrayWith(
                List.of(
                    Match.objectLike(
                        Map.of(
                            "Region",
                            "us-west-2",
                            "SSESpecification",
                            Match.objectLike(Map.of("KMSMasterKeyId", Match.anyValue()))))))));
    Synth.of(Synth.FULL)
        .template("carillon-prod-us-west-2-keys")
        .resourceCountIs("AWS::KMS::ReplicaKey", 2);
    Synth.of(Synth.FULL)
        .template("carillon-prod-us-west-2-data")
        .resourceCountIs("AWS::DynamoDB::GlobalTable", 0);
  }

  @Test
  void everyKeyIsRotatedAndOfSeveralRegions() {
    Synth.of(Synth.PLAIN)
        .template("carillon-dev-keys")
        .allResourcesProperties(
            "AWS::KMS::Key", Map.of("EnableKeyRotation", true, "MultiRegion", true));
  }

  @Test
  void callFactsKeepTheirOrderAndAreNeverLost() {
    dev.hasResourceProperties(
        "AWS::SQS::Queue",
        Map.of(
            "FifoQueue",
            true,
            "DeduplicationScope",
            "messageGroup",
            "VisibilityTimeout",
            360,
            "RedrivePolicy",
            Match.objectLike(Map.of("maxReceiveCount", DataStack.FACTS_TRIES))));
    dev.allResourcesProperties(
        "AWS::SQS::Queue",
        Map.of("KmsMasterKeyId", Match.anyValue(), "MessageRetentionPeriod", 1_209_600));
  }

  @Test
  void bucketsArePrivateVersionedAndEncrypted() {
    List<Map<String, Object>> buckets = Synth.of(Synth.PLAIN).resources("AWS::S3::Bucket");
    assertThat(buckets).hasSizeGreaterThanOrEqualTo(6);
    for (Map<String, Object> bucket : buckets) {
      Map<String, Object> properties = Synth.map(bucket.get("Properties"));
      assertThat(properties).containsKeys("BucketEncryption", "PublicAccessBlockConfiguration");
      if (!String.valueOf(properties).contains("AES256")) { // access logs take no key of ours
        assertThat(properties).containsKeys("VersioningConfiguration", "LoggingConfiguration");
        assertThat(String.valueOf(properties.get("BucketEncryption"))).contains("aws:kms");
      }
    }
  }

  @Test
  void recordsAreWrittenForThisAccountOnly() {
    Map<String, Object> condition = Map.of("aws:SourceAccount", Map.of("Ref", "AWS::AccountId"));
    Object deny =
        Match.objectLike(
            Map.of(
                "Sid",
                "ServicesForThisAccountOnly",
                "Effect",
                "Deny",
                "Condition",
                Match.objectLike(Map.of("StringNotEquals", condition))));
    Object policy = Match.objectLike(Map.of("Statement", Match.arrayWith(List.of(deny))));
    dev.hasResourceProperties("AWS::S3::BucketPolicy", Map.of("PolicyDocument", policy));
  }

  /** Names of buckets are the whole world's: with one of our own a second stage would fail. */
  @Test
  void noBucketHasANameOfOurOwn() {
    assertThat(Synth.of(Synth.FULL).resources("AWS::S3::Bucket"))
        .isNotEmpty()
        .allSatisfy(
            it -> assertThat(Synth.map(it.get("Properties"))).doesNotContainKey("BucketName"));
  }

  /** Records go to the one bucket of the settings, documents to one, whichever region it is. */
  @ParameterizedTest
  @ValueSource(strings = {"Rolecdrwriter", "Rolevoiceapi", "Roletraildelivery", "Rolenode"})
  void theSecondRegionWritesToTheBucketsOfTheFirst(String role) {
    List<Statements.Statement> second =
        Statements.of(Synth.of(Synth.FULL)).stream()
            .filter(it -> it.role().startsWith("carillon-prod-us-west-2-"))
            .filter(it -> it.role().contains(role))
            .toList();

    List<String> written =
        second.stream()
            .filter(it -> it.actions().contains("s3:PutObject"))
            .flatMap(it -> it.resources().stream())
            .toList();
    assertThat(written).anyMatch(it -> it.contains("Records") && it.contains("useast1"));
    assertThat(written).anyMatch(it -> it.contains("Audit") && it.contains("useast1"));
    assertThat(written).anyMatch(it -> it.contains("Documents") && it.contains("useast1"));
    assertThat(second)
        .filteredOn(it -> String.valueOf(it.conditions()).contains("s3.us-east-1.amazonaws.com"))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.actions()).contains("kms:GenerateDataKey");
              assertThat(it.resources()).singleElement().asString().contains("DataKey");
            });
  }

  @Test
  void theApiOfBothRegionsKeepsDocumentsInOneBucket() {
    for (String stack : List.of("carillon-prod-api", "carillon-prod-us-west-2-api")) {
      assertThat(Synth.of(Synth.FULL).templates().get(stack).toString())
          .containsPattern("CARILLON_DOCUMENTS_BUCKET=[^}]*Documents");
    }
    assertThat(Synth.of(Synth.PLAIN).templates().get("carillon-dev-api").toString())
        .containsPattern("CARILLON_DOCUMENTS_BUCKET=[^}]*Documents");
  }

  @Test
  void recordsAreKeptAsLongAsTheFileSays() {
    prod.hasResourceProperties(
        "AWS::S3::Bucket",
        Map.of(
            "LifecycleConfiguration",
            Match.objectLike(
                Map.of(
                    "Rules",
                    Match.arrayWith(List.of(Match.objectLike(Map.of("ExpirationInDays", 400))))))));
  }

  @Test
  void everyEventGoesToALogGroup() {
    dev.hasResourceProperties(
        "AWS::Events::Rule",
        Map.of(
            "EventPattern",
            Map.of("source", List.of("carillon.chime")),
            "State",
            "ENABLED",
            "Targets",
            Match.arrayWith(List.of(Match.objectLike(Map.of("Id", "Log"))))));
  }
}
