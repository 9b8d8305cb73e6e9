/** Benchmarks. */
package org.carillon.bench;
