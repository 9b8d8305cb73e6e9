package org.carillon.functions.cdrwriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.carillon.functions.cdrwriter.RecordStore.BUCKET;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.carillon.core.documents.DocumentException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample events of {@code events/} through the handler, read as Lambda reads them (D4, O1). */
class CdrWriterHandlerTest {

  @TempDir Path directory;
  private RecordStore store;
  private CdrWriterHandler handler;

  @BeforeEach
  void open() {
    store = new RecordStore(directory);
    handler = new CdrWriterHandler(RecordStore.ACCOUNT, store.ports);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aBatchWithAWholeCallMakesItsRecord() throws IOException {
    store.setBucket(BUCKET);

    SQSBatchResponse response = handler.handleRequest(sample("cdr-writer-call.json"), null);

    assertThat(response.getBatchItemFailures()).isEmpty();
    assertThat(store.onlyConnectorRecord()).containsEntry("BillableDurationSeconds", 6);
  }

  @Test
  void theSameBatchAgainChangesNothing() throws IOException {
    store.setBucket(BUCKET);

    handler.handleRequest(sample("cdr-writer-call.json"), null);
    handler.handleRequest(sample("cdr-writer-call.json"), null);

    assertThat(store.connectorRecords(BUCKET)).hasSize(1);
  }

  @Test
  void aBrokenMessageFailsAloneAndTheOthersAreTaken() throws IOException {
    store.setBucket(BUCKET);
    SQSEvent batch = sample("cdr-writer-call.json");
    batch.getRecords().addFirst(sample("cdr-writer-broken-message.json").getRecords().getFirst());
    SQSEvent.SQSMessage empty = new SQSEvent.SQSMessage();
    empty.setMessageId("no-body");
    batch.getRecords().add(empty);

    SQSBatchResponse response = handler.handleRequest(batch, null);

    assertThat(response.getBatchItemFailures())
        .extracting(BatchItemFailure::getItemIdentifier)
        .containsExactly("00000001-0000-4000-8000-000000000000", "no-body");
    assertThat(store.connectorRecords(BUCKET)).hasSize(1);
  }

  @Test
  void anEventThatIsNoBatchIsRefused() {
    assertThatThrownBy(() -> handler.handleRequest(new SQSEvent(), null))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("Records");
  }

  private static SQSEvent sample(String name) throws IOException {
    Path file = Path.of(System.getProperty("carillon.home"), "events", name);
    try (InputStream json = Files.newInputStream(file)) {
      return LambdaEventSerializers.serializerFor(
              SQSEvent.class, CdrWriterHandlerTest.class.getClassLoader())
          .fromJson(json);
    }
  }
}
