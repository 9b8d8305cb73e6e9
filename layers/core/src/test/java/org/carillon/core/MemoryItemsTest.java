package org.carillon.core;

import org.carillon.core.ports.Items;
import org.carillon.core.ports.ItemsContract;

/** The store that tests of rules use keeps the same contract as the real ones. */
class MemoryItemsTest extends ItemsContract {

  private final MemoryItems items = new MemoryItems();

  @Override
  protected Items items() {
    return items;
  }
}
