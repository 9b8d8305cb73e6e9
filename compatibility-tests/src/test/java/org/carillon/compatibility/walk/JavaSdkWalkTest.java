package org.carillon.compatibility.walk;

import java.util.Map;

/** The AWS SDK for Java v2 (D5). */
class JavaSdkWalkTest extends EveryOperationWalk {

  @Override
  ApiClient client(String endpoint, Map<String, String> environment) {
    return new JavaSdkClient(endpoint, environment);
  }
}
