package org.carillon.embedded;

import java.nio.file.Path;
import org.carillon.core.ports.EventStream;
import org.carillon.core.ports.EventStreamContract;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.ItemsContract;
import org.carillon.core.ports.Objects;
import org.carillon.core.ports.ObjectsContract;
import org.carillon.core.ports.Ports;
import org.carillon.core.ports.Sealer;
import org.carillon.core.ports.SealerContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The embedded adapters keep the contract of every port they provide. */
class EmbeddedContractTest {

  static final FunctionInvoker NO_FUNCTIONS =
      (arn, payload, timeout) -> new FunctionInvoker.Result.NotFound("none here");

  @TempDir Path data;
  private EmbeddedPorts embedded;

  @BeforeEach
  void open() {
    embedded = EmbeddedPorts.open(data, NO_FUNCTIONS);
  }

  @AfterEach
  void close() {
    embedded.close();
  }

  private Ports ports() {
    return embedded.ports();
  }

  @Nested
  class ItemsTest extends ItemsContract {
    @Override
    protected Items items() {
      return ports().items();
    }
  }

  @Nested
  class ObjectsTest extends ObjectsContract {
    @Override
    protected Objects objects() {
      return ports().objects();
    }

    @Override
    protected String bucket() {
      return "carillon-contract";
    }
  }

  @Nested
  class EventStreamTest extends EventStreamContract {
    @Override
    protected EventStream stream() {
      return ports().callFacts();
    }
  }

  @Nested
  class SealerTest extends SealerContract {
    @Override
    protected Sealer sealer() {
      return ports().sealer();
    }
  }
}
