/** Metrics of calls (O2): what is measured, how values are made, and how they leave. */
package org.carillon.core.metrics;
