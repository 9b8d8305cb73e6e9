/** The operator's command line, {@code scripts/carillon}: a client of the operator's API. */
package org.carillon.local.cli;
