package org.carillon.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.carillon.core.ports.StreamRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/**
 * One SQS FIFO queue in the words of the event stream: the record's key is the message group, which
 * keeps its order, and its id the deduplication id. The message is {@link QueueMessages}.
 */
final class SqsQueue {

  private static final Logger LOG = LoggerFactory.getLogger(SqsQueue.class);

  /** Most entries of one request (SQS). */
  static final int MAX_BATCH = 10;

  /** Most bytes of one request that every region takes. */
  static final int MAX_BATCH_BYTES = 256 * 1024;

  private static final Duration SEND_TIMEOUT = Duration.ofSeconds(15);

  private final SqsClient sqs;
  private final String url;

  SqsQueue(SqsClient sqs, String url) {
    this.sqs = sqs;
    this.url = url;
  }

  /**
   * What became of the records of one request, by their index.
   *
   * @param rejected refused for good: the fault is in the record
   * @param failed not taken now
   * @param reason why, for the log; empty when all were sent
   */
  record Outcome(Set<Integer> rejected, Set<Integer> failed, String reason) {}

  /** Sends up to {@value #MAX_BATCH} records, of which no two have the same key. */
  Outcome send(List<StreamRecord> records) {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>(records.size());
    for (int i = 0; i < records.size(); i++) {
      StreamRecord entry = records.get(i);
      entries.add(
          SendMessageBatchRequestEntry.builder()
              .id(Integer.toString(i))
              .messageGroupId(entry.key())
              .messageDeduplicationId(entry.id())
              .messageBody(body(entry))
              .build());
    }
    try {
      SendMessageBatchResponse response =
          sqs.sendMessageBatch(
              r ->
                  r.queueUrl(url)
                      .entries(entries)
                      .overrideConfiguration(o -> o.apiCallTimeout(SEND_TIMEOUT)));
      return outcome(response.failed());
    } catch (SdkException e) {
      Set<Integer> all = new HashSet<>();
      for (int i = 0; i < records.size(); i++) {
        all.add(i);
      }
      return new Outcome(Set.of(), all, AwsErrors.advice(e));
    }
  }

  private static Outcome outcome(List<BatchResultErrorEntry> errors) {
    Set<Integer> rejected = new HashSet<>();
    Set<Integer> failed = new HashSet<>();
    String reason = "";
    for (BatchResultErrorEntry error : errors) {
      (Boolean.TRUE.equals(error.senderFault()) ? rejected : failed)
          .add(Integer.valueOf(error.id()));
      reason = error.code() + ", " + error.message();
    }
    return new Outcome(rejected, failed, reason);
  }

  /** SQS takes the characters of XML 1.0; of what JSON leaves unescaped these two are none. */
  private static String body(StreamRecord entry) {
    return new String(QueueMessages.write(entry), UTF_8)
        .replace("\ufffe", "\\ufffe")
        .replace("\uffff", "\\uffff");
  }

  /**
   * Waits for messages; those of one group come in order, and no more of it until these are gone.
   */
  List<Message> receive(Duration wait, Duration visibility) {
    return sqs.receiveMessage(
            r ->
                r.queueUrl(url)
                    .maxNumberOfMessages(MAX_BATCH)
                    .waitTimeSeconds((int) wait.toSeconds())
                    .visibilityTimeout((int) visibility.toSeconds())
                    .messageSystemAttributeNames(
                        MessageSystemAttributeName.MESSAGE_GROUP_ID,
                        MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)
                    .overrideConfiguration(o -> o.apiCallTimeout(wait.plus(SEND_TIMEOUT))))
        .messages();
  }

  /** Removes messages that were dealt with. */
  void delete(List<Message> messages) {
    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>(messages.size());
    for (int i = 0; i < messages.size(); i++) {
      entries.add(
          DeleteMessageBatchRequestEntry.builder()
              .id(Integer.toString(i))
              .receiptHandle(messages.get(i).receiptHandle())
              .build());
    }
    var response = sqs.deleteMessageBatch(r -> r.queueUrl(url).entries(entries));
    warn("deleted", response.failed());
  }

  /** Says in how long messages may be received again. */
  void hideFor(List<Message> messages, Duration time) {
    List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>(messages.size());
    for (int i = 0; i < messages.size(); i++) {
      entries.add(
          ChangeMessageVisibilityBatchRequestEntry.builder()
              .id(Integer.toString(i))
              .receiptHandle(messages.get(i).receiptHandle())
              .visibilityTimeout((int) time.toSeconds())
              .build());
    }
    var response = sqs.changeMessageVisibilityBatch(r -> r.queueUrl(url).entries(entries));
    warn("rescheduled", response.failed());
  }

  private void warn(String what, List<BatchResultErrorEntry> errors) {
    if (!errors.isEmpty()) {
      LOG.warn(
          "{} messages of {} were not {} ({}); they come again.",
          errors.size(),
          url,
          what,
          errors.getFirst().message());
    }
  }
}
