package org.carillon.infra;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.apigatewayv2.DomainMappingOptions;
import software.amazon.awscdk.services.apigatewayv2.DomainName;
import software.amazon.awscdk.services.apigatewayv2.EndpointType;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.apigatewayv2.HttpStage;
import software.amazon.awscdk.services.apigatewayv2.SecurityPolicy;
import software.amazon.awscdk.services.apigatewayv2.ThrottleSettings;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.certificatemanager.CertificateValidation;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.LayerVersion;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.destinations.SqsDestination;
import software.amazon.awscdk.services.lambda.eventsources.SqsEventSource;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.route53.ARecord;
import software.amazon.awscdk.services.route53.CfnRecordSet;
import software.amazon.awscdk.services.route53.HostedZone;
import software.amazon.awscdk.services.route53.HostedZoneAttributes;
import software.amazon.awscdk.services.route53.IHostedZone;
import software.amazon.awscdk.services.route53.RecordTarget;
import software.amazon.awscdk.services.route53.targets.ApiGatewayv2DomainProperties;
import software.amazon.awscdk.services.scheduler.CfnSchedule;
import software.amazon.awscdk.services.scheduler.CfnScheduleGroup;
import software.constructs.Construct;

/** The functions with their layers, and the HTTP API in front of one of them (D1). */
final class ApiStack extends Stack {

  /** The layers, by the names of their zips. */
  static final List<String> LAYERS = List.of("core", "aws");

  private final Installation installation;
  private final DataStack data;
  private final Map<FunctionSpec, Role> roles = new EnumMap<>(FunctionSpec.class);
  private final Map<FunctionSpec, Function> functions = new EnumMap<>(FunctionSpec.class);
  private final HttpApi api;

  ApiStack(
      Construct scope, String id, StackProps props, Installation installation, DataStack data) {
    super(scope, id, props);
    this.installation = installation;
    this.data = data;
    List<LayerVersion> layers = LAYERS.stream().map(this::layer).toList();
    for (FunctionSpec spec : FunctionSpec.values()) {
      functions.put(spec, function(spec, layers));
    }
    functions
        .get(FunctionSpec.CDR_WRITER)
        .addEventSource(
            SqsEventSource.Builder.create(data.facts())
                .batchSize(10)
                .reportBatchItemFailures(true)
                .maxConcurrency(50)
                .build());
    schedules();
    this.api = api(alias(FunctionSpec.VOICE_API));
    alias(FunctionSpec.SIP_RULE_DISPATCH);
    alias(FunctionSpec.SMA_ACTIONS);
  }

  /** The functions. */
  Map<FunctionSpec, Function> functions() {
    return Collections.unmodifiableMap(functions);
  }

  HttpApi api() {
    return api;
  }

  private LayerVersion layer(String name) {
    return LayerVersion.Builder.create(this, "Layer-" + name)
        .layerVersionName(installation.prefix() + "-" + name)
        .description("Carillon: " + name)
        .code(code("layer-" + name))
        .compatibleRuntimes(List.of(Runtime.JAVA_25))
        .compatibleArchitectures(List.of(Architecture.ARM_64))
        .license("Apache-2.0")
        .build();
  }

  private Code code(String artefact) {
    Path zip = installation.packages().resolve(artefact + ".zip");
    if (!Files.isRegularFile(zip)) {
      throw new SettingException(
          "The package " + zip, "missing: run scripts/package first, which makes it");
    }
    return Code.fromAsset(zip.toString());
  }

