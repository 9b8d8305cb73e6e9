package org.carillon.core.ports;

import java.util.List;
import java.util.Optional;

/**
 * One page of a query. It may hold fewer items than asked for while there are more: only {@code
 * next} tells the end.
 *
 * @param items in sort-key order
 * @param next where to go on ({@link ItemQuery#after}), present when there may be more; opaque, not
 *     for clients
 */
public record ItemPage(List<Item> items, Optional<String> next) {}
