package org.carillon.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Many phones at one address: each sends a packet of sound every 20 ms, spread evenly, and all take
 * what comes back. One thread.
 */
final class MixingPhones implements AutoCloseable {
  private static final int PACKET = 172;
  private static final int HEADER = 12;
  private static final long FRAME_NANOS = 20_000_000L;
  private static final byte SILENCE = (byte) 0xFF;

  private final DatagramChannel channel;
  private final int[] legOfPort = new int[1 << 16];
  private InetSocketAddress[] legs = {};
  private final ByteBuffer out = ByteBuffer.allocateDirect(PACKET);
  private final ByteBuffer in = ByteBuffer.allocateDirect(2048);

  // by leg: the earliest arrival less its place in the line, and how many came
  private long[] earliest = {};
  private int[] firstSequence = {};
  private int[] arrived = {};

  /** What came back: how late, and how much of it was sound. */
  record Heard(long sent, long received, double silentShare, Latencies lateness) {}

  MixingPhones() throws IOException {
    channel = DatagramChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, 64 << 20);
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    channel.configureBlocking(false);
    for (int i = 0; i < PACKET; i++) {
      out.put(i, (byte) (0x20 + i % 64)); // loud
    }
  }

  int port() throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  /** The legs to talk to from now on. */
  void callTo(int[] ports) {
    Arrays.fill(legOfPort, -1);
    legs = new InetSocketAddress[ports.length];
    for (int i = 0; i < ports.length; i++) {
      legs[i] = new InetSocketAddress(InetAddress.getLoopbackAddress(), ports[i]);
      legOfPort[ports[i]] = i;
    }
  }

  /** Talks for a time; {@code counted} says after how much of it the counting begins. */
  Heard talk(int seconds, int uncountedSeconds) throws IOException {
    int count = legs.length;
    earliest = new long[count];
    firstSequence = new int[count];
    arrived = new int[count];
    long rounds = seconds * 50L;
    long[] lateness = new long[(int) (count * (rounds + 50))];
    int[] legOf = new int[lateness.length];
    int taken = 0;
    long silent = 0;
    long sent = 0;
    long start = System.nanoTime();
    long countFrom = start + uncountedSeconds * 1_000_000_000L;
    long end = start + seconds * 1_000_000_000L;
    long sentCounted = 0;
    while (System.nanoTime() < end) {
      long due = (System.nanoTime() - start) * count / FRAME_NANOS;
      for (int burst = 0; sent < due && burst < 32; burst++) {
        send((int) (sent % count), (int) (sent / count));
        sent++;
        sentCounted += System.nanoTime() >= countFrom ? 1 : 0;
      }
      boolean idle = sent >= due;
      for (int burst = 0; burst < 64; burst++) {
        in.clear();
        InetSocketAddress from = (InetSocketAddress) channel.receive(in);
        if (from == null) {
          break;
        }
        idle = false;
        long now = System.nanoTime();
        int leg = legOfPort[from.getPort()];
        if (now >= countFrom && leg >= 0 && in.position() == PACKET && taken < lateness.length) {
          lateness[taken] = place(leg, now);
          legOf[taken++] = leg;
          silent += isSilent() ? 1 : 0;
        }
      }
      if (idle) {
        LockSupport.parkNanos(50_000);
      }
    }
    Latencies late = new Latencies();
    for (int i = 0; i < taken; i++) {
      late.add(lateness[i] - earliest[legOf[i]]);
    }
    return new Heard(sentCounted, taken, (double) silent / Math.max(1, taken), late);
  }

  private void send(int leg, int number) throws IOException {
    out.clear();
    out.put(0, (byte) 0x80).put(1, (byte) 0);
    out.putShort(2, (short) number).putInt(4, 160 * number).putInt(8, leg + 1);
    channel.send(out, legs[leg]);
  }

  /** When the first packet of the line would have come, were all as late as this one. */
  private long place(int leg, long now) {
    int sequence = in.getShort(2) & 0xFFFF;
    if (arrived[leg]++ == 0) {
      firstSequence[leg] = sequence;
      earliest[leg] = Long.MAX_VALUE;
    }
    long place = now - ((sequence - firstSequence[leg]) & 0xFFFF) * FRAME_NANOS;
    earliest[leg] = Math.min(earliest[leg], place);
    return place;
  }

  private boolean isSilent() {
    for (int i = HEADER; i < PACKET; i += 8) {
      if (in.get(i) != SILENCE) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
