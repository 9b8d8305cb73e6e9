/** Proxy phone sessions: two people call each other without seeing their numbers (V13). */
package org.carillon.core.connectors.proxy;
