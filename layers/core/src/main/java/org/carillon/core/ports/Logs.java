package org.carillon.core.ports;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/** The store of log records (V9): groups of streams of records, as CloudWatch Logs has them. */
public interface Logs {

  /** Most records of one call of {@link #append}. */
  int MAX_RECORDS = 1_000;

  /** Most bytes of one record's text in UTF-8; a SIP message has at most 64 KB. */
  int MAX_RECORD_BYTES = 200_000;

  /**
   * Adds records to a stream; makes the group and the stream when they are not there. May block;
   * calls hand theirs to a queue before this.
   *
   * @param records in any order
   * @throws PortUnavailableException when they were not all kept: append them again
   * @throws IllegalArgumentException for none or more than {@link #MAX_RECORDS}, or names of other
   *     characters than those of {@link Stream}
   */
  void append(Stream stream, List<Entry> records);

  /**
   * A stream.
   *
   * @param group as {@code /aws/ChimeVoiceConnectorSipMessages/abcdef1ghij2klmno3pqr4}
   * @param name within the group
   */
  record Stream(String group, String name) {
    private static final Pattern GROUP = Pattern.compile("(/[A-Za-z0-9_-]{1,100}){1,5}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    public Stream {
      if (!GROUP.matcher(group).matches() || !NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("no name of a log stream: " + group + " " + name);
      }
    }
  }

  /**
   * A record.
   *
   * @param at when it happened
   * @param text a JSON object on one line
   */
  record Entry(Instant at, String text) {}
}
