package org.carillon.infra;

import java.util.List;
import java.util.Optional;

/**
 * Where an installation keeps its things in one region, as roles and environment variables name it.
 *
 * @param region the region
 * @param account the account's id
 * @param tableName the table of items
 * @param tableArn its ARN
 * @param queueUrl the FIFO queue of call facts
 * @param queueArn its ARN
 * @param bucketArns the buckets of the stack and those the operator named; in a second region those
 *     of the first too, for settings that both regions read name one bucket
 * @param auditBucket the name of the bucket of audit files
 * @param documentsBucket the name of the bucket of number requests' documents
 * @param firstRegion in a second region, the first
 * @param dataKeyArn the key that encrypts the stores
 * @param secretsKeyArn the key that seals secrets
 * @param busName the event bus
 * @param busArn its ARN
 * @param functionArns the functions that SIP media applications may invoke
 * @param metricNamespace the namespace of metrics
 * @param certificateArn the certificate of SIP over TLS, when ACM makes it
 * @param spool the file system of recordings on their way, for who mounts it
 */
record Stores(
    String region,
    String account,
    String tableName,
    String tableArn,
    String queueUrl,
    String queueArn,
    List<String> bucketArns,
    String auditBucket,
    String documentsBucket,
    Optional<FirstRegion> firstRegion,
    String dataKeyArn,
    String secretsKeyArn,
    String busName,
    String busArn,
    List<String> functionArns,
    String metricNamespace,
    Optional<String> certificateArn,
    Optional<SharedSpool> spool) {

  /**
   * The region whose buckets both write to.
   *
   * @param name such as {@code us-east-1}
   * @param dataKeyArn the key of its buckets
   */
  record FirstRegion(String name, String dataKeyArn) {}

  /**
   * A file system and the one way into it.
   *
   * @param fileSystemArn its ARN
   * @param accessPointArn the access point's ARN
   */
  record SharedSpool(String fileSystemArn, String accessPointArn) {}

  Stores {
    bucketArns = List.copyOf(bucketArns);
    functionArns = List.copyOf(functionArns);
  }

  /** This with a certificate of SIP over TLS. */
  Stores withCertificate(String arn) {
    return with(Optional.of(arn), spool);
  }

  /** This with the file system of recordings on their way. */
  Stores withSpool(SharedSpool shared) {
    return with(certificateArn, Optional.of(shared));
  }

  private Stores with(Optional<String> certificate, Optional<SharedSpool> shared) {
    return new Stores(
        region,
        account,
        tableName,
        tableArn,
        queueUrl,
        queueArn,
        bucketArns,
        auditBucket,
        documentsBucket,
        firstRegion,
        dataKeyArn,
        secretsKeyArn,
        busName,
        busArn,
        functionArns,
        metricNamespace,
        certificate,
        shared);
  }

  /** Any key of the account in this region: which one a customer gives is not known before. */
  String anyKeyArn() {
    return "arn:aws:kms:" + region + ":" + account + ":key/*";
  }

  /** Any bot's alias: functions name them call by call. */
  String anyBotArn() {
    return "arn:aws:lex:" + region + ":" + account + ":bot-alias/*";
  }

  /** Tasks of the media cluster. */
  String anyTaskArn() {
    return "arn:aws:ecs:" + region + ":" + account + ":task/" + tableName + "-media/*";
  }

  /** The media cluster. */
  String mediaClusterArn() {
    return "arn:aws:ecs:" + region + ":" + account + ":cluster/" + tableName + "-media";
  }

  /** The media service. */
  String mediaServiceArn() {
    return "arn:aws:ecs:"
        + region
        + ":"
        + account
        + ":service/"
        + tableName
        + "-media/"
        + NodeSpec.SERVICE;
  }

  /**
   * The log groups of connectors (V9) and applications (S1), which are made when one first logs.
   */
  List<String> callLogArns() {
    String groups = "arn:aws:logs:" + region + ":" + account + ":log-group:/aws/Chime";
    return List.of(
        groups + "VoiceConnectorLogs/*",
        groups + "VoiceConnectorSipMessages/*",
        groups + "SipMediaApplicationSipMessages/*");
  }
}
