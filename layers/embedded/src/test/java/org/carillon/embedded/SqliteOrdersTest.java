package org.carillon.embedded;

import java.nio.file.Path;
import org.carillon.core.numbers.OrdersContract;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.Sealer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Orders on the embedded store. */
class SqliteOrdersTest extends OrdersContract {

  @TempDir Path data;
  private EmbeddedPorts embedded;

  @BeforeEach
  void open() {
    embedded = EmbeddedPorts.open(data, EmbeddedContractTest.NO_FUNCTIONS);
  }

  @AfterEach
  void close() {
    embedded.close();
  }

  @Override
  protected Items items() {
    return embedded.ports().items();
  }

  @Override
  protected Sealer sealer() {
    return embedded.ports().sealer();
  }
}
