package org.carillon.media.rtp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/**
 * RTCP of one stream (RFC 3550 section 6): sender and receiver reports with a canonical name, BYE
 * at the end; reads the other side's. Belongs to the stream's media thread.
 */
final class RtcpSession {
  private static final int SENDER_REPORT = 200;
  private static final int RECEIVER_REPORT = 201;
  private static final int SOURCE_DESCRIPTION = 202;
  private static final int BYE = 203;
  private static final int LAST_KNOWN_TYPE = 207;
  private static final int REPORT_BLOCK = 24;
  private static final int MAX_PACKETS_IN_COMPOUND = 16;
  private static final long INTERVAL_NANOS = 5_000_000_000L;
  // seconds from 1900 (NTP) to 1970
  private static final long NTP_EPOCH = 2_208_988_800L;

  private final int ssrc;
  private final byte[] name;
  private final ReceptionStatistics reception;
  private final Counters counters;
  private final InstantSource clock;

  private int clockRate = G711.SAMPLE_RATE;
  private long nextNanos;
  private long sentAtLastReport;
  private int lastSenderReport;
  private int lastSenderReportSsrc;
  private long lastSenderReportNanos;

  RtcpSession(int ssrc, ReceptionStatistics reception, Counters counters) {
    this(ssrc, reception, counters, InstantSource.system());
  }

