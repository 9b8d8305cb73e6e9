package org.carillon.infra;

import java.util.EnumSet;
import java.util.Set;

/** What a media node reads and needs, as {@link FunctionSpec} says it of the functions. */
final class NodeSpec {

  /** Its metric of calls, one value a minute and node; the service grows by it. */
  static final String ACTIVE_CALLS = "NodeActiveCallCount";

  /** How long a stopped task may end its calls: the most that Fargate has, in seconds. */
  static final int STOP_SECONDS = 120;

  private static final Set<Permission> PERMISSIONS =
      EnumSet.of(
          Permission.READ_ITEMS,
          Permission.QUERY_ITEMS,
          Permission.READ_ITEM_BATCHES,
          Permission.WRITE_ITEMS,
          Permission.READ_OBJECTS,
          Permission.LOOK_FOR_OBJECTS,
          Permission.WRITE_OBJECTS,
          Permission.SEND_FACTS,
          Permission.OPEN_SECRETS,
          Permission.INVOKE_FUNCTIONS,
          Permission.WRITE_METRICS,
          Permission.WRITE_CALL_LOGS,
          Permission.PROTECT_TASK);

  private NodeSpec() {}

  /** What it needs of AWS. */
  static Set<Permission> permissions() {
    return EnumSet.copyOf(PERMISSIONS);
  }

  /** The environment variables with plain values. */
  static Set<Variable> variables() {
    Set<Variable> all = EnumSet.copyOf(Variable.OF_THE_PORTS);
    all.add(Variable.ACCOUNT);
    all.add(Variable.UNKNOWN_SOURCES);
    all.add(Variable.SIP_URIS);
    return all;
  }
}
