package org.carillon.aws;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.carillon.core.ports.EventBus;

/**
 * Where in AWS Carillon keeps its things.
 *
 * @param table the DynamoDB table of items ({@code CARILLON_TABLE}); see {@link ItemsTable}
 * @param queueUrl the URL of the SQS FIFO queue of call facts ({@code CARILLON_QUEUE_URL})
 * @param kmsKey id, ARN or alias of the KMS key of secrets ({@code CARILLON_KMS_KEY})
 * @param spool a folder of this process's own, for call facts while SQS is away ({@code
 *     CARILLON_SPOOL}; a folder of the temporary directory when not set)
 * @param pathStyleBuckets whether the bucket is part of the path and not of the host name, as
 *     endpoints other than AWS want it ({@code AWS_ENDPOINT_URL} or {@code AWS_ENDPOINT_URL_S3})
 * @param role the ARN of the IAM role of Carillon's processes, to which customers' keys are granted
 *     ({@code CARILLON_ROLE_ARN}); empty when no voice profile domains are wanted
 * @param eventBus name or ARN of the EventBridge bus of events ({@code CARILLON_EVENT_BUS}; the
 *     account's own when not set)
 * @param eventSource the source of events ({@code CARILLON_EVENT_SOURCE}; {@code carillon.chime}
 *     when not set)
 * @param metricNamespace the CloudWatch namespace of metrics ({@code CARILLON_METRIC_NAMESPACE};
 *     {@value #DEFAULT_METRIC_NAMESPACE} when not set)
 * @param callLogs what the log groups of connectors get when they are made
 */
public record AwsSettings(
    String table,
    String queueUrl,
    String kmsKey,
    Path spool,
    boolean pathStyleBuckets,
    String role,
    String eventBus,
    String eventSource,
    String metricNamespace,
    CallLogs callLogs) {

  /**
   * What a log group of connectors (V9) gets when it is made, which it is when one first logs.
   *
   * @param days how long it keeps records ({@code CARILLON_CALL_LOG_DAYS}, one of the numbers that
   *     CloudWatch Logs takes); empty: for ever
   * @param key the ARN of the KMS key that seals it ({@code CARILLON_CALL_LOG_KEY}), whose policy
   *     lets CloudWatch Logs use it; empty: CloudWatch's own
   */
  public record CallLogs(OptionalInt days, Optional<String> key) {
    /** For ever, with CloudWatch's own key. */
    public static final CallLogs PLAIN = new CallLogs(OptionalInt.empty(), Optional.empty());

    /** The days that CloudWatch Logs takes (PutRetentionPolicy). */
    public static final Set<Integer> DAYS =
        Collections.unmodifiableSet(
            new TreeSet<>(
                List.of(
                    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192,
                    2557, 2922, 3288, 3653)));

    private static CallLogs from(Map<String, String> environment) {
      String days = environment.getOrDefault("CARILLON_CALL_LOG_DAYS", "").strip();
      if (!days.isEmpty()
          && (!days.matches("\\d{1,4}") || !DAYS.contains(Integer.parseInt(days)))) {
        throw new IllegalStateException(
            "CARILLON_CALL_LOG_DAYS is a number of days that CloudWatch Logs takes, one of "
                + DAYS
                + ": "
                + days);
      }
      return new CallLogs(
          days.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(days)),
          Optional.ofNullable(environment.get("CARILLON_CALL_LOG_KEY"))
              .filter(it -> !it.isBlank()));
    }
  }

  /** CloudWatch keeps {@code AWS/ChimeVoiceConnector}, the hosted service's, for itself. */
  public static final String DEFAULT_METRIC_NAMESPACE = "Carillon/VoiceConnector";

  /**
   * Reads the settings of a process.
   *
   * @param environment its environment variables
   * @throws IllegalStateException that names every variable that is missing, or the wrong one
   */
  public static AwsSettings from(Map<String, String> environment) {
    List<String> missing = new ArrayList<>();
    String table = required(environment, "CARILLON_TABLE", missing);
    String queueUrl = required(environment, "CARILLON_QUEUE_URL", missing);
    String kmsKey = required(environment, "CARILLON_KMS_KEY", missing);
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "Set the environment variables "
              + String.join(", ", missing)
              + ": the stacks give the values as outputs.");
    }
    if (!queueUrl.endsWith(".fifo")) {
      throw new IllegalStateException(
          "CARILLON_QUEUE_URL is not the URL of a FIFO queue (they end with .fifo): " + queueUrl);
    }
    String spool = environment.getOrDefault("CARILLON_SPOOL", "");
    return new AwsSettings(
        table,
        queueUrl,
        kmsKey,
        spool.isBlank()
            ? Path.of(System.getProperty("java.io.tmpdir"), "carillon-spool")
            : Path.of(spool),
        isSet(environment, "AWS_ENDPOINT_URL") || isSet(environment, "AWS_ENDPOINT_URL_S3"),
        environment.getOrDefault("CARILLON_ROLE_ARN", ""),
        isSet(environment, "CARILLON_EVENT_BUS")
            ? environment.get("CARILLON_EVENT_BUS")
            : "default",
        eventSource(environment),
        metricNamespace(environment),
        CallLogs.from(environment));
  }

  private static String metricNamespace(Map<String, String> environment) {
    String namespace =
        isSet(environment, "CARILLON_METRIC_NAMESPACE")
            ? environment.get("CARILLON_METRIC_NAMESPACE")
            : DEFAULT_METRIC_NAMESPACE;
    if (namespace.startsWith("AWS/") || !namespace.matches("[A-Za-z0-9._/#:-]{1,255}")) {
      throw new IllegalStateException(
          "CARILLON_METRIC_NAMESPACE has at most 255 letters, digits and ./#:_- and does not start"
              + " with AWS/, which CloudWatch keeps for itself: "
              + namespace);
    }
    return namespace;
  }

  private static String eventSource(Map<String, String> environment) {
    String source =
        isSet(environment, "CARILLON_EVENT_SOURCE")
            ? environment.get("CARILLON_EVENT_SOURCE")
            : EventBus.DEFAULT_SOURCE;
    if (source.startsWith("aws.") || source.length() > 256) {
      throw new IllegalStateException(
          "CARILLON_EVENT_SOURCE has at most 256 characters and does not start with aws., which"
              + " EventBridge keeps for itself: "
              + source);
    }
    return source;
  }

  private static String required(
      Map<String, String> environment, String name, List<String> missing) {
    if (!isSet(environment, name)) {
      missing.add(name);
      return "";
    }
    return environment.get(name);
  }

  private static boolean isSet(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isBlank();
  }
}
