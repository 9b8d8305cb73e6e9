/** The ports in one JVM: SQLite for items, files for objects. */
package org.carillon.embedded;
