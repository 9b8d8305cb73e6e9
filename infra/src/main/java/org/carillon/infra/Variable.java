package org.carillon.infra;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Environment variables that Carillon's processes read, and whether a stack sets each. */
enum Variable {
  ACCOUNT,
  TABLE,
  QUEUE_URL,
  KMS_KEY,
  EVENT_BUS,
  EVENT_SOURCE,
  METRIC_NAMESPACE,
  ROLE_ARN,
  AUDIT_BUCKET,
  DOCUMENTS_BUCKET,
  VOICE_DOMAIN,
  VOICE_ADDRESSES,
  ADDRESSES,
  UNKNOWN_SOURCES,
  SIP_URIS,
  REGION("AWS_REGION, which AWS sets, says it"),
  SPOOL("a folder of the temporary directory is right"),
  RECORDINGS_SPOOL(Variable.OF_NODES),
  STIR_KEY("calls are signed by the media nodes, which get it from a secret"),
  STIR_CERTIFICATE_URL("calls are signed by the media nodes"),
  STIR_AUTHORITIES("calls are verified by the media nodes"),
  SIP_PORT(Variable.OF_NODES),
  SIP_TLS_PORT(Variable.OF_NODES),
  SIP_TLS_CERTIFICATE(Variable.OF_NODES),
  SIP_TLS_KEY(Variable.OF_NODES),
  REGION_NODES(Variable.OF_NODES),
  REGION_SECRET(Variable.OF_NODES),
  SIP_TLS_CERTIFICATE_ARN(Variable.OF_NODES),
  RTP_PORTS(Variable.OF_NODES),
  HEALTH_PORT(Variable.OF_NODES),
  STOP_SECONDS(Variable.OF_NODES),
  CALL_LOG_DAYS(Variable.OF_NODES),
  CALL_LOG_KEY(Variable.OF_NODES),
  MAX_CALLS(Variable.OF_NODES),
  BIND(Variable.OF_NODES),
  PUBLIC_ADDRESS(Variable.OF_NODES),
  SPEECH(Variable.OF_NODES),
  BOTS(Variable.OF_NODES);

  private static final String OF_NODES = "media nodes alone read it; see NodeSpec";

  /** Those that every process with the AWS adapters reads and a stack sets. */
  static final Set<Variable> OF_THE_PORTS =
      EnumSet.of(TABLE, QUEUE_URL, KMS_KEY, EVENT_BUS, EVENT_SOURCE, METRIC_NAMESPACE);

  private final Optional<String> whyNotSet;

  Variable() {
    this.whyNotSet = Optional.empty();
  }

  Variable(String whyNotSet) {
    this.whyNotSet = Optional.of(whyNotSet);
  }

  /** Its name in the environment. */
  String key() {
    return "CARILLON_" + name();
  }

  /** Why functions do without it; empty when it is set for whoever reads it. */
  Optional<String> whyNotSet() {
    return whyNotSet;
  }
}
