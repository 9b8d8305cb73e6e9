/** Everything in one JVM. */
package org.carillon.local;
