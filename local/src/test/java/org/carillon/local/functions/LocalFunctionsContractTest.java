package org.carillon.local.functions;

import java.nio.file.Path;
import java.util.List;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.ports.FunctionInvokerContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Functions in child processes keep the contract that Lambda's adapter keeps. */
class LocalFunctionsContractTest extends FunctionInvokerContract {

  private static final String SOURCE =
      """
      import time
      def echo(event, context):
          return event
      def failing(event, context):
          raise ValueError("out of bananas")
      def slow(event, context):
          time.sleep(60)
      """;

  @TempDir Path folder;
  private LocalFunctions functions;

  @BeforeEach
  void serve() throws Exception {
    Path file = Fixtures.function(folder, "index.py", SOURCE, "echo").file();
    functions =
        LocalFunctions.open(
            Fixtures.host(folder, 1),
            List.of(
                FunctionSpec.of("echo", file, "echo"),
                FunctionSpec.of("failing", file, "failing"),
                FunctionSpec.of("slow", file, "slow")));
  }

  @AfterEach
  void end() {
    functions.close();
  }

  @Override
  protected FunctionInvoker invoker() {
    return functions;
  }

  @Override
  protected String echo() {
    return functions.arn("echo");
  }

  @Override
  protected String failing() {
    return functions.arn("failing");
  }

  @Override
  protected String slow() {
    return functions.arn("slow");
  }

  @Override
  protected String missing() {
    return functions.arn("missing");
  }
}
