package org.carillon.core.voiceprofiles;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.Retries;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;

/**
 * The calls of Voice Connectors that are streamed, as the media plane reports them, and which task
 * listens to which of their legs. Safe for use by many threads.
 */
public final class ConnectorCalls {

  private static final Pattern CONNECTOR =
      Pattern.compile("[a-z0-9]{21,22}|[a-fA-F0-9]{8}(-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}");
  private static final String LIVE = "Live";
  private static final String ANALYTICS = "Analytics";
  private static final String TASKS = "Tasks";

  private final Items items;
  private final String partition;

  ConnectorCalls(Items items, Account account) {
    this.items = items;
    this.partition = "account/" + account.id() + "/connector-calls";
  }

  /**
   * Reports that a call is streamed from now on.
   *
   * @param analytics what the call's media insights pipeline configuration has enabled; empty when
   *     the connector has none with a voice analytics processor
   */
  public void started(String voiceConnectorId, String transactionId, Set<TaskKind> analytics) {
    Map<String, Object> body = new HashMap<>();
    body.put(LIVE, true);
    body.put(ANALYTICS, analytics.stream().map(Enum::name).sorted().toList());
    body.put(TASKS, Map.of());
    items.write(
        new ItemWrite.Put(
            key(voiceConnectorId, transactionId),
            body,
            Optional.empty(),
            Optional.empty(),
            new ItemWrite.Condition.Always()));
  }

  /** Reports that a call has ended. */
  public void ended(String voiceConnectorId, String transactionId) {
    Retries.onConflict(
        () -> {
          Optional<Item> read = items.get(key(voiceConnectorId, transactionId));
          read.ifPresent(
              item -> {
                Map<String, Object> body = new HashMap<>(item.body());
                body.put(LIVE, false);
                items.write(ItemWrite.replace(item, body));
              });
          return read;
        });
  }

  /**
   * The call a client means, which goes on and can be listened to.
   *
   * @throws ApiException {@link ErrorType#NOT_FOUND} for no such call, {@link ErrorType#GONE} when
   *     it has ended, {@link ErrorType#UNPROCESSABLE_ENTITY} when its connector does not ask for
   *     this kind of analytics
   */
  Item requireLive(String voiceConnectorId, String transactionId, TaskKind kind) {
    boolean possible = CONNECTOR.matcher(voiceConnectorId).matches() && Ids.isGuid(transactionId);
    Item call =
        (possible ? items.get(key(voiceConnectorId, transactionId)) : Optional.<Item>empty())
            .orElseThrow(
                () ->
                    new ApiException(
                        ErrorType.NOT_FOUND,
                        "TransactionId: no call with this transaction is streamed by this Voice"
                            + " Connector."));
    if (!Boolean.TRUE.equals(call.body().get(LIVE))) {
      throw new ApiException(
          ErrorType.GONE, "TransactionId: the call has ended; a task needs one that goes on.");
    }
    if (!((List<?>) call.body().get(ANALYTICS)).contains(kind.name())) {
      throw new ApiException(
          ErrorType.UNPROCESSABLE_ENTITY,
          "VoiceConnectorId: the connector's media insights pipeline configuration has no"
              + " VoiceAnalyticsProcessor with "
              + kind.statusMember()
              + " Enabled.");
    }
    return call;
  }

  /** The task of a kind on one leg of a call, when there is one. */
  static Optional<String> task(Item call, TaskKind kind, boolean isCaller) {
    return Optional.ofNullable(
        (String) ((Map<?, ?>) call.body().get(TASKS)).get(leg(kind, isCaller)));
  }

  /** The write that gives a leg of a call to a task, unless the call changed meanwhile. */
  static ItemWrite withTask(Item call, TaskKind kind, boolean isCaller, String taskId) {
    Map<String, Object> tasks = new HashMap<>();
    ((Map<?, ?>) call.body().get(TASKS)).forEach((leg, id) -> tasks.put((String) leg, id));
    tasks.put(leg(kind, isCaller), taskId);
    Map<String, Object> body = new HashMap<>(call.body());
    body.put(TASKS, tasks);
    return ItemWrite.replace(call, body);
  }

  private static String leg(TaskKind kind, boolean isCaller) {
    return kind.name() + (isCaller ? "/caller" : "/callee");
  }

  private ItemKey key(String voiceConnectorId, String transactionId) {
    return new ItemKey(partition, voiceConnectorId + "/" + transactionId);
  }
}
