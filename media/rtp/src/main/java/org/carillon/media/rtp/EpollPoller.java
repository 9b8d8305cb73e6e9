package org.carillon.media.rtp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Linux epoll with recvfrom and sendto, no allocation for a packet.
 *
 * <p>Level triggered, one packet for each event: at 50 packets a second a socket rarely has two, so
 * that asking until "nothing left" would double the calls, and a flooded socket cannot starve
 * others.
 */
final class EpollPoller implements PacketPoller {
  private static final int MAX_EVENTS = 256;
  private static final int MAX_BATCHES = 16;
  // struct epoll_event is packed on x86-64 only
  private static final boolean PACKED = "amd64".equals(System.getProperty("os.arch"));
  private static final int EVENT_BYTES = PACKED ? 12 : 16;
  private static final int DATA_OFFSET = PACKED ? 4 : 8;
  private static final long WAKE = -1;

  private final LinuxCalls calls;
  // not a shared arena: its segments would cost an atomic operation in every call
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment events = arena.allocate((long) EVENT_BYTES * MAX_EVENTS, 8);
  private final MemorySegment packet = arena.allocate(MAX_PACKET, 8);
  private final ByteBuffer packetBuffer = packet.asByteBuffer();
  private final MemorySegment source = arena.allocate(SocketAddresses.BYTES, 8);
  private final MemorySegment destination = arena.allocate(SocketAddresses.BYTES, 8);
  private final MemorySegment sourceLength = arena.allocate(JAVA_INT);
  private final MemorySegment errno = arena.allocate(LinuxCalls.ERRNO);
  private final int epoll;
  private final int wakeFd;
  // the buffer given out by sendBuffer, and its memory
  private ByteBuffer sendBuffer;
  private MemorySegment sendMemory;

  // index in the epoll data; used by the media thread alone
  private EpollSocket[] sockets = new EpollSocket[64];
  private final Deque<Integer> freeIndexes = new ArrayDeque<>();
  private int highest;
  // guarded by this: a late wake must not write to a file descriptor that is another's by now
  private boolean closed;

