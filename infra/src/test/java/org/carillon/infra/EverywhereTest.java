package org.carillon.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Match;

/** What holds for every resource of a kind, in all stacks. */
class EverywhereTest {

  @ParameterizedTest
  @ValueSource(strings = {Synth.PLAIN, Synth.FULL})
  void everyLogGroupForgetsAndIsSealedWithOurKey(String yaml) {
    List<Map<String, Object>> groups = Synth.of(yaml).resources("AWS::Logs::LogGroup");

    assertThat(groups).hasSizeGreaterThan(10);
    assertThat(groups)
        .allSatisfy(
            it ->
                assertThat(Synth.map(it.get("Properties")))
                    .containsKeys("RetentionInDays", "KmsKeyId"));
  }

  @ParameterizedTest
  @CsvSource({
    "AWS::SQS::Queue, KmsMasterKeyId",
    "AWS::SNS::Topic, KmsMasterKeyId",
    "AWS::Events::EventBus, KmsKeyIdentifier",
    "AWS::Scheduler::Schedule, KmsKeyArn",
    "AWS::Kinesis::Stream, StreamEncryption",
    "AWS::ECR::Repository, EncryptionConfiguration",
    "AWS::S3::Bucket, BucketEncryption",
    "AWS::EFS::FileSystem, KmsKeyId"
  })
  void everyStoreIsEncrypted(String type, String property) {
    List<Map<String, Object>> all = Synth.of(Synth.FULL).resources(type);

    assertThat(all).isNotEmpty();
    assertThat(all)
        .allSatisfy(it -> assertThat(Synth.map(it.get("Properties"))).containsKey(property));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS::S3::Bucket",
        "AWS::SQS::Queue",
        "AWS::KMS::Key",
        "AWS::Lambda::Function",
        "AWS::IAM::Role",
        "AWS::ECS::Service",
        "AWS::EFS::FileSystem",
        "AWS::Kinesis::Stream",
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "AWS::Logs::LogGroup"
      })
  void everyResourceSaysWhoseItIs(String type) {
    List<String> without = new ArrayList<>();
    Synth.of(Synth.FULL)
        .templates()
        .forEach(
            (stack, template) ->
                Synth.map(template.get("Resources"))
                    .forEach(
                        (id, it) -> {
                          Map<String, Object> resource = Synth.map(it);
                          if (resource.get("Type").equals(type)
                              && !id.startsWith("CustomCrossRegionExport") // CDK's own
                              && !String.valueOf(resource.get("Properties"))
                                  .contains("carillon:stage")) {
                            without.add(stack + "/" + id);
                          }
                        }));
    assertThat(without).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::KMS::Key", "AWS::EFS::FileSystem"})
  void productionKeepsItsDataAndATrialDoesNot(String type) {
    assertThat(Synth.of(Synth.FULL).resources(type))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it).containsEntry("DeletionPolicy", "Retain"));
    assertThat(Synth.of(Synth.PLAIN).resources(type))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it).containsEntry("DeletionPolicy", "Delete"));
  }

  @Test
  void productionsStacksOfDataCannotBeDeletedByAccident() {
    CarillonStacks stacks =
        new CarillonStacks(
            new App(), InstallationFile.read(Synth.FULL, Synth.FILES, Synth.packages()));

    for (Stack stack : stacks.all()) {
      boolean data =
          stack.getStackName().endsWith("-data") || stack.getStackName().endsWith("-keys");
      assertThat(stack.getTerminationProtection()).as(stack.getStackName()).isEqualTo(data);
    }
    Synth.of(Synth.FULL)
        .template("carillon-prod-media")
        .hasResourceProperties(
            "AWS::ElasticLoadBalancingV2::LoadBalancer",
            Map.of(
                "LoadBalancerAttributes",
                Match.arrayWith(
                    List.of(Map.of("Key", "deletion_protection.enabled", "Value", "true")))));
  }

  @Test
  void whatRunsByTheClockRunsOnce() {
    Set<String> scheduled = new TreeSet<>();
    for (Map<String, Object> function : Synth.of(Synth.PLAIN).resources("AWS::Lambda::Function")) {
      Map<String, Object> properties = Synth.map(function.get("Properties"));
      if (properties.containsKey("ReservedConcurrentExecutions")) {
        assertThat(properties).containsEntry("ReservedConcurrentExecutions", 1);
        scheduled.add(String.valueOf(properties.get("Handler")));
      }
    }
    assertThat(scheduled)
        .containsExactlyInAnyOrder(
            Arrays.stream(FunctionSpec.values())
                .filter(it -> it.start() == FunctionSpec.Start.SCHEDULE)
                .map(FunctionSpec::handler)
                .toArray(String[]::new));
  }
}
