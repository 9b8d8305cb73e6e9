package org.carillon.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.carillon.embedded.Niceness;

/**
 * Callers of a menu at one address: each hears the prompt to its end, thinks, presses a key (RFC
 * 4733), and hears the next prompt. All send a packet every 20 ms, spread evenly. One thread does
 * all of it; its figures are read when it has ended. It gives way to the node's threads: telephones
 * have processors of their own.
 */
final class IvrPhones implements AutoCloseable, Runnable {
  private static final int HEADER = 12;
  private static final int PACKET = 172;
  private static final int EVENT_PACKET = 16;
  private static final int EVENT_TYPE = 101;
  private static final byte SILENCE = (byte) 0xFF;
  private static final int SAMPLES = 160;
  private static final long NANOS_A_SAMPLE = 125_000L;
  private static final int SLOTS = 200;
  private static final long SLOT_NANOS = 100_000L;
  private static final int EVENT_PACKETS = 8; // 100 ms, and the end three times
  private static final int LASTING = 5;
  private static final int QUIET_PACKETS = 3;
  private static final int LEAST_THINKING = 10; // packets: 200 ms
  private static final int MOST_THINKING = 50;
  private static final int COUNTED = 16; // one in so many arrivals

  private final DatagramChannel channel;
  private final boolean presses;
  private final Thread thread = new Thread(Niceness.givingWay(this), "phones");
  private final Queue<Phone> joining = new ConcurrentLinkedQueue<>();
  private final List<List<Phone>> slots = new ArrayList<>();
  private final Phone[] phoneOfPort = new Phone[1 << 16];
  private final SplittableRandom random = new SplittableRandom(4);
  private final ByteBuffer out = ByteBuffer.allocateDirect(PACKET);
  private final ByteBuffer in = ByteBuffer.allocateDirect(2048);
  private final Latencies arrivals = new Latencies();
  private volatile long countFrom = Long.MAX_VALUE;
  private long arrived;
  private volatile boolean closing;
  private IOException failure;

  /** One caller. What it knows belongs to the thread until that has ended. */
  static final class Phone {
    private final int line;
    private final InetSocketAddress peer;
    private int sequence;
    private int timestamp;
    private int pressTimestamp;
    private int pressed = -1; // packets of the key in hand that are sent
    private int thinking = -1; // packets until the next key
    private int quiet;
    private boolean hears;
    private boolean any;
    private int firstTimestamp;
    private long earliest = Long.MAX_VALUE;
    private final Latencies keys = new Latencies();
    private final Latencies prompts = new Latencies();

    private Phone(int line, InetSocketAddress peer) {
      this.line = line;
      this.peer = peer;
    }

    int line() {
      return line;
    }

    /** When the first packet of each key was sent. */
    long[] keys() {
      return keys.values();
    }

    /** When the first packet of each prompt came. */
    long[] prompts() {
      return prompts.values();
    }
  }

  /** With {@code presses} false they only listen and talk. */
  IvrPhones(boolean presses) throws IOException {
    this.presses = presses;
    channel = DatagramChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, 64 << 20);
    channel.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    channel.configureBlocking(false);
    for (int i = 0; i < SLOTS; i++) {
      slots.add(new ArrayList<>());
    }
    thread.start();
  }

  int port() throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  /** A call was answered on this port. */
  Phone join(int line, int port) {
    Phone phone = new Phone(line, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    joining.add(phone);
    return phone;
  }

  /** Arrivals count from this moment on. */
  void countFrom(long nanoTime) {
    countFrom = nanoTime;
  }

  /** How much later packets came than the earliest of their line; once closed. */
  Latencies arrivals() {
    return arrivals;
  }

  @Override
  public void run() {
    long start = System.nanoTime();
    long slot = 0;
    try {
      while (!closing) {
        for (Phone phone = joining.poll(); phone != null; phone = joining.poll()) {
          phoneOfPort[phone.peer.getPort()] = phone;
          slots.get(phone.line * 7 % SLOTS).add(phone);
        }
        boolean idle = true;
        long due = (System.nanoTime() - start) / SLOT_NANOS;
        for (int burst = 0; slot < due && burst < 16; burst++, slot++) {
          idle = false;
          for (Phone phone : slots.get((int) (slot % SLOTS))) {
            send(phone);
          }
        }
        idle &= !receive();
        if (idle) {
          LockSupport.parkNanos(500_000);
        }
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  // ---- talking

  private void send(Phone phone) throws IOException {
    phone.sequence++;
    phone.timestamp += SAMPLES;
    if (phone.thinking > 0 && --phone.thinking == 0) {
      phone.pressed = 0;
      phone.pressTimestamp = phone.timestamp;
    }
    out.clear();
    out.put(0, (byte) 0x80).putShort(2, (short) phone.sequence).putInt(8, phone.line + 1);
    if (phone.pressed < 0) {
      out.put(1, (byte) 0).putInt(4, phone.timestamp);
      for (int i = HEADER; i < PACKET; i += 8) {
        out.putInt(i, -1).putInt(i + 4, -1);
      }
    } else {
      sendKey(phone);
    }
    channel.send(out, phone.peer);
  }

  private void sendKey(Phone phone) {
    int number = phone.pressed++;
    int duration = Math.min(number + 1, LASTING) * SAMPLES;
    out.put(1, (byte) (EVENT_TYPE | (number == 0 ? 0x80 : 0))).putInt(4, phone.pressTimestamp);
    out.put(HEADER, (byte) 5).put(HEADER + 1, (byte) ((number < LASTING ? 0 : 0x80) | 10));
    out.putShort(HEADER + 2, (short) duration);
    out.limit(EVENT_PACKET);
    if (number == 0) {
      phone.keys.add(System.nanoTime());
    }
    if (phone.pressed == EVENT_PACKETS) {
      phone.pressed = -1;
    }
  }

  // ---- hearing

  private boolean receive() throws IOException {
    boolean any = false;
    for (int burst = 0; burst < 64; burst++) {
      in.clear();
      InetSocketAddress from = (InetSocketAddress) channel.receive(in);
      if (from == null) {
        return any;
      }
      any = true;
      Phone phone = phoneOfPort[from.getPort()];
      if (phone != null && in.position() == PACKET) {
        heard(phone, System.nanoTime());
      }
    }
    return any;
  }

  private void heard(Phone phone, long now) {
    int timestamp = in.getInt(4);
    if (!phone.any) {
      phone.any = true;
      phone.firstTimestamp = timestamp;
    }
    long place = now - (timestamp - phone.firstTimestamp) * NANOS_A_SAMPLE;
    phone.earliest = Math.min(phone.earliest, place);
    if (now >= countFrom && arrived++ % COUNTED == 0) {
      arrivals.add(place - phone.earliest);
    }
    boolean sound = in.get(HEADER) != SILENCE;
    phone.quiet = sound ? 0 : phone.quiet + 1;
    if (sound && !phone.hears) {
      phone.hears = true;
      phone.prompts.add(now);
    } else if (phone.hears && phone.quiet == QUIET_PACKETS) {
      phone.hears = false;
      if (presses) {
        phone.thinking = random.nextInt(LEAST_THINKING, MOST_THINKING);
      }
    }
  }

  /** Ends the thread; the figures are there then. */
  @Override
  public void close() throws IOException {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    channel.close();
    if (failure != null) {
      throw failure;
    }
  }
}
