package org.carillon.core.ports;

import java.util.Map;
import java.util.Optional;

/**
 * A stored item.
 *
 * @param key where it lives
 * @param version 1 when created, one more at each write; the store keeps it. An item that was
 *     removed and made again starts at 1 again
 * @param body the document: values are {@code String}, {@code Boolean}, {@code Long}, {@code
 *     Double}, {@code List}, {@code Map} of the same, or {@code null}; see {@link Document}. A
 *     {@code Double} without a fraction comes back as {@code Long}
 * @param index1 the item's key in the first index, when it stands in it
 * @param index2 the item's key in the second index, when it stands in it
 */
public record Item(
    ItemKey key,
    long version,
    Map<String, Object> body,
    Optional<ItemKey> index1,
    Optional<ItemKey> index2) {}
