package org.carillon.infra;

import static org.carillon.infra.Permission.DESCRIBE_CUSTOMER_KEYS;
import static org.carillon.infra.Permission.FIND_ADDRESSES;
import static org.carillon.infra.Permission.GRANT_CUSTOMER_KEYS;
import static org.carillon.infra.Permission.INVOKE_FUNCTIONS;
import static org.carillon.infra.Permission.LOOK_FOR_OBJECTS;
import static org.carillon.infra.Permission.OPEN_SECRETS;
import static org.carillon.infra.Permission.PUBLISH_EVENTS;
import static org.carillon.infra.Permission.QUERY_ITEMS;
import static org.carillon.infra.Permission.READ_ITEMS;
import static org.carillon.infra.Permission.READ_ITEM_BATCHES;
import static org.carillon.infra.Permission.READ_METRICS;
import static org.carillon.infra.Permission.READ_OBJECTS;
import static org.carillon.infra.Permission.RETIRE_GRANTS;
import static org.carillon.infra.Permission.SEAL_SECRETS;
import static org.carillon.infra.Permission.WRITE_ITEMS;
import static org.carillon.infra.Permission.WRITE_OBJECTS;
import static org.carillon.infra.Variable.ACCOUNT;
import static org.carillon.infra.Variable.ADDRESSES;
import static org.carillon.infra.Variable.AUDIT_BUCKET;
import static org.carillon.infra.Variable.DOCUMENTS_BUCKET;
import static org.carillon.infra.Variable.ROLE_ARN;
import static org.carillon.infra.Variable.SIP_URIS;
import static org.carillon.infra.Variable.UNKNOWN_SOURCES;
import static org.carillon.infra.Variable.VOICE_ADDRESSES;
import static org.carillon.infra.Variable.VOICE_DOMAIN;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The functions and all that is particular to each: its class, its size, its environment variables
 * and its permissions. The stack is made from this, and the tests hold it against what the code
 * reads and calls.
 */
@SuppressWarnings("ImmutableEnumChecker") // sets of enums that are never changed
enum FunctionSpec {
  VOICE_API(
      "voice-api",
      "org.carillon.functions.voiceapi.VoiceApiHandler",
      "The API: every operation of the three SDKs",
      new Size(1769, 29, Optional.empty()), // one whole processor; an HTTP API waits 30 s
      Set.of(
          ACCOUNT,
          AUDIT_BUCKET,
          DOCUMENTS_BUCKET,
          VOICE_DOMAIN,
          VOICE_ADDRESSES,
          ADDRESSES,
          ROLE_ARN,
          SIP_URIS),
      Set.of(
          READ_ITEMS,
          QUERY_ITEMS,
          READ_ITEM_BATCHES,
          WRITE_ITEMS,
          READ_OBJECTS,
          LOOK_FOR_OBJECTS,
          WRITE_OBJECTS,
          SEAL_SECRETS,
          OPEN_SECRETS,
          DESCRIBE_CUSTOMER_KEYS,
          GRANT_CUSTOMER_KEYS,
          RETIRE_GRANTS,
          READ_METRICS,
          FIND_ADDRESSES),
      Start.REQUESTS),
  SIP_RULE_DISPATCH(
      "sip-rule-dispatch",
      "org.carillon.functions.sipruledispatch.SipRuleDispatchHandler",
      "Where does this call go?",
      new Size(1769, 10, Optional.empty()),
      Set.of(ACCOUNT, UNKNOWN_SOURCES),
      Set.of(READ_ITEMS, QUERY_ITEMS, WRITE_ITEMS),
      Start.CALLS),
  SMA_ACTIONS(
      "sma-actions",
      "org.carillon.functions.smaactions.SmaActionsHandler",
      "What next on this call?",
      new Size(1769, 25, Optional.empty()),
      Set.of(ACCOUNT, SIP_URIS),
      Set.of(READ_ITEMS, WRITE_ITEMS, INVOKE_FUNCTIONS),
      Start.CALLS),
  CDR_WRITER(
      "cdr-writer",
      "org.carillon.functions.cdrwriter.CdrWriterHandler",
      "Call facts in, call detail records out",
      new Size(1024, 60, Optional.empty()),
      Set.of(ACCOUNT),
      Set.of(READ_ITEMS, WRITE_ITEMS, WRITE_OBJECTS),
      Start.FACTS),
  NUMBER_LIFECYCLE(
      "number-lifecycle",
      "org.carillon.functions.numberlifecycle.NumberLifecycleHandler",
      "Phone numbers whose time in the deletion queue is over; calling names",
      new Size(1024, 120, Optional.of("rate(5 minutes)")),
      Set.of(ACCOUNT),
      Set.of(READ_ITEMS, QUERY_ITEMS, WRITE_ITEMS),
      Start.SCHEDULE),
  ACCOUNT_LIFECYCLE(
      "account-lifecycle",
      "org.carillon.functions.accountlifecycle.AccountLifecycleHandler",
      "Meetings, tokens and sessions whose time is over",
      new Size(1024, 120, Optional.of("rate(5 minutes)")),
      Set.of(ACCOUNT, ROLE_ARN),
      Set.of(READ_ITEMS, QUERY_ITEMS, WRITE_ITEMS, GRANT_CUSTOMER_KEYS, RETIRE_GRANTS),
      Start.SCHEDULE),
  NUMBER_IMPORT(
      "number-import",
      "org.carillon.functions.numberimport.NumberImportHandler",
      "Number lists of carriers; port-ins at their dates",
      new Size(1769, 300, Optional.of("rate(1 minute)")),
      Set.of(ACCOUNT),
      Set.of(
          READ_ITEMS,
          QUERY_ITEMS,
          READ_ITEM_BATCHES,
          WRITE_ITEMS,
          READ_OBJECTS,
          LOOK_FOR_OBJECTS,
          WRITE_OBJECTS),
      Start.SCHEDULE),
  TRAIL_DELIVERY(
      "trail-delivery",
      "org.carillon.functions.traildelivery.TrailDeliveryHandler",
      "Events of resources to the bus, audit files to the bucket",
      new Size(1024, 55, Optional.of("rate(1 minute)")),
      Set.of(ACCOUNT, AUDIT_BUCKET),
      Set.of(READ_ITEMS, QUERY_ITEMS, WRITE_ITEMS, WRITE_OBJECTS, PUBLISH_EVENTS),
      Start.SCHEDULE);

