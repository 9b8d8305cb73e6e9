package org.carillon.core.numbers;

import org.carillon.core.CoreFixture;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.Sealer;

/** Orders on the store in memory. */
class MemoryOrdersTest extends OrdersContract {

  private final CoreFixture core = new CoreFixture();

  @Override
  protected Items items() {
    return core.items;
  }

  @Override
  protected Sealer sealer() {
    return core.sealer;
  }
}
