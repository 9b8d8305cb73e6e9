package org.carillon.compatibility.walk;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.carillon.compatibility.Tools;

/** boto3 (D5). */
class Boto3WalkTest extends EveryOperationWalk {

  private String python;
  private String version;

  @Override
  void prepare() throws Exception {
    python = Tools.pythonWithBoto3();
    List<String> ask = List.of(python, "-c", "import boto3; print(boto3.__version__)");
    version = Tools.run(Map.of(), Duration.ofMinutes(1), ask).expectSuccess().output().strip();
  }

  @Override
  ApiClient client(String endpoint, Map<String, String> environment) throws IOException {
    Path program =
        Path.of(System.getProperty("carillon.home"), "compatibility-tests", "boto3", "client.py");
    return new LineClient(
        "boto3 " + version,
        new LineProcess(
            List.of(python, program.toString(), endpoint),
            environment,
            folder.resolve("boto3.log")));
  }
}
