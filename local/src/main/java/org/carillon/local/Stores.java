package org.carillon.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.carillon.aws.AwsPorts;
import org.carillon.aws.AwsSettings;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.ports.FunctionInvoker.Result;
import org.carillon.core.ports.Ports;
import org.carillon.embedded.DataDirectoryException;
import org.carillon.embedded.EmbeddedPorts;

/**
 * What everything is kept in.
 *
 * @param ports the ports; customers' functions are not those of this machine yet
 * @param close lets go of it
 */
record Stores(Ports ports, AutoCloseable close) {

  /** One folder of this machine. */
  static Stores embedded(Path data) throws StartException {
    try {
      EmbeddedPorts embedded =
          EmbeddedPorts.open(
              data, (arn, payload, timeout) -> new Result.NotFound("No function is served here."));
      return new Stores(embedded.ports(), embedded);
    } catch (DataDirectoryException e) {
      throw new StartException(e.getMessage(), e);
    }
  }

  /**
   * AWS, as the environment says.
   *
   * @param data a folder of this machine is needed all the same, for functions and the first key
   */
  static Stores aws(Path data, Map<String, String> environment) throws StartException {
    try {
      Files.createDirectories(data);
      AwsPorts aws = AwsPorts.open(AwsSettings.from(environment));
      return new Stores(aws.ports(), aws);
    } catch (IllegalStateException e) {
      throw new StartException("--aws: " + e.getMessage(), e);
    } catch (IOException | UncheckedIOException e) {
      throw new StartException(
          "The data directory " + data + " cannot be made: " + e.getMessage(), e);
    }
  }

  /** The ports with the functions of this machine, where there are any, before all others. */
  Ports with(FunctionInvoker local) {
    FunctionInvoker others = ports.functions();
    FunctionInvoker both =
        (arn, payload, timeout) -> {
          Result result = local.invoke(arn, payload, timeout);
          if (!(result instanceof Result.NotFound)) {
            return result;
          }
          Result elsewhere = others.invoke(arn, payload, timeout);
          return elsewhere instanceof Result.NotFound ? result : elsewhere;
        };
    return ports.withFunctions(both);
  }
}
