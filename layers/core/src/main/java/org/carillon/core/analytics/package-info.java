/** Call analytics: configurations, pipelines, tasks and stream pools (A1, A2, A6). */
package org.carillon.core.analytics;
