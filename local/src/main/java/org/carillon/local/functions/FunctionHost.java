package org.carillon.local.functions;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where functions run.
 *
 * @param region the region of their ARNs
 * @param account the twelve digits of the account of their ARNs
 * @param workFolder a folder of ours for what the runtimes need on disk; made when missing
 * @param environment what the functions find in their environment, beside what Lambda sets
 * @param maxInstances most processes of one function at a time
 */
public record FunctionHost(
    String region,
    String account,
    Path workFolder,
    Map<String, String> environment,
    int maxInstances) {

  /** The instances one function may have unless said otherwise. */
  public static final int DEFAULT_MAX_INSTANCES = 10;

  public FunctionHost {
    environment = Map.copyOf(environment);
    if (maxInstances < 1) {
      throw new IllegalArgumentException("maxInstances is at least 1: " + maxInstances);
    }
  }
}
