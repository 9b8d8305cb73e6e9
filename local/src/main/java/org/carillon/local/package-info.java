/** Everything in one JVM (design section 6): the command line, the wiring, and the edges of it. */
package org.carillon.local;
