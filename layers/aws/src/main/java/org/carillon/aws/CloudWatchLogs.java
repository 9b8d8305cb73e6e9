package org.carillon.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.carillon.core.ports.Logs;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Log records in CloudWatch Logs; a group or stream is made when it is first written to. */
final class CloudWatchLogs implements Logs {

  /** Most bytes of one request (PutLogEvents), each record with 26 more. */
  private static final int MAX_REQUEST_BYTES = 1_048_576;

  private static final int RECORD_OVERHEAD = 26;

  /** Records of one request lie within a day of each other. */
  private static final Duration MAX_SPAN = Duration.ofHours(23);

  private final CloudWatchLogsClient client;
  private final AwsSettings.CallLogs groups;

  /** Groups that this process made and that have not got their time yet. */
  private final Set<String> timeless = ConcurrentHashMap.newKeySet();

  CloudWatchLogs(CloudWatchLogsClient client, AwsSettings.CallLogs groups) {
    this.client = client;
    this.groups = groups;
  }

  @Override
  public void append(Stream stream, List<Entry> records) {
    if (records.isEmpty() || records.size() > MAX_RECORDS) {
      throw new IllegalArgumentException("1 to " + MAX_RECORDS + " records: " + records.size());
    }
    List<Entry> inOrder = records.stream().sorted(Comparator.comparing(Entry::at)).toList();
    List<InputLogEvent> request = new ArrayList<>();
    int bytes = 0;
    Entry first = inOrder.getFirst();
    for (Entry entry : inOrder) {
      int size = entry.text().getBytes(UTF_8).length + RECORD_OVERHEAD;
      if (bytes + size > MAX_REQUEST_BYTES
          || Duration.between(first.at(), entry.at()).compareTo(MAX_SPAN) > 0) {
        put(stream, request);
        request.clear();
        bytes = 0;
        first = entry;
      }
      request.add(
          InputLogEvent.builder()
              .timestamp(entry.at().toEpochMilli())
              .message(entry.text())
              .build());
      bytes += size;
    }
    put(stream, request);
  }

  private void put(Stream stream, List<InputLogEvent> events) {
    List<InputLogEvent> sent = List.copyOf(events);
    try {
      try {
        send(stream, sent);
      } catch (ResourceNotFoundException e) {
        make(stream);
        send(stream, sent);
      }
    } catch (SdkException e) {
      throw AwsErrors.unavailable("log group " + stream.group(), e);
    }
  }

  private void send(Stream stream, List<InputLogEvent> events) {
    client.putLogEvents(
        r -> r.logGroupName(stream.group()).logStreamName(stream.name()).logEvents(events));
  }

  private void make(Stream stream) {
    makeGroup(stream.group());
    ignoringExisting(
        () ->
            client.createLogStream(
                r -> r.logGroupName(stream.group()).logStreamName(stream.name())));
  }

  /** A group that is there already keeps the time and the key that it has. */
  private void makeGroup(String group) {
    ignoringExisting(
        () -> {
          client.createLogGroup(r -> r.logGroupName(group).kmsKeyId(groups.key().orElse(null)));
          timeless.add(group);
        });
    if (timeless.contains(group) && groups.days().isPresent()) {
      int days = groups.days().getAsInt();
      client.putRetentionPolicy(r -> r.logGroupName(group).retentionInDays(days));
    }
    timeless.remove(group);
  }

  private static void ignoringExisting(Runnable making) {
    try {
      making.run();
    } catch (ResourceAlreadyExistsException e) {
      return; // another node made it, or only the stream is missing
    }
  }
}
