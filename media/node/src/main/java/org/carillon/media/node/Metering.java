package org.carillon.media.node;

import org.carillon.core.logs.LoggingQuestion;
import org.carillon.core.ports.Logs;
import org.carillon.core.ports.Metrics;

/**
 * Where a node's measurements go (O2, V9).
 *
 * @param region the installation's, for calls without a connector
 * @param metrics takes the metrics, once a minute
 * @param logs takes the records of connectors and applications that want them
 * @param logging which do; may block, asked on a virtual thread
 */
public record Metering(String region, Metrics metrics, Logs logs, LoggingQuestion logging) {}
