package org.carillon.contract;

import java.util.Map;

/**
 * Where a request goes.
 *
 * @param operation the operation it asks for
 * @param pathValues the decoded values of the path template's labels, by label
 */
public record Route(ApiOperation operation, Map<String, String> pathValues) {

  public Route {
    pathValues = Map.copyOf(pathValues);
  }
}
