package org.carillon.local.functions;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.ports.FunctionInvoker;

/**
 * Customers' functions as child processes of this one (design section 6).
 *
 * <p>A function's ARN is {@code arn:aws:lambda:REGION:ACCOUNT:function:NAME}; an alias or version
 * behind it is accepted and means the same code. What a function prints is logged under {@code
 * function.NAME}.
 */
public final class LocalFunctions implements FunctionInvoker, AutoCloseable {
  private final FunctionHost host;
  private final RuntimeApi api;
  private final Map<String, FunctionPool> pools = new LinkedHashMap<>();

  private LocalFunctions(FunctionHost host, Collection<FunctionSpec> functions, RuntimeApi api)
      throws IOException {
    this.host = host;
    this.api = api;
    var processes = new FunctionProcesses(host, api);
    for (FunctionSpec spec : functions) {
      pools.put(spec.name(), processes.pool(spec));
    }
  }

  /**
   * Serves functions. Their processes start with {@link #warm()} or with their first event.
   *
   * @throws IllegalArgumentException when two have one name, or an interpreter is missing; the
   *     message says what to do
   * @throws IOException when the work folder cannot be written or no loopback port is free
   */
  public static LocalFunctions open(FunctionHost host, List<FunctionSpec> functions)
      throws IOException {
    var names = new LinkedHashMap<String, FunctionSpec>();
    for (FunctionSpec spec : functions) {
      if (names.put(spec.name(), spec) != null) {
        throw new IllegalArgumentException("two functions are named " + spec.name());
      }
      if (spec.runtime().interpreter(host.environment()).isEmpty()) {
        throw new IllegalArgumentException(
            "function " + spec.name() + ": " + spec.runtime().advice());
      }
    }
    var api = new RuntimeApi();
    try {
      return new LocalFunctions(host, names.values(), api);
    } catch (IOException | RuntimeException e) {
      api.close();
      throw e;
    }
  }

  /**
   * Starts the first process of each function in the background, so that the first event finds it
   * warm.
   */
  public void warm() {
    pools.values().forEach(FunctionPool::warm);
  }

  /** The names of the functions served. */
  public List<String> names() {
    return List.copyOf(pools.keySet());
  }

  /** The ARN under which a function is known here. */
  public String arn(String name) {
    return FunctionArn.of(host.region(), host.account(), name);
  }

  /** {@inheritDoc} */
  @Override
  public Result invoke(String functionArn, byte[] payload, Duration timeout) {
    Optional<FunctionArn> arn = FunctionArn.parse(functionArn);
    if (arn.isEmpty()) {
      return new Result.NotFound(
          "'" + functionArn + "' is not the ARN of a Lambda function. " + served());
    }
    FunctionPool pool = pools.get(arn.get().name());
    if (pool == null
        || !arn.get().region().equals(host.region())
        || !arn.get().account().equals(host.account())) {
      return new Result.NotFound("There is no function " + functionArn + " here. " + served());
    }
    return pool.invoke(functionArn, payload, timeout);
  }

  private String served() {
    return pools.isEmpty()
        ? "No function is served; start Carillon with --function NAME=FILE:HANDLER."
        : "Served: "
            + String.join(", ", pools.keySet().stream().map(this::arn).toList())
            + ". Add others with --function NAME=FILE:HANDLER.";
  }

  /** Ends all functions' processes. */
  @Override
  public void close() {
    pools.values().forEach(FunctionPool::close);
    api.close();
  }
}
