package org.carillon.infra;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** What a media node reads and needs, as {@link FunctionSpec} says it of the functions. */
final class NodeSpec {

  /** Its metric of calls, one value a minute and node; the service grows by it. */
  static final String ACTIVE_CALLS = "NodeActiveCallCount";

  /** The dimension of that metric that keeps stages of one region apart: the table's name. */
  static final String INSTALLATION = "Installation";

  /** The program, in the image and in the tests. */
  static final String MAIN = "org.carillon.media.task.Main";

  /** The service of the media cluster. */
  static final String SERVICE = "nodes";

  /** What waits for its store, in a volume of the task. */
  static final String SPOOL_FOLDER = "/var/spool/carillon";

  /** Recordings on their way, in the file system that all nodes of a region share. */
  static final String RECORDINGS_FOLDER = "/var/spool/carillon-recordings";

  /** Whom a node runs as, in the image, in the task and in its files. */
  static final String USER = "10001";

  /** How long a stopped task may end its calls: the most that Fargate has, in seconds. */
  static final int STOP_SECONDS = 120;

  private static final Set<Permission> PERMISSIONS =
      EnumSet.of(
          Permission.READ_ITEMS,
          Permission.QUERY_ITEMS,
          Permission.WRITE_ITEMS,
          Permission.READ_OBJECTS,
          Permission.LOOK_FOR_OBJECTS,
          Permission.WRITE_OBJECTS,
          Permission.ABANDON_OBJECTS,
          Permission.MOUNT_SPOOL,
          Permission.SEND_FACTS,
          Permission.OPEN_SECRETS,
          Permission.INVOKE_FUNCTIONS,
          Permission.WRITE_METRICS,
          Permission.WRITE_CALL_LOGS,
          Permission.FIND_PUBLIC_ADDRESS,
          Permission.SPEAK,
          Permission.ASK_BOTS,
          Permission.PROTECT_TASK,
          Permission.DESCRIBE_TASKS,
          Permission.LIST_TASKS,
          Permission.DESCRIBE_SERVICE,
          Permission.DESCRIBE_TARGET_HEALTH);

  /** Variables with secrets: they come from Secrets Manager, when the installation has them. */
  private static final Set<Variable> SECRETS =
      EnumSet.of(
          Variable.STIR_KEY,
          Variable.SIP_TLS_CERTIFICATE,
          Variable.SIP_TLS_KEY,
          Variable.REGION_SECRET);

  /** Variables that a node would read and no stack sets. */
  private static final Map<Variable, String> LEFT_OUT =
      new EnumMap<>(
          Map.of(
              Variable.REGION, "AWS_REGION says it",
              Variable.ROLE_ARN, "no keys are granted by nodes",
              Variable.MAX_CALLS, "the node's own limit; the service grows long before it",
              Variable.BIND, "ECS tells a task its addresses",
              Variable.PUBLIC_ADDRESS, "EC2 tells a task its public address"));

  private NodeSpec() {}

  /** What it needs of AWS. */
  static Set<Permission> permissions() {
    return EnumSet.copyOf(PERMISSIONS);
  }

  /** What it needs besides in some installations only. */
  static Set<Permission> permissionsOfSome() {
    return EnumSet.of(Permission.EXPORT_CERTIFICATE);
  }

  /** The environment variables with plain values. */
  static Set<Variable> variables() {
    Set<Variable> all = EnumSet.copyOf(Variable.OF_THE_PORTS);
    all.add(Variable.ACCOUNT);
    all.add(Variable.UNKNOWN_SOURCES);
    all.add(Variable.SIP_URIS);
    all.addAll(
        EnumSet.of(
            Variable.SPOOL,
            Variable.RECORDINGS_SPOOL,
            Variable.SIP_PORT,
            Variable.SIP_TLS_PORT,
            Variable.RTP_PORTS,
            Variable.HEALTH_PORT,
            Variable.STOP_SECONDS,
            Variable.CALL_LOG_DAYS,
            Variable.CALL_LOG_KEY,
            Variable.SPEECH,
            Variable.BOTS));
    return all;
  }

  /** Those that are set for some installations only: secrets, and what goes with them. */
  static Set<Variable> variablesOfSome() {
    Set<Variable> all = EnumSet.copyOf(SECRETS);
    all.add(Variable.STIR_CERTIFICATE_URL);
    all.add(Variable.STIR_AUTHORITIES);
    all.add(Variable.SIP_TLS_CERTIFICATE_ARN);
    all.add(Variable.REGION_NODES);
    return all;
  }

  /** Those that no stack sets, each with the reason. */
  static Map<Variable, String> leftOut() {
    return new EnumMap<>(LEFT_OUT);
  }

  /** The value of a variable of {@link #variables}. */
  static String value(Variable variable, Installation installation, Stores stores) {
    Installation.Media media = installation.media();
    return switch (variable) {
      case SPOOL -> SPOOL_FOLDER;
      case RECORDINGS_SPOOL -> RECORDINGS_FOLDER;
      case SIP_PORT -> Integer.toString(MediaNetwork.SIP);
      case SIP_TLS_PORT -> Integer.toString(MediaNetwork.SIPS);
      case RTP_PORTS -> media.firstRtpPort() + "-" + media.lastRtpPort();
      case HEALTH_PORT -> Integer.toString(MediaNetwork.HEALTH);
      case STOP_SECONDS -> Integer.toString(STOP_SECONDS);
      case CALL_LOG_DAYS -> Integer.toString(installation.retention().callLogs());
      case CALL_LOG_KEY -> stores.dataKeyArn();
      case SPEECH -> "polly";
      case BOTS -> "lex";
      default -> ApiStack.value(variable, installation, stores, "");
    };
  }
}
