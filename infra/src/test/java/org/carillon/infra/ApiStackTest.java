package org.carillon.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

class ApiStackTest {

  private final Template dev = Synth.of(Synth.PLAIN).template("carillon-dev-api");

  @ParameterizedTest
  @EnumSource
  void everyFunctionIsThereAsDeclared(FunctionSpec spec) {
    dev.hasResourceProperties(
        "AWS::Lambda::Function",
        Map.of(
            "Handler", spec.handler(),
            "Runtime", "java25",
            "Architectures", List.of("arm64"),
            "MemorySize", spec.size().memoryMb(),
            "Timeout", spec.size().timeoutSeconds(),
            "Layers", Match.anyValue(),
            "KmsKeyArn", Match.anyValue(),
            "LoggingConfig", Match.anyValue()));
    dev.hasResourceProperties(
        "AWS::Logs::LogGroup",
        Map.of(
            "LogGroupName",
            "/aws/lambda/carillon-dev-" + spec.artefact(),
            "RetentionInDays",
            30,
            "KmsKeyId",
            Match.anyValue()));
  }

  @ParameterizedTest
  @EnumSource
  void whoeverIsWaitedForStartsFromASnapshot(FunctionSpec spec) {
    boolean snapshot =
        Synth.of(Synth.PLAIN).resources("AWS::Lambda::Function").stream()
            .map(it -> Synth.map(it.get("Properties")))
            .filter(it -> spec.handler().equals(it.get("Handler")))
            .anyMatch(it -> Map.of("ApplyOn", "PublishedVersions").equals(it.get("SnapStart")));

    assertThat(snapshot).isEqualTo(spec.snapStart());
  }

  @Test
  void whatFailsTooOftenIsKept() {
    dev.resourcePropertiesCountIs(
        "AWS::Lambda::EventInvokeConfig",
        Map.of("DestinationConfig", Map.of("OnFailure", Match.anyValue())),
        FunctionSpec.values().length);
    dev.allResourcesProperties(
        "AWS::Scheduler::Schedule",
        Map.of("Target", Match.objectLike(Map.of("DeadLetterConfig", Match.anyValue()))));
    dev.resourceCountIs("AWS::Scheduler::Schedule", 4);
  }

  @Test
  void factsComeInBatchesOfWhichPartsMayFail() {
    dev.hasResourceProperties(
        "AWS::Lambda::EventSourceMapping",
        Map.of(
            "BatchSize", 10,
            "FunctionResponseTypes", List.of("ReportBatchItemFailures"),
            "ScalingConfig", Map.of("MaximumConcurrency", 50)));
  }

  @Test
  void theQueueHidesFactsSixTimesAsLongAsTheirFunctionMayTake() {
    assertThat(DataStack.FACTS_VISIBILITY.toSeconds().intValue())
        .isGreaterThanOrEqualTo(6 * FunctionSpec.CDR_WRITER.size().timeoutSeconds());
  }

  @Test
  void everyRequestGoesToTheSnapshotAndIsLogged() {
    dev.hasResourceProperties("AWS::ApiGatewayV2::Route", Map.of("RouteKey", "$default"));
    dev.hasResourceProperties(
        "AWS::ApiGatewayV2::Integration", Map.of("PayloadFormatVersion", "2.0"));
    dev.hasResourceProperties(
        "AWS::ApiGatewayV2::Stage",
        Map.of("AccessLogSettings", Match.anyValue(), "DefaultRouteSettings", Match.anyValue()));
    dev.hasResourceProperties("AWS::Lambda::Alias", Map.of("Name", "live"));
  }

  @Test
  void withADomainTheApiHasAName() {
    Template prod = Synth.of(Synth.FULL).template("carillon-prod-api");

    prod.hasResourceProperties(
        "AWS::ApiGatewayV2::DomainName",
        Map.of(
            "DomainName",
            "api.voice.example.com",
            "DomainNameConfigurations",
            List.of(Match.objectLike(Map.of("SecurityPolicy", "TLS_1_2")))));
    prod.hasResourceProperties(
        "AWS::CertificateManager::Certificate",
        Map.of("DomainName", "api.voice.example.com", "ValidationMethod", "DNS"));
    prod.hasResourceProperties("AWS::ApiGatewayV2::Api", Map.of("DisableExecuteApiEndpoint", true));
    prod.hasResourceProperties(
        "AWS::Route53::RecordSet",
        Map.of(
            "Name",
            "api.voice.example.com.",
            "Region",
            "us-east-1",
            "AliasTarget",
            Match.objectLike(Map.of("EvaluateTargetHealth", true))));
  }
}
