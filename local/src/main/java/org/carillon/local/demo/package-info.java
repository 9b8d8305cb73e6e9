/**
 * {@code scripts/demo}: the guide's story from a number search to a call detail record, with a
 * caller of our own.
 */
package org.carillon.local.demo;