  /**
   * How large a function is.
   *
   * @param memoryMb megabytes; 1,769 are one processor
   * @param timeoutSeconds how long it may run
   * @param schedule when it runs by itself, an expression of EventBridge Scheduler
   */
  record Size(int memoryMb, int timeoutSeconds, Optional<String> schedule) {}

  /** What starts a function. */
  enum Start {
    /** Requests of clients: SnapStart. */
    REQUESTS,
    /** Calls in progress: SnapStart. */
    CALLS,
    /** Batches of the queue of call facts. */
    FACTS,
    /** Time. */
    SCHEDULE
  }

  /** The two that use grants on customers' keys: a grant is for one role. */
  private static final Set<FunctionSpec> KEY_USERS = EnumSet.of(VOICE_API, ACCOUNT_LIFECYCLE);

  private final String artefact;
  private final String handler;
  private final String purpose;
  private final Size size;
  private final Set<Variable> variables;
  private final Set<Permission> permissions;
  private final Start start;

  FunctionSpec(
      String artefact,
      String handler,
      String purpose,
      Size size,
      Set<Variable> variables,
      Set<Permission> permissions,
      Start start) {
    this.artefact = artefact;
    this.handler = handler;
    this.purpose = purpose;
    this.size = size;
    EnumSet<Variable> all = EnumSet.copyOf(Variable.OF_THE_PORTS);
    all.addAll(variables);
    this.variables = all;
    this.permissions = permissions;
    this.start = start;
  }

  /** Its folder in functions/ and its zip. */
  String artefact() {
    return artefact;
  }

  /** Its class. */
  String handler() {
    return handler;
  }

  /** What it does, in one line. */
  String purpose() {
    return purpose;
  }

  Size size() {
    return size;
  }

  /** The environment variables it reads, those of the adapters with them. */
  Set<Variable> variables() {
    return EnumSet.copyOf(variables);
  }

  /** What it needs of AWS. */
  Set<Permission> permissions() {
    return EnumSet.copyOf(permissions);
  }

  Start start() {
    return start;
  }

  /** Whether somebody waits for its first answer. */
  boolean snapStart() {
    return start == Start.REQUESTS || start == Start.CALLS;
  }

  /** The functions that share a role, this one among them. */
  List<FunctionSpec> roleSharers() {
    return KEY_USERS.contains(this) ? List.copyOf(KEY_USERS) : List.of(this);
  }
}
