package org.carillon.media.task;

import java.util.HashMap;
import java.util.Map;

/** A task's environment variables, for tests. */
final class Settings {

  static final Map<String, String> ENVIRONMENT =
      Map.of(
          "CARILLON_ACCOUNT", "111122223333",
          "AWS_REGION", "us-east-1",
          "CARILLON_TABLE", "carillon-dev",
          "CARILLON_QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/111122223333/facts.fifo",
          "CARILLON_KMS_KEY", "alias/carillon");

  private Settings() {}

  static Map<String, String> with(String name, String value) {
    Map<String, String> environment = new HashMap<>(ENVIRONMENT);
    environment.put(name, value);
    return environment;
  }
}
