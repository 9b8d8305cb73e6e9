package org.carillon.core.ports;

import java.util.ServiceLoader;

/**
 * Everything the core needs from the outside. One family of adapters provides all of it.
 *
 * @param items the item store
 * @param objects the object store
 * @param callFacts the stream of call facts
 * @param functions customers' functions
 * @param sealer secrets at rest
 * @param keys customers' encryption keys
 * @param events events for the account's own automation
 * @param metrics metrics of calls
 * @param logs log records of calls
 */
public record Ports(
    Items items,
    Objects objects,
    EventStream callFacts,
    FunctionInvoker functions,
    Sealer sealer,
    Keys keys,
    EventBus events,
    Metrics metrics,
    Logs logs) {

  /** The same with other functions. */
  public Ports withFunctions(FunctionInvoker others) {
    return new Ports(items, objects, callFacts, others, sealer, keys, events, metrics, logs);
  }

  /** The same with another item store. */
  public Ports withItems(Items others) {
    return new Ports(others, objects, callFacts, functions, sealer, keys, events, metrics, logs);
  }

  /**
   * A family of adapters that configures itself from the environment, found by {@link
   * ServiceLoader}. A Lambda handler has exactly one on its class path.
   */
  public interface Provider {
    Ports fromEnvironment();
  }

  /** The ports of the one family on the class path. */
  public static Ports fromEnvironment() {
    return ServiceLoader.load(Provider.class)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "No adapters on the class path: add the carillon-aws layer to the function."))
        .fromEnvironment();
  }
}
