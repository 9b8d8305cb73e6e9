package org.carillon.media.sip.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.loop.EventLoop;
import org.carillon.media.sip.message.SipMessage;

/**
 * TCP connections, accepted and made. Sockets belong to Netty's thread; messages go to the SIP loop
 * and come from it.
 */
// The outcome of closing and of a scheduled close is of no interest to anybody.
@SuppressWarnings("FutureReturnValueIgnored")
final class TcpPort {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int WRITE_HIGH = 1 << 20;
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final SipConfig config;
  private final EventLoop loop;
  private final MessageHandler handler;
  private final EventLoopGroup group;
  private final Map<Long, Channel> byNumber = new ConcurrentHashMap<>();
  private final Map<InetSocketAddress, ChannelFuture> byPeer = new ConcurrentHashMap<>();
  private volatile boolean closed;

  TcpPort(SipConfig config, EventLoop loop, MessageHandler handler) {
    this.config = config;
    this.loop = loop;
    this.handler = handler;
    this.group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("sip-tcp", true), NioIoHandler.newFactory());
  }

  InetSocketAddress bind(InetSocketAddress address) throws IOException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(WRITE_HIGH / 2, WRITE_HIGH))
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childHandler(initializer(true))
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(bound.cause().getMessage(), bound.cause());
    }
    return (InetSocketAddress) bound.channel().localAddress();
  }

  private ChannelInitializer<Channel> initializer(boolean accepted) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        if (byNumber.size() >= config.limits().connections()) {
          channel.close();
          return;
        }
        long idle = config.limits().connectionIdle().toMillis();
        long number = NUMBERS.incrementAndGet();
        channel
            .pipeline()
            .addLast(new IdleStateHandler(idle, 0, 0, TimeUnit.MILLISECONDS))
            .addLast(new StreamFramer(config.limits().messageTime(), accepted))
            .addLast(new TcpConnection(number, TcpPort.this, loop, handler));
      }
    };
  }

  void opened(long number, Channel channel) {
    byNumber.put(number, channel);
    byPeer.put((InetSocketAddress) channel.remoteAddress(), channel.newSucceededFuture());
  }

  void closed(long number, InetSocketAddress peer) {
    byNumber.remove(number);
    byPeer.computeIfPresent(
        peer, (key, future) -> future.isDone() && !future.channel().isActive() ? null : future);
  }

  int connections() {
    return byNumber.size();
  }

  boolean isOpen(long number) {
    Channel channel = byNumber.get(number);
    return channel != null && channel.isActive();
  }

  boolean sendOn(long number, SipMessage message, SendFailure failure) {
    Channel channel = byNumber.get(number);
    if (closed || channel == null || !channel.isActive()) {
      return false;
    }
    write(channel, message, failure);
    return true;
  }

  void send(SipMessage message, InetSocketAddress to, SendFailure failure) {
    if (closed) {
      failure.onFailure("The endpoint is closed");
      return;
    }
    ChannelFuture connection =
        byPeer.compute(to, (peer, known) -> usable(known) ? known : connect(peer));
    connection.addListener(
        done -> {
          if (done.isSuccess()) {
            write(connection.channel(), message, failure);
          } else {
            byPeer.remove(to, connection);
            fail(failure, "Connecting to " + to + " failed: " + done.cause().getMessage());
          }
        });
  }

  private static boolean usable(ChannelFuture known) {
    return known != null && (!known.isDone() || (known.isSuccess() && known.channel().isActive()));
  }

  private ChannelFuture connect(InetSocketAddress peer) {
    return new Bootstrap()
        .group(group)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .option(
            ChannelOption.WRITE_BUFFER_WATER_MARK,
            new WriteBufferWaterMark(WRITE_HIGH / 2, WRITE_HIGH))
        .option(ChannelOption.SO_KEEPALIVE, true)
        .handler(initializer(false))
        .connect(peer);
  }

  private void write(Channel channel, SipMessage message, SendFailure failure) {
    if (!channel.isWritable()) {
      // The peer sends but does not read; its messages must not pile up here.
      channel.close();
      fail(failure, "The connection to " + channel.remoteAddress() + " is congested");
      return;
    }
    channel
        .writeAndFlush(Unpooled.wrappedBuffer(message.bytes(), 0, message.length()))
        .addListener(
            done -> {
              if (!done.isSuccess()) {
                fail(failure, "Sending over TCP failed: " + done.cause().getMessage());
              }
            });
  }

  private void fail(SendFailure failure, String reason) {
    if (!failure.equals(SendFailure.IGNORED) && !closed) {
      loop.execute(() -> failure.onFailure(reason));
    }
  }

  void close() {
    closed = true;
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
  }
}