  private Function function(FunctionSpec spec, List<LayerVersion> layers) {
    String name = installation.prefix() + "-" + spec.artefact();
    LogGroup log =
        LogGroup.Builder.create(this, "Log-" + spec.artefact())
            .logGroupName("/aws/lambda/" + name)
            .retention(Retentions.of(installation.retention().logs()))
            .encryptionKey(data.dataKey())
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    Role role = role(spec);
    Function.Builder function =
        Function.Builder.create(this, "Function-" + spec.artefact())
            .functionName(name)
            .description(spec.purpose())
            .runtime(Runtime.JAVA_25)
            .architecture(Architecture.ARM_64)
            .handler(spec.handler())
            .code(code(spec.artefact()))
            .layers(layers)
            .memorySize(spec.size().memoryMb())
            .timeout(Duration.seconds(spec.size().timeoutSeconds()))
            .role(role.withoutPolicyUpdates()) // CDK would add wildcards; all is in role()
            .logGroup(log)
            .environmentEncryption(data.dataKey())
            .environment(environment(spec.variables(), role))
            .retryAttempts(2)
            .onFailure(new SqsDestination(data.failures()));
    if (spec.snapStart()) {
      function.snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS);
    }
    if (spec.start() == FunctionSpec.Start.SCHEDULE) {
      function.reservedConcurrentExecutions(1); // two at once do no harm, and no good
    }
    Function made = function.build();
    made.getNode().addDependency(log);
    return made;
  }

  private Map<String, String> environment(Set<Variable> variables, Role role) {
    Map<String, String> values = new TreeMap<>();
    for (Variable variable : variables) {
      values.put(variable.key(), value(variable, installation, data.stores(), role.getRoleArn()));
    }
    // what a snapshot or a start is quick by; see the documentation of the JVM on Lambda
    values.put("JAVA_TOOL_OPTIONS", "-XX:+TieredCompilation -XX:TieredStopAtLevel=1");
    return values;
  }

  /** The value of a variable in a process of this installation. */
  static String value(Variable variable, Installation installation, Stores stores, String roleArn) {
    return switch (variable) {
      case ACCOUNT -> stores.account();
      case TABLE -> stores.tableName();
      case QUEUE_URL -> stores.queueUrl();
      case KMS_KEY -> stores.secretsKeyArn();
      case EVENT_BUS -> stores.busName();
      case EVENT_SOURCE -> "carillon.chime";
      case METRIC_NAMESPACE -> stores.metricNamespace();
      case ROLE_ARN -> roleArn;
      case AUDIT_BUCKET -> stores.auditBucket();
      case DOCUMENTS_BUCKET -> stores.documentsBucket();
      case VOICE_DOMAIN -> installation.voiceDomain();
      case VOICE_ADDRESSES -> "public";
      case ADDRESSES -> "tables";
      case UNKNOWN_SOURCES, SIP_URIS -> "refused";
      case REGION,
          SPOOL,
          RECORDINGS_SPOOL,
          STIR_KEY,
          STIR_CERTIFICATE_URL,
          STIR_AUTHORITIES,
          SIP_PORT,
          SIP_TLS_PORT,
          SIP_TLS_CERTIFICATE,
          SIP_TLS_KEY,
          SIP_TLS_CERTIFICATE_ARN,
          REGION_NODES,
          REGION_SECRET,
          RTP_PORTS,
          HEALTH_PORT,
          STOP_SECONDS,
          CALL_LOG_DAYS,
          CALL_LOG_KEY,
          MAX_CALLS,
          BIND,
          SPEECH,
          BOTS,
          PUBLIC_ADDRESS ->
          throw new IllegalArgumentException(
              variable + " is not set: " + variable.whyNotSet().orElseThrow());
    };
  }

  private Role role(FunctionSpec spec) {
    List<FunctionSpec> sharers = spec.roleSharers();
    Role made = roles.get(sharers.getFirst());
    if (made != null) {
      return made;
    }
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    sharers.forEach(it -> permissions.addAll(it.permissions()));
    List<PolicyStatement> statements =
        new ArrayList<>(Permission.statements(permissions, data.stores()));
    statements.add(
        PolicyStatement.Builder.create()
            .sid("Failures")
            .actions(List.of("sqs:SendMessage"))
            .resources(List.of(data.failures().getQueueArn()))
            .build());
    statements.add(
        PolicyStatement.Builder.create()
            .sid("VariablesAndFailuresKey")
            .actions(List.of("kms:Decrypt", "kms:GenerateDataKey"))
            .resources(List.of(data.dataKey().getKeyArn()))
            .build());
    if (spec.start() == FunctionSpec.Start.FACTS) {
      statements.add(
          PolicyStatement.Builder.create()
              .sid("ReceiveFacts")
              .actions(
                  List.of(
                      "sqs:ReceiveMessage",
                      "sqs:DeleteMessage",
                      "sqs:ChangeMessageVisibility",
                      "sqs:GetQueueAttributes"))
              .resources(List.of(data.facts().getQueueArn()))
              .build());
    }
    statements.add(
        PolicyStatement.Builder.create()
            .sid("OwnLogs")
            .actions(List.of("logs:CreateLogStream", "logs:PutLogEvents"))
            .resources(sharers.stream().map(this::logStreams).toList())
            .build());
    Role role =
        Role.Builder.create(this, "Role-" + sharers.getFirst().artefact())
            .roleName(
                installation.prefix() + "-" + getRegion() + "-" + sharers.getFirst().artefact())
            .description(
                "Carillon: "
                    + sharers.stream()
                        .map(FunctionSpec::artefact)
                        .collect(Collectors.joining(", ")))
            .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
            .inlinePolicies(
                Map.of("needs", PolicyDocument.Builder.create().statements(statements).build()))
            .build();
    sharers.forEach(it -> roles.put(it, role));
    return role;
  }

  private String logStreams(FunctionSpec spec) {
    return "arn:aws:logs:"
        + getRegion()
        + ":"
        + getAccount()
        + ":log-group:/aws/lambda/"
        + installation.prefix()
        + "-"
        + spec.artefact()
        + ":log-stream:*";
  }

  /** The version that requests go to; with SnapStart only a published one has a snapshot. */
  private Alias alias(FunctionSpec spec) {
    return Alias.Builder.create(this, "Live-" + spec.artefact())
        .aliasName("live")
        .version(functions.get(spec).getCurrentVersion())
        .build();
  }

  private void schedules() {
    CfnScheduleGroup group =
        CfnScheduleGroup.Builder.create(this, "Schedules").name(installation.prefix()).build();
    List<Function> scheduled =
        functions.entrySet().stream()
            .filter(it -> it.getKey().size().schedule().isPresent())
            .map(Map.Entry::getValue)
            .toList();
    Role role =
        Role.Builder.create(this, "Role-schedules")
            .description("Carillon: starts functions by the clock")
            .assumedBy(
                new ServicePrincipal("scheduler.amazonaws.com")
                    .withConditions(
                        Map.of("StringEquals", Map.of("aws:SourceAccount", getAccount()))))
            .inlinePolicies(
                Map.of(
                    "needs",
                    PolicyDocument.Builder.create()
                        .statements(
                            List.of(
                                PolicyStatement.Builder.create()
                                    .actions(List.of("lambda:InvokeFunction"))
                                    .resources(
                                        scheduled.stream().map(Function::getFunctionArn).toList())
                                    .build(),
                                PolicyStatement.Builder.create()
                                    .actions(List.of("sqs:SendMessage"))
                                    .resources(List.of(data.failures().getQueueArn()))
                                    .build(),
                                PolicyStatement.Builder.create()
                                    .actions(List.of("kms:Decrypt", "kms:GenerateDataKey"))
                                    .resources(List.of(data.dataKey().getKeyArn()))
                                    .build()))
                        .build()))
            .build();
    for (FunctionSpec spec : FunctionSpec.values()) {
      spec.size().schedule().ifPresent(rate -> schedule(spec, rate, group, role));
    }
  }

  private void schedule(FunctionSpec spec, String rate, CfnScheduleGroup group, Role role) {
    CfnSchedule schedule =
        CfnSchedule.Builder.create(this, "Schedule-" + spec.artefact())
            .name(spec.artefact())
            .groupName(group.getName())
            .description(spec.purpose())
            .scheduleExpression(rate)
            .flexibleTimeWindow(
                CfnSchedule.FlexibleTimeWindowProperty.builder().mode("OFF").build())
            .kmsKeyArn(data.dataKey().getKeyArn())
            .target(
                CfnSchedule.TargetProperty.builder()
                    .arn(functions.get(spec).getFunctionArn())
                    .roleArn(role.getRoleArn())
                    .input("{}")
                    .retryPolicy(
                        CfnSchedule.RetryPolicyProperty.builder()
                            .maximumRetryAttempts(0) // the next one goes on
                            .build())
                    .deadLetterConfig(
                        CfnSchedule.DeadLetterConfigProperty.builder()
                            .arn(data.failures().getQueueArn())
                            .build())
                    .build())
            .build();
    schedule.addResourceDependency(group);
  }

  private HttpApi api(Alias target) {
    HttpApi http =
        HttpApi.Builder.create(this, "Api")
            .apiName(installation.prefix())
            .description("Carillon: the three APIs by path, signed for the service name chime")
            .createDefaultStage(false)
            .disableExecuteApiEndpoint(installation.domain().isPresent())
            .defaultIntegration(new HttpLambdaIntegration("VoiceApi", target))
            .build();
    LogGroup log =
        LogGroup.Builder.create(this, "Log-api")
            .logGroupName("/aws/apigateway/" + installation.prefix())
            .retention(Retentions.of(installation.retention().logs()))
            .encryptionKey(data.dataKey())
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    HttpStage.Builder stage =
        HttpStage.Builder.create(this, "Stage")
            .httpApi(http)
            .stageName("$default")
            .autoDeploy(true)
            .detailedMetricsEnabled(true)
            .throttle(ThrottleSettings.builder().rateLimit(2_000).burstLimit(1_000).build());
    installation.domain().ifPresent(it -> stage.domainMapping(mapping(it)));
    CfnStage made = (CfnStage) stage.build().getNode().getDefaultChild();
    made.setAccessLogSettings(
        CfnStage.AccessLogSettingsProperty.builder()
            .destinationArn(log.getLogGroupArn())
            .format(
                toJsonString(
                    new TreeMap<>(
                        Map.of(
                            "requestId", "$context.requestId",
                            "time", "$context.requestTime",
                            "ip", "$context.identity.sourceIp",
                            "method", "$context.httpMethod",
                            "path", "$context.path",
                            "status", "$context.status",
                            "latency", "$context.responseLatency",
                            "error", "$context.integrationErrorMessage"))))
            .build());
    CfnOutput.Builder.create(this, "Endpoint")
        .description("AWS_ENDPOINT_URL_CHIME_SDK_VOICE and so on")
        .value(
            installation
                .domain()
                .map(it -> "https://" + apiName(it))
                .orElseGet(http::getApiEndpoint))
        .build();
    return http;
  }

  private static String apiName(Installation.Domain domain) {
    return "api." + domain.name();
  }

  private DomainMappingOptions mapping(Installation.Domain domain) {
    IHostedZone zone =
        HostedZone.fromHostedZoneAttributes(
            this,
            "Zone",
            HostedZoneAttributes.builder()
                .zoneName(domain.name())
                .hostedZoneId(domain.hostedZoneId())
                .build());
    String name = apiName(domain);
    Certificate certificate =
        Certificate.Builder.create(this, "Certificate")
            .domainName(name)
            .validation(CertificateValidation.fromDns(zone))
            .build();
    DomainName domainName =
        DomainName.Builder.create(this, "Domain")
            .domainName(name)
            .certificate(certificate)
            .endpointType(EndpointType.REGIONAL)
            .securityPolicy(SecurityPolicy.TLS_1_2)
            .build();
    ARecord.Builder record =
        ARecord.Builder.create(this, "ApiName")
            .zone(zone)
            .recordName("api")
            .target(
                RecordTarget.fromAlias(
                    new ApiGatewayv2DomainProperties(
                        domainName.getRegionalDomainName(), domainName.getRegionalHostedZoneId())));
    if (installation.secondRegion().isPresent()) {
      // the name leads to the nearest region that answers
      record.region(getRegion()).setIdentifier(getRegion().toLowerCase(Locale.ROOT));
    }
    CfnRecordSet made = (CfnRecordSet) record.build().getNode().getDefaultChild();
    made.addPropertyOverride("AliasTarget.EvaluateTargetHealth", true);
    return DomainMappingOptions.builder().domainName(domainName).build();
  }
}
