package org.carillon.core.metrics;

/**
 * One side of a call at a look at it.
 *
 * @param since what passed since the look before
 * @param call what passed since the call began
 */
public record MediaInterval(MediaReading since, MediaReading call) {}
