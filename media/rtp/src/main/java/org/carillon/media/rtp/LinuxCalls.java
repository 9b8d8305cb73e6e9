package org.carillon.media.rtp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The Linux system calls of the packet path, through the foreign-function interface (JEP 454).
 *
 * <p>Calls that cannot block are linked {@code critical}: they cost no thread state change. Errors
 * come as -1 with {@code errno} in the caller's capture segment.
 */
final class LinuxCalls {
  static final int AF_UNSPEC = 0;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int SOCK_DGRAM_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;
  static final int EFD_NONBLOCK_CLOEXEC = 0x800 | 0x80000;
  static final int EPOLL_CLOEXEC = 0x80000;
  static final int EPOLL_CTL_ADD = 1;
  static final int EPOLL_CTL_DEL = 2;
  static final int EPOLLIN = 1;
  static final int IPPROTO_IPV6 = 41;
  static final int IPV6_V6ONLY = 26;
  static final int EINTR = 4;
  static final int EADDRINUSE = 98;

  /** Where {@code errno} is put. */
  static final StructLayout ERRNO = Linker.Option.captureStateLayout();

  private static final VarHandle ERRNO_VALUE =
      ERRNO.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  final MethodHandle socket;
  final MethodHandle bind;
  final MethodHandle getsockname;
  final MethodHandle setsockopt;
  final MethodHandle close;
  final MethodHandle epollCreate;
  final MethodHandle epollCtl;
  final MethodHandle epollWait;
  final MethodHandle epollLook;
  final MethodHandle eventfd;
  final MethodHandle read;
  final MethodHandle write;
  final MethodHandle recvfrom;
  final MethodHandle sendto;
  final MethodHandle send;
  final MethodHandle connect;

  private final Linker linker = Linker.nativeLinker();

  /**
   * Links the calls.
   *
   * @throws UnsupportedOperationException where the platform has no native linker
   * @throws IllegalCallerException where native access is off
   * @throws java.util.NoSuchElementException where the C library lacks one of them
   */
  LinuxCalls() {
    Linker.Option errno = Linker.Option.captureCallState("errno");
    Linker.Option fast = Linker.Option.critical(false);
    socket = link("socket", ints(3), errno);
    FunctionDescriptor addressed = FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    bind = link("bind", addressed, errno);
    connect = link("connect", addressed, errno);
    getsockname =
        link("getsockname", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS), errno);
    setsockopt =
        link(
            "setsockopt",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT),
            errno);
    close = link("close", ints(1), errno);
    epollCreate = link("epoll_create1", ints(1), errno);
    epollCtl =
        link(
            "epoll_ctl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS),
            errno);
    FunctionDescriptor wait =
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    epollWait = link("epoll_wait", wait, errno);
    epollLook = link("epoll_wait", wait, errno, fast);
    eventfd = link("eventfd", ints(2), errno);
    FunctionDescriptor io = FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    read = link("read", io, errno, fast);
    write = link("write", io, errno, fast);
    recvfrom =
        link(
            "recvfrom",
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS),
            errno,
            fast);
    sendto =
        link(
            "sendto",
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT),
            errno,
            fast);
    send =
        link(
            "send",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT),
            errno,
            fast);
  }

  static int errno(MemorySegment capture) {
    return (int) ERRNO_VALUE.get(capture, 0L);
  }

  @SuppressWarnings("restricted") // the signatures above are those of the Linux manual pages
  private MethodHandle link(String name, FunctionDescriptor type, Linker.Option... options) {
    return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type, options);
  }

  private static FunctionDescriptor ints(int arguments) {
    MemoryLayout[] layouts = new MemoryLayout[arguments];
    Arrays.fill(layouts, JAVA_INT);
    return FunctionDescriptor.of(JAVA_INT, layouts);
  }
}
