package org.carillon.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.carillon.contract.Json;
import org.carillon.core.ports.EventBus;
import org.carillon.core.ports.EventBusContract;
import org.carillon.core.ports.EventStream;
import org.carillon.core.ports.EventStreamContract;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.ItemsContract;
import org.carillon.core.ports.KeyStore;
import org.carillon.core.ports.Keys;
import org.carillon.core.ports.KeysContract;
import org.carillon.core.ports.Logs;
import org.carillon.core.ports.LogsContract;
import org.carillon.core.ports.Metrics;
import org.carillon.core.ports.MetricsContract;
import org.carillon.core.ports.Objects;
import org.carillon.core.ports.ObjectsContract;
import org.carillon.core.ports.Ports;
import org.carillon.core.ports.Sealer;
import org.carillon.core.ports.SealerContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
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
  class EventBusTest extends EventBusContract {
    @Override
    protected EventBus bus() {
      return ports().events();
    }

    @Override
    protected List<Map<String, Object>> arrived() throws IOException {
      List<Map<String, Object>> arrived = new ArrayList<>();
      for (String line : Files.readAllLines(data.resolve("events/events.jsonl"))) {
        arrived.add(Json.readObject(line.getBytes(StandardCharsets.UTF_8)));
      }
      return arrived;
    }
  }

  @Nested
  class MetricsTest extends MetricsContract {
    @Override
    protected Metrics metrics() {
      return ports().metrics();
    }
  }

  @Nested
  class LogsTest extends LogsContract {
    @Override
    protected Logs logs() {
      return ports().logs();
    }

    @Override
    protected List<String> kept(Logs.Stream stream) throws IOException {
      return Files.readAllLines(
          data.resolve("logs" + stream.group()).resolve(stream.name() + ".jsonl"));
    }
  }

  @Nested
  class SealerTest extends SealerContract {
    @Override
    protected Sealer sealer() {
      return ports().sealer();
    }
  }

  @Nested
  class KeysTest extends KeysContract {

    private int made;

    @Override
    protected Keys keys() {
      return ports().keys();
    }

    @Override
    protected String newKey(String spec) {
      return store()
          .create("arn:aws:kms:us-east-1:111122223333:key/" + ++made, spec, "for a test")
          .keyArn();
    }

    @Override
    protected void setEnabled(String keyArn, boolean enabled) {
      store().setEnabled(keyArn, enabled);
    }

    @Override
    protected void revoke(String keyArn, String grantId) {
      store().revoke(keyArn, grantId);
    }

    @Override
    protected int grants(String keyArn) {
      return store().grants(keyArn).size();
    }

    private KeyStore store() {
      return keys().store().orElseThrow();
    }

    @Test
    void keysAreListedOldestFirstAndSurviveARestart() {
      String first = newKey(KeyStore.SYMMETRIC);
      String second = newKey("RSA_2048");
      Keys.KeyGrant grant = keys().createGrant(first, Map.of("a", "b"), "g");
      byte[] sealed = keys().generateDataKey(first, grant, Map.of("a", "b")).sealed();

      close();
      open();

      assertThat(store().list())
          .extracting(KeyStore.StoredKey::keyArn)
          .containsExactlyInAnyOrder(first, second);
      assertThat(keys().decrypt(first, grant, sealed, Map.of("a", "b"))).hasSize(32);
      assertThat(store().setEnabled("arn:aws:kms:us-east-1:111122223333:key/0", true)).isFalse();
      assertThat(store().revoke(first, "0")).isFalse();
    }
  }
}