  /** With the clock whose time the sender reports tell. */
  RtcpSession(int ssrc, ReceptionStatistics reception, Counters counters, InstantSource clock) {
    this.clock = clock;
    this.ssrc = ssrc;
    this.reception = reception;
    this.counters = counters;
    // a name that tells nobody who we are (RFC 7022 section 4.2)
    this.name =
        Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE)
            .getBytes(StandardCharsets.US_ASCII);
    counters.set(Counters.Counter.ROUND_TRIP, -1);
  }

  /** The clock of the packets we send, in hertz. */
  void clockRate(int hertz) {
    clockRate = hertz;
  }

  /** Whether a report is due; the first one half an interval after the start (section 6.3). */
  boolean due(long nanoTime) {
    if (nextNanos == 0) {
      schedule(nanoTime, INTERVAL_NANOS / 2);
      return false;
    }
    if (nanoTime - nextNanos < 0) {
      return false;
    }
    schedule(nanoTime, INTERVAL_NANOS);
    return true;
  }

  private void schedule(long nanoTime, long interval) {
    nextNanos = nanoTime + ThreadLocalRandom.current().nextLong(interval / 2, interval * 3 / 2);
  }

  /** Writes a compound packet; returns its length. */
  int write(ByteBuffer out, int rtpTimestamp, boolean bye, long nanoTime) {
    long sent = counters.get(Counters.Counter.PACKETS_SENT);
    boolean sender = sent != sentAtLastReport;
    sentAtLastReport = sent;
    int blocks = reception.started() ? 1 : 0;
    int at = header(out, 0, blocks, sender ? SENDER_REPORT : RECEIVER_REPORT);
    if (sender) {
      long millis = clock.millis();
      out.putInt(at, (int) (millis / 1000 + NTP_EPOCH));
      out.putInt(at + 4, (int) ((millis % 1000 << 32) / 1000));
      out.putInt(at + 8, rtpTimestamp);
      out.putInt(at + 12, (int) sent);
      out.putInt(at + 16, (int) counters.get(Counters.Counter.BYTES_SENT));
      at += 20;
    }
    if (blocks > 0) {
      at = reportBlock(out, at, nanoTime);
    }
    setLength(out, 0, at);
    int description = at;
    at = header(out, at, 1, SOURCE_DESCRIPTION);
    out.put(at, (byte) 1).put(at + 1, (byte) name.length).put(at + 2, name);
    at += 2 + name.length;
    // one to four zero bytes end the chunk
    for (int end = (at & ~3) + 4; at < end; at++) {
      out.put(at, (byte) 0);
    }
    setLength(out, description, at);
    if (bye) {
      int start = at;
      at = header(out, at, 1, BYE);
      setLength(out, start, at);
    }
    return at;
  }

  private int header(ByteBuffer out, int at, int count, int type) {
    out.put(at, (byte) (0x80 | count)).put(at + 1, (byte) type).putInt(at + 4, ssrc);
    return at + 8;
  }

  private int reportBlock(ByteBuffer out, int at, long nanoTime) {
    int lost = (int) Math.clamp(reception.lost(), -0x800000L, 0x7FFFFFL);
    out.putInt(at, reception.ssrc());
    out.putInt(at + 4, (reception.fractionLost() << 24) | (lost & 0xFFFFFF));
    out.putInt(at + 8, reception.extendedMax());
    out.putInt(at + 12, reception.jitter());
    // section 6.4.1: of the source that the block is about, and zero while it sent none
    boolean heard = lastSenderReport != 0 && lastSenderReportSsrc == reception.ssrc();
    out.putInt(at + 16, heard ? lastSenderReport : 0);
    out.putInt(
        at + 20, !heard ? 0 : (int) ((nanoTime - lastSenderReportNanos) * 65536 / 1_000_000_000L));
    return at + REPORT_BLOCK;
  }

  private static void setLength(ByteBuffer out, int start, int end) {
    out.putShort(start + 2, (short) ((end - start) / 4 - 1));
  }

  /**
   * Reads a compound packet (checks of appendix A.2).
   *
   * @return false when it is malformed; what was read before the malformed part counts
   */
  boolean read(ByteBuffer in, int length, long nanoTime) {
    int at = 0;
    for (int n = 0; n < MAX_PACKETS_IN_COMPOUND && at < length; n++) {
      if (length - at < 4 || (in.get(at) & 0xC0) != 0x80) {
        return false;
      }
      int count = in.get(at) & 0x1F;
      int type = in.get(at + 1) & 0xFF;
      int end = at + 4 * ((in.getShort(at + 2) & 0xFFFF) + 1);
      boolean firstIsReport = type == SENDER_REPORT || type == RECEIVER_REPORT;
      if (end > length
          || type < SENDER_REPORT
          || type > LAST_KNOWN_TYPE
          || (n == 0 && !firstIsReport)) {
        return false;
      }
      if (type == SENDER_REPORT && !readSenderReport(in, at, end, count, nanoTime)) {
        return false;
      }
      if (type == RECEIVER_REPORT && !readBlocks(in, at + 8, end, count)) {
        return false;
      }
      at = end;
    }
    return length > 0;
  }

  private boolean readSenderReport(ByteBuffer in, int at, int end, int count, long nanoTime) {
    if (at + 28 > end) {
      return false;
    }
    // the middle 32 bits of the NTP timestamp
    lastSenderReport = (in.getInt(at + 8) << 16) | (in.getInt(at + 12) >>> 16);
    lastSenderReportSsrc = in.getInt(at + 4);
    lastSenderReportNanos = nanoTime;
    return readBlocks(in, at + 28, end, count);
  }

  private boolean readBlocks(ByteBuffer in, int first, int end, int count) {
    if (first + count * REPORT_BLOCK > end) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      int at = first + i * REPORT_BLOCK;
      if (in.getInt(at) == ssrc) {
        counters.set(Counters.Counter.REMOTE_FRACTION, in.get(at + 4) & 0xFF);
        // 24 bits with a sign
        counters.set(Counters.Counter.REMOTE_LOST, in.getInt(at + 4) << 8 >> 8);
        long jitter = (in.getInt(at + 12) & 0xFFFFFFFFL) * 1_000_000 / clockRate;
        counters.set(Counters.Counter.REMOTE_JITTER, jitter);
        counters.add(Counters.Counter.REMOTE_JITTER_SUM, jitter);
        counters.add(Counters.Counter.REMOTE_REPORTS, 1);
        counters.set(Counters.Counter.GAPS_AT_REPORT, counters.get(Counters.Counter.GAPS));
        int lsr = in.getInt(at + 16);
        if (lsr != 0) {
          long millis = clock.millis();
          int now =
              (int) ((millis / 1000 + NTP_EPOCH) << 16) + (int) ((millis % 1000 << 16) / 1000);
          int roundTrip = now - lsr - in.getInt(at + 20);
          // over ten seconds, or below zero, is a broken clock on the other side
          if (roundTrip < 0) {
            roundTrip = roundTrip > -655 ? 0 : -1;
          }
          if (roundTrip >= 0 && roundTrip < 10 << 16) {
            counters.set(Counters.Counter.ROUND_TRIP, roundTrip);
            counters.add(Counters.Counter.ROUND_TRIP_SUM, roundTrip);
            counters.add(Counters.Counter.ROUND_TRIPS, 1);
          }
        }
      }
    }
    return true;
  }
}
