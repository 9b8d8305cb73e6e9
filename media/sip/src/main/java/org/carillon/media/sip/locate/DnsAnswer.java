package org.carillon.media.sip.locate;

import java.util.List;

/**
 * What DNS knows.
 *
 * @param records the records; none when the name does not exist or has none of that type
 * @param known false when no server answered, or none with anything that can be read
 * @param seconds how long this may be remembered
 */
record DnsAnswer(List<DnsData> records, boolean known, long seconds) {
  /** RFC 9520 has failures remembered too, so that a dead server is not asked for every call. */
  private static final long FAILURE_SECONDS = 5;

  DnsAnswer {
    records = List.copyOf(records);
  }

  static DnsAnswer failure() {
    return new DnsAnswer(List.of(), false, FAILURE_SECONDS);
  }

  boolean isEmpty() {
    return records.isEmpty();
  }
}
