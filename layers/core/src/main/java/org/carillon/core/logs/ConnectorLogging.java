package org.carillon.core.logs;

import org.carillon.core.metrics.MetricScope;

/**
 * What is written down of a connector's calls (V9).
 *
 * @param scope the connector and its region
 * @param sipMessages whether its SIP messages are logged
 * @param mediaMetrics whether the media metrics of its calls are logged
 */
public record ConnectorLogging(MetricScope scope, boolean sipMessages, boolean mediaMetrics) {}
