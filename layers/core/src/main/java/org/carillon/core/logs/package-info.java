/** Logs of connectors and applications (V9): which are written, and what a record holds. */
package org.carillon.core.logs;