  EpollPoller(LinuxCalls calls) throws IOException {
    this.calls = calls;
    try {
      epoll =
          check(
              (int) calls.epollCreate.invokeExact(errno, LinuxCalls.EPOLL_CLOEXEC),
              errno,
              "epoll_create1");
      wakeFd =
          check(
              (int) calls.eventfd.invokeExact(errno, 0, LinuxCalls.EFD_NONBLOCK_CLOEXEC),
              errno,
              "eventfd");
      control(LinuxCalls.EPOLL_CTL_ADD, wakeFd, WAKE);
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  @Override
  public Socket bind(InetSocketAddress local) throws IOException {
    boolean ipv6 = local.getAddress() instanceof Inet6Address;
    try (Arena call = Arena.ofConfined()) {
      MemorySegment state = call.allocate(LinuxCalls.ERRNO);
      int fd =
          check(
              (int)
                  calls.socket.invokeExact(
                      state,
                      ipv6 ? LinuxCalls.AF_INET6 : LinuxCalls.AF_INET,
                      LinuxCalls.SOCK_DGRAM_NONBLOCK_CLOEXEC,
                      0),
              state,
              "socket");
      try {
        if (ipv6) {
          MemorySegment on = call.allocateFrom(JAVA_INT, 1);
          check(
              (int)
                  calls.setsockopt.invokeExact(
                      state, fd, LinuxCalls.IPPROTO_IPV6, LinuxCalls.IPV6_V6ONLY, on, 4),
              state,
              "setsockopt IPV6_V6ONLY");
        }
        MemorySegment address = SocketAddresses.encode(local, call);
        check(
            (int) calls.bind.invokeExact(state, fd, address, (int) address.byteSize()),
            state,
            "bind to " + local);
        MemorySegment bound = call.allocate(SocketAddresses.BYTES, 8);
        MemorySegment length = call.allocateFrom(JAVA_INT, SocketAddresses.BYTES);
        check((int) calls.getsockname.invokeExact(state, fd, bound, length), state, "getsockname");
        InetSocketAddress actual =
            new InetSocketAddress(local.getAddress(), SocketAddresses.port(bound));
        return new EpollSocket(fd, actual);
      } catch (Throwable t) {
        int ignored = (int) calls.close.invokeExact(state, fd);
        throw t;
      }
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  @Override
  public void register(Socket socket, Handler handler) throws IOException {
    EpollSocket s = (EpollSocket) socket;
    Integer free = freeIndexes.poll();
    int index = free == null ? highest : free;
    if (index == sockets.length) {
      sockets = Arrays.copyOf(sockets, 2 * index);
    }
    s.handler = handler;
    s.index = index;
    control(LinuxCalls.EPOLL_CTL_ADD, s.fd, index);
    sockets[index] = s;
    highest = Math.max(highest, index + 1);
  }

  @Override
  public void unregister(Socket socket) {
    EpollSocket s = (EpollSocket) socket;
    if (s.index >= 0) {
      sockets[s.index] = null;
      freeIndexes.push(s.index);
      s.index = -1;
    }
    s.close();
  }

  @Override
  public void poll(long nanos) throws IOException {
    try {
      int n = await(nanos);
      // more ready than a batch holds: a thread that was held up must catch up with receiving too
      for (int batch = 1; handle(n) == MAX_EVENTS && batch < MAX_BATCHES; batch++) {
        n = await(0);
      }
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  private int await(long nanos) throws Throwable {
    int n;
    if (nanos <= 0) {
      n = (int) calls.epollLook.invokeExact(errno, epoll, events, MAX_EVENTS, 0);
    } else {
      int millis = (int) Math.min(1000, (nanos + 999_999) / 1_000_000);
      n = (int) calls.epollWait.invokeExact(errno, epoll, events, MAX_EVENTS, millis);
    }
    if (n < 0 && LinuxCalls.errno(errno) != LinuxCalls.EINTR) {
      throw failure("epoll_wait", errno);
    }
    return n;
  }

  private int handle(int n) throws Throwable {
    for (int i = 0; i < n; i++) {
      long data = events.get(JAVA_LONG_UNALIGNED, (long) i * EVENT_BYTES + DATA_OFFSET);
      if (data == WAKE) {
        long ignored = (long) calls.read.invokeExact(errno, wakeFd, packet, 8L);
      } else {
        // a handler may have closed a socket whose event is still in this batch
        EpollSocket s = sockets[(int) data];
        if (s != null) {
          receive(s);
        }
      }
    }
    return n;
  }

  private void receive(EpollSocket s) throws Throwable {
    sourceLength.set(JAVA_INT, 0, SocketAddresses.BYTES);
    long n =
        (long)
            calls.recvfrom.invokeExact(
                errno, s.fd, packet, (long) MAX_PACKET, 0, source, sourceLength);
    if (n >= 0) {
      s.handler.packet(
          packetBuffer,
          (int) n,
          SocketAddresses.high(source),
          SocketAddresses.low(source),
          SocketAddresses.port(source),
          System.nanoTime());
    }
  }

  @Override
  public synchronized void wake() {
    if (closed) {
      return;
    }
    try (Arena call = Arena.ofConfined()) {
      MemorySegment one = call.allocateFrom(JAVA_LONG, 1);
      long ignored =
          (long) calls.write.invokeExact(call.allocate(LinuxCalls.ERRNO), wakeFd, one, 8L);
    } catch (Throwable t) {
      throw new IllegalStateException("waking a media thread failed", t);
    }
  }

  @Override
  public Object encode(InetSocketAddress address) {
    try (Arena call = Arena.ofConfined()) {
      return SocketAddresses.encode(address, call).toArray(JAVA_BYTE);
    }
  }

  @Override
  public ByteBuffer sendBuffer() {
    sendMemory = arena.allocate(MAX_PACKET, 8);
    sendBuffer = sendMemory.asByteBuffer();
    return sendBuffer;
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      int ignored = (int) calls.close.invokeExact(errno, wakeFd);
      ignored = (int) calls.close.invokeExact(errno, epoll);
    } catch (Throwable t) {
      throw new IllegalStateException("closing the media sockets failed", t);
    }
  }

  private void control(int operation, int fd, long data) throws IOException {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment event = call.allocate(EVENT_BYTES, 8);
      event.set(JAVA_INT_UNALIGNED, 0, LinuxCalls.EPOLLIN);
      event.set(JAVA_LONG_UNALIGNED, DATA_OFFSET, data);
      MemorySegment state = call.allocate(LinuxCalls.ERRNO);
      check(
          (int) calls.epollCtl.invokeExact(state, epoll, operation, fd, event), state, "epoll_ctl");
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  private static int check(int result, MemorySegment state, String what) throws IOException {
    if (result < 0) {
      throw failure(what, state);
    }
    return result;
  }

  private static IOException failure(String what, MemorySegment state) {
    int code = LinuxCalls.errno(state);
    return code == LinuxCalls.EADDRINUSE
        ? new BindException(what + ": address in use")
        : new IOException(what + " failed with errno " + code);
  }

  private static IOException rethrow(Throwable t) {
    return switch (t) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException("a foreign call failed", t);
    };
  }

  private final class EpollSocket implements Socket {
    private final int fd;
    private final InetSocketAddress local;
    private Handler handler;
    private Peer connectedTo;
    private int index = -1;

    EpollSocket(int fd, InetSocketAddress local) {
      this.fd = fd;
      this.local = local;
    }

    @Override
    public InetSocketAddress localAddress() {
      return local;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the very object that was connected to
    public boolean send(ByteBuffer buffer, int length, Peer to) {
      try {
        MemorySegment bytes = memoryOf(buffer);
        if (to == connectedTo) {
          return (long) calls.send.invokeExact(errno, fd, bytes, (long) length, 0) == length;
        }
        byte[] address = (byte[]) to.attachment();
        MemorySegment.copy(address, 0, destination, JAVA_BYTE, 0, address.length);
        return (long)
                calls.sendto.invokeExact(
                    errno, fd, bytes, (long) length, 0, destination, address.length)
            == length;
      } catch (Throwable t) {
        throw new IllegalStateException("a foreign call failed", t);
      }
    }

    /** A received packet is sent from where it lies. */
    @SuppressWarnings("ReferenceEquality") // the very buffer, not one with the same bytes
    private MemorySegment memoryOf(ByteBuffer buffer) {
      if (buffer == packetBuffer) {
        return packet;
      }
      return buffer == sendBuffer ? sendMemory : MemorySegment.ofBuffer(buffer);
    }

    @Override
    public void connect(Peer to) {
      byte[] address = (byte[]) to.attachment();
      MemorySegment.copy(address, 0, destination, JAVA_BYTE, 0, address.length);
      if (connect(address.length)) {
        connectedTo = to;
      }
    }

    @Override
    public void disconnect() {
      if (connectedTo != null) {
        connectedTo = null;
        destination.fill((byte) 0);
        SocketAddresses.unspecified(destination);
        connect(SocketAddresses.IPV4_BYTES);
      }
    }

    private boolean connect(int addressLength) {
      try {
        return (int) calls.connect.invokeExact(errno, fd, destination, addressLength) == 0;
      } catch (Throwable t) {
        throw new IllegalStateException("a foreign call failed", t);
      }
    }

    @Override
    public void close() {
      try (Arena call = Arena.ofConfined()) {
        int ignored = (int) calls.close.invokeExact(call.allocate(LinuxCalls.ERRNO), fd);
      } catch (Throwable t) {
        throw new IllegalStateException("closing a socket failed", t);
      }
    }
  }
}
