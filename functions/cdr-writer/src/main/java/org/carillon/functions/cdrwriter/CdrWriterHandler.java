package org.carillon.functions.cdrwriter;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.carillon.contract.Json;
import org.carillon.contract.JsonException;
import org.carillon.core.Account;
import org.carillon.core.calls.NobodyCalled;
import org.carillon.core.documents.DocumentException;
import org.carillon.core.documents.StreamDocuments;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.ports.Ports;
import org.carillon.core.ports.StreamRecord;
import org.carillon.core.records.CallFact;
import org.carillon.core.records.CallRecords;
import org.carillon.core.records.Reputations;
import org.carillon.core.reputation.OutboundReputation;
import org.carillon.core.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Call facts of the event stream in, call detail records out (O1), and calls counted for reputation
 * (N12). Reads batches of a queue whose event source mapping reports partial failures: a message
 * that fails comes again, and after the queue's limit it goes to the dead-letter queue, so that
 * nothing is lost.
 */
public final class CdrWriterHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

  private static final Logger log = LoggerFactory.getLogger(CdrWriterHandler.class);

  private final CallRecords records;

  /** For the Lambda service: everything comes from the environment. */
  public CdrWriterHandler() {
    this(Account.fromEnvironment(System.getenv()), Ports.fromEnvironment());
  }

  /** The records of this account on these ports. */
  public CdrWriterHandler(Account account, Ports ports) {
    this.records =
        new CallRecords(
            account,
            ports.items(),
            ports.objects(),
            ports.callFacts(),
            new Settings(ports.items(), account),
            new PhoneNumbers(ports.items(), account),
            Reputations.of(new OutboundReputation(ports.items(), account), NobodyCalled::saysEnd));
  }

  /**
   * @param batch messages whose bodies are stream records, as {@link StreamDocuments} has them
   * @return the messages that are to come again
   */
  @Override
  public SQSBatchResponse handleRequest(SQSEvent batch, Context context) {
    List<BatchItemFailure> failures = new ArrayList<>();
    List<SQSMessage> messages = batch == null ? null : batch.getRecords();
    if (messages == null) {
      throw new DocumentException("The event must be a batch of queue messages in Records.");
    }
    for (SQSMessage message : messages) {
      if (!taken(message)) {
        failures.add(new BatchItemFailure(message.getMessageId()));
      }
    }
    return new SQSBatchResponse(failures);
  }

  private boolean taken(SQSMessage message) {
    try {
      records.accept(CallFact.fromRecord(streamRecord(message.getBody())));
      return true;
    } catch (JsonException | DocumentException e) {
      log.error(
          "Message {} holds no call fact and goes to the dead-letter queue in time: {}",
          message.getMessageId(),
          e.getMessage());
      return false;
    } catch (RuntimeException e) {
      log.error("Message {} is tried again.", message.getMessageId(), e);
      return false;
    }
  }

  private static StreamRecord streamRecord(String body) {
    if (body == null) {
      throw new DocumentException("The message has no body.");
    }
    return StreamDocuments.streamRecord(Json.readObject(body.getBytes(StandardCharsets.UTF_8)));
  }
}
