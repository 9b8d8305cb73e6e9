/**
 * What the core needs from the outside, in its own words. Adapters live in {@code layers/embedded}
 * and {@code layers/aws}; one contract suite runs against both.
 */
package org.carillon.core.ports;
