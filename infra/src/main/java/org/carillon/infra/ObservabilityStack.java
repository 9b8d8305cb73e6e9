package org.carillon.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/** One dashboard with the metrics of the guide (O2), and the alarms that want a person. */
final class ObservabilityStack extends Stack {

  private final Topic topic;
  private final Stores stores;

  ObservabilityStack(
      Construct scope,
      String id,
      StackProps props,
      Installation installation,
      DataStack data,
      ApiStack api,
      Optional<MediaStack> media) {
    super(scope, id, props);
    this.stores = data.stores();
    this.topic =
        Topic.Builder.create(this, "Alarms")
            .topicName(installation.prefix() + "-alarms")
            .masterKey(data.dataKey())
            .enforceSsl(true)
            .build();
    // a policy of our own, such as the one against plain HTTP, takes the place of SNS's, which
    // would
    // let services of this account publish
    topic.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .sid("AlarmsOfThisAccount")
            .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
            .actions(List.of("sns:Publish"))
            .resources(List.of(topic.getTopicArn()))
            .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", getAccount())))
            .build());
    installation.alarmEmail().ifPresent(it -> topic.addSubscription(new EmailSubscription(it)));
    Dashboard.Builder.create(this, "Dashboard")
        .dashboardName(installation.prefix() + "-" + getRegion())
        .widgets(widgets())
        .build();
    alarms(data, api);
    media.ifPresent(this::nodeAlarms);
  }

  /** A graph for each group of metrics: a line for every connector. */
  private List<List<IWidget>> widgets() {
    List<List<IWidget>> rows = new ArrayList<>();
    List<IWidget> row = new ArrayList<>();
    for (CallMetric metric : CallMetric.values()) {
      String dimensions = metric.ofApplications() ? "Region" : "VoiceConnectorId,Region";
      row.add(
          GraphWidget.Builder.create()
              .title(metric.metricName())
              .width(6)
              .height(4)
              .region(getRegion())
              .left(
                  List.of(
                      MathExpression.Builder.create()
                          .expression(
                              "SEARCH('{"
                                  + stores.metricNamespace()
                                  + ","
                                  + dimensions
                                  + "} MetricName=\""
                                  + metric.metricName()
                                  + "\"', '"
                                  + metric.statistic()
                                  + "', 60)")
                          .usingMetrics(Map.of())
                          .label("")
                          .period(Duration.minutes(1))
                          .build()))
              .build());
      if (row.size() == 4) {
        rows.add(List.copyOf(row));
        row.clear();
      }
    }
    rows.add(List.copyOf(row));
    return rows;
  }

  private void alarms(DataStack data, ApiStack api) {
    alarm(
        "FactsAside",
        "Call facts could not be made into records: read them in the queue CallFactsAside, repair"
            + " the cause, and redrive the queue. No record is lost before fourteen days.",
        data.factsAside().metricApproximateNumberOfMessagesVisible(),
        0);
    alarm(
        "FactsLate",
        "Call facts wait for ten minutes and more: look at the function cdr-writer.",
        data.facts().metricApproximateAgeOfOldestMessage(),
        600);
    alarm(
        "Failures",
        "Scheduled functions or events failed for good: read the queue Failures.",
        data.failures().metricApproximateNumberOfMessagesVisible(),
        0);
    alarm(
        "ApiErrors",
        "The API answered with 5xx: look at the log of the function voice-api.",
        api.api().metricServerError(),
        5);
    api.functions()
        .forEach(
            (spec, function) -> {
              alarm(
                  "Errors-" + spec.artefact(),
                  "The function " + spec.artefact() + " failed: look at its log.",
                  function.metricErrors(),
                  3);
            });
  }

  private void nodeAlarms(MediaStack media) {
    alarm(
        "NodesUnwell",
        "Media nodes take no calls. During a deployment old ones drain, and nothing is to be done."
            + " Otherwise look at the log of the nodes: ECS does not stop a node that is unwell,"
            + " for its calls go on; to replace it, stop its task.",
        media.targets().getMetrics().unHealthyHostCount(),
        0);
    belowOne(
        "NodesGone", "No media node takes calls.", media.targets().getMetrics().healthyHostCount());
    alarm(
        "ThrottledCalls",
        "Calls are refused because there are too many: raise media.maxTasks or the quotas.",
        sumOfAll(CallMetric.THROTTLES),
        10);
  }

  /**
   * The sum over all that nodes of this region tell, of connectors and of applications: CloudWatch
   * adds up no dimensions by itself, and an alarm takes a query and no SEARCH.
   */
  private IMetric sumOfAll(CallMetric metric) {
    return MathExpression.Builder.create()
        .expression(
            "SELECT SUM(%s) FROM \"%s\"".formatted(metric.metricName(), stores.metricNamespace()))
        .usingMetrics(Map.of())
        .label(metric.metricName())
        .period(Duration.minutes(5))
        .build();
  }

  private void alarm(String id, String description, IMetric metric, int threshold) {
    add(id, description, metric, threshold, ComparisonOperator.GREATER_THAN_THRESHOLD);
  }

  private void belowOne(String id, String description, IMetric metric) {
    add(id, description, metric, 1, ComparisonOperator.LESS_THAN_THRESHOLD);
  }

  private void add(
      String id, String description, IMetric metric, int threshold, ComparisonOperator operator) {
    Alarm alarm =
        Alarm.Builder.create(this, "Alarm-" + id)
            .alarmDescription(description)
            .metric(metric)
            .threshold(threshold)
            .comparisonOperator(operator)
            .evaluationPeriods(2)
            .datapointsToAlarm(2)
            .treatMissingData(
                operator == ComparisonOperator.LESS_THAN_THRESHOLD
                    ? TreatMissingData.BREACHING
                    : TreatMissingData.NOT_BREACHING)
            .build();
    alarm.addAlarmAction(new SnsAction(topic));
  }
}
