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
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.loop.EventLoop;
import org.carillon.media.sip.message.SipMessage;

/**
 * Connections over TCP or over TLS, accepted and made. Sockets belong to Netty's thread; messages
 * go to the SIP loop and come from it.
 */
// The outcome of closing and of a scheduled close is of no interest to anybody.
@SuppressWarnings("FutureReturnValueIgnored")
final class StreamPort {
  /** How long a connection is waited for. */
  static final int CONNECT_MILLIS = 5_000;

  /** How long it is waited for where there is another way. */
  static final int TRY_MILLIS = 1_500;

  private static final int HANDSHAKE_THREADS = 2;
  private static final int WRITE_HIGH = 1 << 20;
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final SipConfig config;
  private final EventLoop loop;
  private final MessageHandler handler;
  private final EventLoopGroup group;
  private final Map<Long, Channel> byNumber = new ConcurrentHashMap<>();
  private final Map<Peer, ChannelFuture> byPeer = new ConcurrentHashMap<>();
  private final PeerConnections accepted;
  private final LongAdder refused;
  private final TlsSecurity security;
  private final ExecutorService handshakes;
  private volatile boolean closed;

  /**
   * Whom a connection reaches.
   *
   * @param address the peer's address and port
   * @param name over TLS the name that the peer has proved; empty for one that called us, which
   *     proves nothing, so that it gets no request that asks for a name
   */
  record Peer(InetSocketAddress address, String name) {}

  /**
   * A port of TLS, or of TCP when {@code security} is null.
   *
   * @param refused counts connections of peers that were refused or took too long
   */
  StreamPort(
      SipConfig config,
      EventLoop loop,
      MessageHandler handler,
      LongAdder refused,
      TlsSecurity security) {
    this.config = config;
    this.refused = refused;
    this.security = security;
    this.accepted = new PeerConnections(config.limits());
    this.handshakes =
        Executors.newFixedThreadPool(
            HANDSHAKE_THREADS,
            Thread.ofPlatform().name("sip-tls-handshake-", 0).daemon().factory());
    this.loop = loop;
    this.handler = handler;
    this.group =
        new MultiThreadIoEventLoopGroup(
            1,
            new DefaultThreadFactory("sip-" + transport().parameter(), true),
            NioIoHandler.newFactory());
  }

  Transport transport() {
    return security == null ? Transport.TCP : Transport.TLS;
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
            .childHandler(accepting())
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(bound.cause().getMessage(), bound.cause());
    }
    return (InetSocketAddress) bound.channel().localAddress();
  }

  private ChannelInitializer<Channel> accepting() {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
        if (remote == null) { // a peer that is gone already has no address any more
          channel.close();
          return;
        }
        if (isFull() || !accepted.enter(remote.getAddress())) {
          refuse(channel);
          return;
        }
        channel.closeFuture().addListener(done -> accepted.leave(remote.getAddress()));
        if (security != null) {
          Runnable handshakeEnd = accepted.beginHandshake();
          if (handshakeEnd == null) {
            refuse(channel);
            return;
          }
          SslHandler tls = security.accepting(channel.alloc(), handshakes);
          tls.handshakeFuture()
              .addListener(
                  done -> {
                    handshakeEnd.run();
                    if (done.cause() instanceof SslHandshakeTimeoutException) {
                      refused.increment();
                    }
                  });
          channel.closeFuture().addListener(done -> handshakeEnd.run());
          channel.pipeline().addLast(tls);
        }
        addHandlers(channel, new Peer(remote, ""), true);
      }
    };
  }

  private void refuse(Channel channel) {
    refused.increment();
    channel.close();
  }

  private ChannelInitializer<Channel> connecting(Peer peer) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        if (isFull()) {
          channel.close();
          return;
        }
        if (security != null) {
          String name = peer.name().isEmpty() ? literal(peer.address()) : peer.name();
          int port = peer.address().getPort();
          channel.pipeline().addLast(security.connecting(channel.alloc(), handshakes, name, port));
        }
        addHandlers(channel, peer, false);
      }
    };
  }

  private boolean isFull() {
    return byNumber.size() >= config.limits().connections();
  }

  private static String literal(InetSocketAddress address) {
    String text = address.getAddress().getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  private void addHandlers(Channel channel, Peer peer, boolean byPeer) {
    long idle = config.limits().connectionIdle().toMillis();
    long quiet = byPeer ? 0 : config.limits().keepAlive().toMillis();
    long number = NUMBERS.incrementAndGet();
    channel
        .pipeline()
        .addFirst(new IdleStateHandler(idle, quiet, 0, TimeUnit.MILLISECONDS))
        .addLast(new StreamFramer(config.limits().messageTime(), byPeer, refused::increment))
        .addLast(new StreamConnection(number, peer, this, loop, handler));
  }

  /** How long a connection may be without a message. */
  long idleNanos() {
    return config.limits().connectionIdle().toNanos();
  }

  void opened(long number, Peer peer, Channel channel) {
    byNumber.put(number, channel);
    byPeer.put(peer, channel.newSucceededFuture());
  }

  void closed(long number, Peer peer) {
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

  /** Sends on the peer's connection, or makes one within so many milliseconds. */
  void send(SipMessage message, SipDestination to, int connectMillis, SendFailure failure) {
    if (closed) {
      failure.onFailure("The endpoint is closed");
      return;
    }
    Peer peer = new Peer(to.address(), security == null ? "" : to.domain().orElse(""));
    ChannelFuture connection =
        byPeer.compute(peer, (key, known) -> usable(known) ? known : connect(peer, connectMillis));
    connection.addListener(
        done -> {
          if (done.isSuccess()) {
            write(connection.channel(), message, failure);
          } else {
            byPeer.remove(peer, connection);
            fail(
                failure, "Connecting to " + to.address() + " failed: " + done.cause().getMessage());
          }
        });
  }

  private static boolean usable(ChannelFuture known) {
    return known != null && (!known.isDone() || (known.isSuccess() && known.channel().isActive()));
  }

  private ChannelFuture connect(Peer peer, int millis) {
    return new Bootstrap()
        .group(group)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
        .option(
            ChannelOption.WRITE_BUFFER_WATER_MARK,
            new WriteBufferWaterMark(WRITE_HIGH / 2, WRITE_HIGH))
        .option(ChannelOption.SO_KEEPALIVE, true)
        .handler(connecting(peer))
        .connect(peer.address());
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
                fail(failure, "Sending over " + transport() + " failed: " + reason(done.cause()));
              }
            });
  }

  /** What lies at the bottom: "No name matching ...", where TLS itself says "handshake failed". */
  private static String reason(Throwable failure) {
    Throwable deepest = failure;
    for (int i = 0; i < 5 && deepest.getCause() != null; i++) {
      deepest = deepest.getCause();
    }
    return deepest.getMessage();
  }

  private void fail(SendFailure failure, String reason) {
    if (!failure.equals(SendFailure.IGNORED) && !closed) {
      loop.execute(() -> failure.onFailure(reason));
    }
  }

  void close() {
    closed = true;
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    handshakes.shutdown();
  }
}
