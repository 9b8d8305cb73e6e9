package org.carillon.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.carillon.core.ports.EventStream;
import org.carillon.core.ports.StreamRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * One subscription of the queue. Each lane receives, hands the messages of each key to a virtual
 * thread of its own, and waits for all before it receives again.
 */
final class SqsDelivery implements EventStream.Subscription {

  private static final Logger LOG = LoggerFactory.getLogger(SqsDelivery.class);

  private static final int LANES = 4;

  /** How long SQS keeps messages from others; prolonged while the consumer works. */
  private static final Duration VISIBILITY = Duration.ofSeconds(60);

  private static final Duration PROLONG_EVERY = Duration.ofSeconds(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
  private static final Duration TROUBLE_PAUSE = Duration.ofSeconds(5);

  private final SqsQueue queue;
  private final EventStream.Consumer consumer;
  private final Duration poll;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<Thread> lanes = new ArrayList<>();

  SqsDelivery(SqsQueue queue, EventStream.Consumer consumer, Duration poll) {
    this.queue = queue;
    this.consumer = consumer;
    this.poll = poll;
    for (int i = 0; i < LANES; i++) {
      lanes.add(Thread.ofVirtual().name("carillon-call-facts-receive-" + i).start(this::receive));
    }
  }

  private void receive() {
    try {
      while (closing.getCount() > 0) {
        try {
          deliver(queue.receive(poll, VISIBILITY));
        } catch (SdkException e) {
          LOG.error("Call facts cannot be received and wait. {}", AwsErrors.advice(e));
          if (closing.await(TROUBLE_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      LOG.error("The delivery of call facts was interrupted; restart Carillon.", e);
    }
  }

  private void deliver(List<Message> messages) {
    Map<String, List<Message>> byKey = new LinkedHashMap<>();
    for (Message message : messages) {
      String key = message.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID);
      byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(message);
    }
    List<Thread> workers = new ArrayList<>();
    byKey.forEach(
        (key, batch) ->
            workers.add(
                Thread.ofVirtual()
                    .name("carillon-call-facts " + key)
                    .start(() -> deliver(key, batch))));
    workers.forEach(Uninterrupted::join);
  }

  private void deliver(String key, List<Message> batch) {
    CountDownLatch done = new CountDownLatch(1);
    Thread prolonging = Thread.ofVirtual().start(() -> prolong(key, batch, done));
    boolean accepted = accepted(key, batch);
    done.countDown();
    Uninterrupted.join(prolonging); // or it could hide again what is given back below
    try {
      if (accepted) {
        queue.delete(batch);
      } else {
        queue.hideFor(batch, pause(batch));
      }
    } catch (SdkException e) {
      LOG.warn("Call facts of {} come again in a minute. {}", key, AwsErrors.advice(e));
    }
  }

  @SuppressWarnings("CatchingUnchecked") // whatever the consumer throws, the batch comes again
  private boolean accepted(String key, List<Message> batch) {
    try {
      List<StreamRecord> records = new ArrayList<>(batch.size());
      for (Message message : batch) {
        records.add(QueueMessages.read(message.body().getBytes(UTF_8)));
      }
      consumer.accept(records);
      return true;
    } catch (Throwable e) {
      LOG.warn(
          "The consumer of call facts failed on {} records of {}; they come again in {} s.",
          batch.size(),
          key,
          pause(batch).toSeconds(),
          e);
      return false;
    }
  }

  /** 1 s, doubled with each time the first message was received. */
  private static Duration pause(List<Message> batch) {
    String received =
        batch
            .getFirst()
            .attributes()
            .getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1");
    int doublings = Math.clamp(Integer.parseInt(received) - 1L, 0, 10);
    Duration pause = Duration.ofSeconds(1L << doublings);
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private void prolong(String key, List<Message> batch, CountDownLatch done) {
    try {
      while (!done.await(PROLONG_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        queue.hideFor(batch, VISIBILITY);
      }
    } catch (SdkException e) {
      LOG.warn("Call facts of {} may come twice. {}", key, AwsErrors.advice(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    lanes.forEach(Uninterrupted::join);
  }
}
