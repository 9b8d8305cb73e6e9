package org.carillon.media.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.carillon.media.sip.message.SipParser;

/**
 * Cuts a stream into messages by Content-Length (RFC 3261 section 18.3), answers keep-alive pings
 * (RFC 5626 section 3.5.1) and closes connections that are too slow with a message. Owned by its
 * channel's event loop.
 */
// The outcome of closing and of a scheduled close is of no interest to anybody.
@SuppressWarnings("FutureReturnValueIgnored")
final class StreamFramer extends ByteToMessageDecoder {
  private static final byte[] PONG = {'\r', '\n'};

  /** What was cut out: a message's bytes, and whether the stream can still be cut after it. */
  @SuppressWarnings("ArrayRecordComponent") // handed to the parser and never compared
  record Frame(byte[] bytes, boolean last) {}

  private final Duration messageTime;
  private final boolean accepted;
  private final Runnable onTooSlow;
  private Future<?> deadline;
  private int scanned;
  private int newlines;
  private boolean broken;

  /**
   * A framer for one connection.
   *
   * @param accepted whether the peer made the connection, and so has something to say soon
   * @param onTooSlow run when the connection is closed because it is too slow with a message
   */
  StreamFramer(Duration messageTime, boolean accepted, Runnable onTooSlow) {
    this.messageTime = messageTime;
    this.onTooSlow = onTooSlow;
    this.accepted = accepted;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    if (accepted) {
      startDeadline(context);
    }
    super.channelActive(context);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (broken) {
      in.skipBytes(in.readableBytes());
      return;
    }
    skipLineBreaks(context, in);
    if (!in.isReadable()) {
      return;
    }
    startDeadline(context);
    int headerLength = headerLength(in);
    if (headerLength < 0) {
      if (in.readableBytes() > SipParser.MAX_MESSAGE) {
        giveUp(in, out);
      }
      return;
    }
    long bodyLength = ContentLength.find(in, in.readerIndex(), headerLength);
    if (bodyLength < 0 || headerLength + bodyLength > SipParser.MAX_MESSAGE) {
      giveUp(in, out);
      return;
    }
    int length = headerLength + (int) bodyLength;
    if (in.readableBytes() >= length) {
      byte[] bytes = new byte[length];
      in.readBytes(bytes);
      scanned = 0;
      stopDeadline();
      out.add(new Frame(bytes, false));
    }
  }

  /** Skips CRLFs between messages; two in a row are a client's ping, one is a server's pong. */
  private void skipLineBreaks(ChannelHandlerContext context, ByteBuf in) {
    if (scanned > 0) {
      return;
    }
    while (in.isReadable()) {
      byte b = in.getByte(in.readerIndex());
      if (b != '\r' && b != '\n') {
        break;
      }
      in.skipBytes(1);
      newlines += b == '\n' ? 1 : 0;
      if (newlines == 2 && accepted) {
        newlines = 0;
        context.writeAndFlush(Unpooled.wrappedBuffer(PONG));
      }
    }
    if (in.isReadable()) {
      newlines = 0;
    }
  }

  /** Bytes up to and with the empty line, or -1 when it has not come yet. */
  private int headerLength(ByteBuf in) {
    int start = in.readerIndex();
    int readable = in.readableBytes();
    for (int i = scanned; i + 3 < readable; i++) {
      if (in.getByte(start + i) == '\r'
          && in.getByte(start + i + 1) == '\n'
          && in.getByte(start + i + 2) == '\r'
          && in.getByte(start + i + 3) == '\n') {
        scanned = i;
        return i + 4;
      }
    }
    scanned = Math.max(1, readable - 3);
    return -1;
  }

  // Where the next message starts is unknown now. What there is goes up so that it can be answered.
  private void giveUp(ByteBuf in, List<Object> out) {
    broken = true;
    stopDeadline();
    byte[] bytes = new byte[Math.min(in.readableBytes(), SipParser.MAX_MESSAGE)];
    in.readBytes(bytes);
    in.skipBytes(in.readableBytes());
    out.add(new Frame(bytes, true));
  }

  private void startDeadline(ChannelHandlerContext context) {
    if (deadline == null) {
      deadline =
          context
              .executor()
              .schedule(() -> tooSlow(context), messageTime.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void tooSlow(ChannelHandlerContext context) {
    if (context.channel().isActive()) {
      onTooSlow.run();
    }
    context.close();
  }

  private void stopDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    stopDeadline();
  }

  /** Finds the Content-Length of a header block, so that framing and parsing agree. */
  static final class ContentLength {
    private static final byte[] NAME = "content-length".getBytes(StandardCharsets.US_ASCII);

    private ContentLength() {}

    /** The value; 0 when absent; -1 when broken, repeated or too large. */
    static long find(ByteBuf in, int start, int headerLength) {
      long found = -1;
      boolean seen = false;
      int end = start + headerLength - 2;
      int at = next(in, start, end);
      while (at < end) {
        int value = valueStart(in, at, end);
        if (value >= 0) {
          if (seen) {
            return -1;
          }
          seen = true;
          found = number(in, value, end);
        }
        at = next(in, at, end);
      }
      return seen ? found : 0;
    }

    private static int next(ByteBuf in, int from, int end) {
      int newline = in.indexOf(from, end, (byte) '\n');
      return newline < 0 ? end : newline + 1;
    }

    private static int valueStart(ByteBuf in, int from, int end) {
      int at = from;
      byte first = in.getByte(at);
      boolean compact = (first == 'l' || first == 'L') && !isNameByte(in.getByte(at + 1));
      if (compact) {
        at++;
      } else {
        for (byte b : NAME) {
          if (at >= end || (in.getByte(at) | 0x20) != b) {
            return -1;
          }
          at++;
        }
      }
      at = skipSpace(in, at, end);
      return at < end && in.getByte(at) == ':' ? skipSpace(in, at + 1, end) : -1;
    }

    private static boolean isNameByte(byte b) {
      return b != ':' && b != ' ' && b != '\t';
    }

    // A folded line's break counts as space too.
    private static int skipSpace(ByteBuf in, int from, int end) {
      int at = from;
      while (at < end) {
        byte b = in.getByte(at);
        boolean fold =
            b == '\r'
                && at + 2 < end
                && in.getByte(at + 1) == '\n'
                && (in.getByte(at + 2) == ' ' || in.getByte(at + 2) == '\t');
        if (b != ' ' && b != '\t' && !fold) {
          return at;
        }
        at += fold ? 3 : 1;
      }
      return at;
    }

    private static long number(ByteBuf in, int from, int end) {
      long value = 0;
      int at = from;
      while (at < end && at - from < 7) {
        int digit = in.getByte(at) - '0';
        if (digit < 0 || digit > 9) {
          break;
        }
        value = value * 10 + digit;
        at++;
      }
      int after = skipSpace(in, at, end);
      boolean ended = after < end && in.getByte(after) == '\r';
      return at == from || !ended ? -1 : value;
    }
  }
}
