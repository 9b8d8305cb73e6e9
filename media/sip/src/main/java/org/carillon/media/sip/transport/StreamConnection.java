package org.carillon.media.sip.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.media.sip.loop.EventLoop;
import org.carillon.media.sip.message.ParseResult;
import org.carillon.media.sip.message.SipParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a connection's messages to the SIP loop, a bounded number at a time. Owned by its channel's
 * event loop.
 */
// The outcome of closing and of a scheduled close is of no interest to anybody.
@SuppressWarnings("FutureReturnValueIgnored")
final class StreamConnection extends SimpleChannelInboundHandler<StreamFramer.Frame> {
  private static final Logger LOG = LoggerFactory.getLogger(StreamConnection.class);

  /** Messages of one connection that may wait for the SIP loop; then reading pauses. */
  private static final int WAITING = 128;

  /** How long a broken stream stays open so that its 400 can be written. */
  private static final int LINGER_MILLIS = 500;

  /** What keeps a NAT and the peer awake (RFC 5626 section 3.5.1). */
  private static final byte[] PING = {'\r', '\n', '\r', '\n'};

  private final long number;
  private final StreamPort.Peer peer;
  private final StreamPort port;
  private final EventLoop loop;
  private final MessageHandler handler;
  private final AtomicInteger waiting = new AtomicInteger();
  private InetSocketAddress local;
  private InetSocketAddress remote;
  private long lastMessage = System.nanoTime();

  StreamConnection(
      long number, StreamPort.Peer peer, StreamPort port, EventLoop loop, MessageHandler handler) {
    this.number = number;
    this.peer = peer;
    this.port = port;
    this.loop = loop;
    this.handler = handler;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    local = (InetSocketAddress) context.channel().localAddress();
    remote = (InetSocketAddress) context.channel().remoteAddress();
    port.opened(number, peer, context.channel());
    context.fireChannelActive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (remote != null) {
      port.closed(number, peer);
    }
    context.fireChannelInactive();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, StreamFramer.Frame frame) {
    lastMessage = System.nanoTime();
    SipSource source = new SipSource(port.transport(), remote, local, number);
    ParseResult result = SipParser.parseOwned(frame.bytes(), true);
    if (waiting.incrementAndGet() >= WAITING) {
      context.channel().config().setAutoRead(false);
      if (waiting.get() <= WAITING / 4) {
        // The loop was faster than this thread and has passed its mark already.
        context.channel().config().setAutoRead(true);
      }
    }
    try {
      loop.execute(
          () -> {
            try {
              handler.onMessage(result, source);
            } finally {
              if (waiting.decrementAndGet() == WAITING / 4 && context.channel().isOpen()) {
                context.channel().config().setAutoRead(true);
              }
            }
          });
    } catch (RejectedExecutionException e) {
      context.close();
    }
    if (frame.last()) {
      context.executor().schedule((Runnable) context::close, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    // A peer that has ended TLS says no more, whether it closes the connection or not.
    if (event instanceof IdleStateEvent idle
        && idle.state() == IdleState.WRITER_IDLE
        && System.nanoTime() - lastMessage < port.idleNanos()) {
      context.writeAndFlush(Unpooled.wrappedBuffer(PING));
    } else if (event instanceof IdleStateEvent || event instanceof SslCloseCompletionEvent) {
      context.close();
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // Resets and broken TLS are the peer's affair; anything else is ours.
    if (cause instanceof IOException || cause.getCause() instanceof IOException) {
      LOG.debug("{} connection {} of {}: {}", port.transport(), number, remote, cause.toString());
    } else {
      LOG.error("Connection {} of {} failed; report this as a bug", number, remote, cause);
    }
    context.close();
  }
}
