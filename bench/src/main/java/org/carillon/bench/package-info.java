/**
 * Benchmarks: each prints figures and judges nothing. {@code bench/README.md} says what each one
 * measures and how to run it.
 */
package org.carillon.bench;
