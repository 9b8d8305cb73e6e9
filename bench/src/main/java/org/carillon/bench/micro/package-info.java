/** Micro benchmarks on JMH, for the parts that every message or request passes. */
package org.carillon.bench.micro;
