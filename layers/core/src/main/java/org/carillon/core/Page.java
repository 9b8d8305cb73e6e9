package org.carillon.core;

import java.util.List;

/**
 * One page of a list as a client gets it.
 *
 * @param entries in the list's order
 * @param nextToken where the next page starts; null on the last page, as the API's shapes want it
 */
public record Page<T>(List<T> entries, String nextToken) {}
