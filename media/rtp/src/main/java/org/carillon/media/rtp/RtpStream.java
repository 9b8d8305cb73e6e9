package org.carillon.media.rtp;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * One leg's audio: a local RTP port, the other side's address, and one line of packets each way.
 *
 * <p>From {@link #start} on one packet leaves every 20 ms. It carries queued audio where there is
 * some and silence where there is none, so that sequence numbers and timestamps run on evenly and
 * the path through NATs stays open. Queued audio comes from one player at a time through a bounded
 * ring; a writer waits while the ring is full.
 *
 * <p>While {@link #bridge bridged} the packets of the other stream's peer feed the line instead.
 * Queued audio and key presses still go out, and take the line for as long as they last. Sequence,
 * timestamp and SSRC stay this stream's own; each stream keeps its own RTCP, so that both sides get
 * reports of the path between them and us.
 *
 * <p>Symmetric RTP: packets go to the address of the SDP until the first plausible packet arrives
 * (version 2, agreed payload type); its source is locked and packets go there. Packets from any
 * other source are dropped and counted. One exception: when some other source was locked first, the
 * very address of the SDP still takes the lock over, once, within five seconds. Once that is over
 * the socket is connected where the platform can: then the operating system drops the packets of
 * others, and they are no more counted.
 *
 * <p>All methods may be called from any thread; nothing of the caller runs on the media thread but
 * the {@link DigitListener} and the {@link MediaTimeoutListener}.
 */
public interface RtpStream extends AutoCloseable {

  /** Samples in one frame: 20 ms at 8 kHz. */
  int FRAME_SAMPLES = 160;

  /** How long one frame lasts, in milliseconds. */
  int FRAME_MILLIS = 20;

  /** The local RTP address; RTCP is on the next port. */
  InetSocketAddress localAddress();

  /** The RTP address to be named in our SDP: the local one, or what peers see of it. */
  InetSocketAddress advertisedAddress();

  /** The local RTP port, an even one. */
  default int localPort() {
    return localAddress().getPort();
  }

  /** Our synchronisation source, the same for the stream's whole life. */
  int ssrc();

  /**
   * Starts sending and receiving. Called again it does what {@link #update} does.
   *
   * @throws IllegalArgumentException when the remote address is of another IP family than the local
   */
  void start(StreamParameters parameters);

  /**
   * Takes a later offer/answer into account (re-INVITE): another remote address is learned anew
   * (the old source is heard for a second more, and not locked on), another codec is used from the
   * next packet on, a direction without sending stops the packets, and new SRTP keys take effect
   * while what is under way with the old ones still passes. Audio queued on hold keeps its pace and
   * is not sent. Sequence, timestamp and SSRC run on.
   *
   * @throws IllegalArgumentException when the remote address is of another IP family than the local
   */
  void update(StreamParameters parameters);

  /**
   * Connects two streams: what the peer of one sends leaves by the other, both ways. Payload types
   * are mapped where the two sides' numbers differ, one G.711 law is recoded to the other where the
   * codecs differ, and a payload that the far side has not agreed on is dropped and counted. Keys
   * and received audio still reach {@link #onDigits} and {@link #openReader}. A direction without
   * receiving or sending (hold) stops that way. Either stream may be started later, or changed.
   * Streams bridged with others before are taken from those first.
   *
   * @param other a stream opened {@link MediaEngine#openBeside beside} this one
   * @throws IllegalArgumentException when the two are not on one media thread
   */
  void bridge(RtpStream other);

  /**
   * Ends the bridge; both streams send a packet every 20 ms again. Nothing happens to a stream that
   * is not bridged. Closing one does the same to the other.
   */
  void unbridge();

  /**
   * Asks to be told when nothing valid came from the other side for a time, neither RTP nor RTCP,
   * while audio flows both ways (not on hold) and since the last {@link #update}; replaces the
   * listener before. Looked at twice a second.
   *
   * @param limit for how long; zero turns it off, as at first
   */
  void onMediaTimeout(Duration limit, MediaTimeoutListener listener);

  /** The source locked on, once a plausible packet arrived. */
  Optional<InetSocketAddress> learnedRemote();

  /**
   * Queues audio. Waits while the ring is full, so a caller that writes a whole prompt returns
   * about half a second before the prompt's end is sent. A last frame that is not full is filled
   * with silence. Audio written before {@link #start} waits for it.
   *
   * @param pcm linear samples, 8 kHz
   * @return the position after the last frame written, for {@link #awaitSent}
   * @throws StreamClosedException when the stream is closed, also while waiting
   * @throws InterruptedException when the thread is interrupted while it waits; frames already
   *     queued stay queued
   */
  long write(short[] pcm, int offset, int length)
      throws StreamClosedException, InterruptedException;

  /**
   * Waits until everything up to a position was sent, or dropped by {@link #clear}.
   *
   * @throws StreamClosedException when the stream is closed before
   * @throws InterruptedException when the thread is interrupted while it waits
   */
  void awaitSent(long position) throws StreamClosedException, InterruptedException;

  /** Drops all queued audio; the next packet (20 ms later at most) carries silence. */
  void clear();

  /**
   * Sends digits as telephone events (RFC 4733), or as tones in the audio to a peer that knows
   * none, each {@code tone} long with 60 ms between, and waits until they are sent. A comma is half
   * a second of pause (SendDigits). Queued audio waits meanwhile.
   *
   * @param digits of {@code 0-9 * # A-D ,}
   * @throws IllegalArgumentException for other characters or a tone outside 50 ms..24 s
   * @throws IllegalStateException when the stream is not started, or neither telephone-event nor a
   *     G.711 law was agreed on
   * @throws StreamClosedException when the stream is closed before the end
   * @throws InterruptedException when the thread is interrupted while it waits; the current digit
   *     is ended properly
   */
  void sendDigits(String digits, Duration tone) throws StreamClosedException, InterruptedException;

  /** Who hears keys pressed by the other side; replaces the one before. */
  void onDigits(DigitListener listener);

  /**
   * Starts to deliver received audio to a consumer, from now on.
   *
   * @throws IllegalStateException when four readers are open already
   */
  AudioReader openReader();

  /**
   * Starts to deliver what is sent to the other side, from now on: queued audio, relayed audio and
   * the silence between. Nothing while this side is on hold or presses a key by telephone-event.
   *
   * @throws IllegalStateException when four readers of what is sent are open already
   */
  AudioReader openSentReader();

  /**
   * Takes and gives the audio frame by frame, at the pace of the taker: a conference. What is given
   * leaves while nothing is queued by {@link #write} and no digit is sent. A stream has one at
   * most.
   *
   * @throws IllegalStateException when one is open already
   */
  LiveAudio openLive();

  /** The counters now. */
  StreamStats stats();

  /** How the media did since the stream was opened. */
  MediaReport report();

  /** How the media did since the last call of this method, or since the stream was opened. */
  MediaReport takeInterval();

  /** Says BYE by RTCP, frees the ports, ends waiting writers and readers. Idempotent. */
  @Override
  void close();
}
