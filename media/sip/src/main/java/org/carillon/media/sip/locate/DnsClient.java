package org.carillon.media.sip.locate;

import io.netty.channel.AddressedEnvelope;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStream;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.SipLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks DNS, and remembers answers as long as they say. What it remembers and what is under way
 * belong to the SIP loop; the sockets belong to a thread of their own that is started by the first
 * question.
 */
// The outcome of closing is of no interest to anybody.
@SuppressWarnings("FutureReturnValueIgnored")
final class DnsClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DnsClient.class);

  /** Names come from strangers' Contact header fields, so few are looked up at once. */
  private static final int QUESTIONS = 256;

  private static final int REMEMBERED = 10_000;
  private static final int ATTEMPTS = 3;

  private record Key(String name, DnsRecordType type) {}

  private record Remembered(DnsAnswer answer, long until) {}

  private final SipLoop loop;
  private final SipConfig.Dns config;
  private final Map<Key, CompletableFuture<DnsAnswer>> asked = new HashMap<>();
  private final Map<Key, Remembered> remembered =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Remembered> eldest) {
          return size() > REMEMBERED;
        }
      };
  private EventLoopGroup thread;
  private DnsNameResolver sockets;
  private DnsServerAddressStreamProvider servers;
  private boolean closed;

  DnsClient(SipLoop loop, SipConfig.Dns config) {
    this.loop = loop;
    this.config = config;
  }

  /** Completes on the loop, at once when the answer is remembered; never exceptionally. */
  CompletableFuture<DnsAnswer> ask(String name, DnsRecordType type) {
    Key key = new Key(name.toLowerCase(Locale.ROOT), type);
    Remembered entry = remembered.get(key);
    if (entry != null && entry.until() - System.nanoTime() > 0) {
      return CompletableFuture.completedFuture(entry.answer());
    }
    CompletableFuture<DnsAnswer> known = asked.get(key);
    if (known != null) {
      return known;
    }
    if (asked.size() >= QUESTIONS || closed) {
      LOG.warn("Too many names are looked up at once; not looked up: {}", name);
      return CompletableFuture.completedFuture(DnsAnswer.failure());
    }
    CompletableFuture<DnsAnswer> answer = new CompletableFuture<>();
    asked.put(key, answer);
    try {
      open();
      query(key, servers.nameServerAddressStream(name), ATTEMPTS);
    } catch (IllegalArgumentException | IllegalStateException e) {
      // A label over 63 characters, for example: such a name cannot be in DNS.
      LOG.debug("{} cannot be asked for: {}", name, e.getMessage());
      done(key, DnsAnswer.failure());
    }
    return answer;
  }

  private void open() {
    if (thread != null) {
      return;
    }
    servers =
        config.servers().isEmpty()
            ? DnsServerAddressStreamProviders.platformDefault()
            : new SequentialDnsServerAddressStreamProvider(config.servers());
    thread =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("sip-dns", true), NioIoHandler.newFactory());
    sockets =
        new DnsNameResolverBuilder(thread.next())
            .datagramChannelType(NioDatagramChannel.class)
            .socketChannelType(NioSocketChannel.class) // for answers that do not fit a datagram
            .nameServerProvider(servers)
            .resolveCache(NoopDnsCache.INSTANCE)
            .cnameCache(NoopDnsCnameCache.INSTANCE)
            .queryTimeoutMillis(config.queryTime().toMillis())
            .build();
  }

  private void query(Key key, DnsServerAddressStream from, int attempts) {
    InetSocketAddress server = from.next();
    sockets
        .query(server, new DefaultDnsQuestion(key.name(), key.type()))
        .addListener(
            done -> {
              Optional<DnsAnswer> answer =
                  done.isSuccess() ? read(key, done.getNow()) : Optional.empty();
              if (answer.isEmpty()) {
                LOG.debug("DNS server {} has no answer for {}", server, key, done.cause());
              }
              if (answer.isEmpty() && attempts > 1) {
                query(key, from, attempts - 1);
              } else {
                LoopReturn.run(loop, () -> done(key, answer.orElseGet(DnsAnswer::failure)));
              }
            });
  }

  @SuppressWarnings("unchecked") // what a query's future holds
  private static Optional<DnsAnswer> read(Key key, Object outcome) {
    var envelope = (AddressedEnvelope<DnsResponse, InetSocketAddress>) outcome;
    try {
      return DnsReading.read(envelope.content(), key.name(), key.type());
    } finally {
      envelope.release();
    }
  }

  private void done(Key key, DnsAnswer answer) {
    if (answer.seconds() > 0) {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(answer.seconds());
      remembered.put(key, new Remembered(answer, until));
    }
    CompletableFuture<DnsAnswer> waiting = asked.remove(key);
    if (waiting != null) {
      waiting.complete(answer);
    }
  }

  /** Called on the loop, or when it has ended. */
  @Override
  public void close() {
    closed = true;
    if (thread != null) {
      sockets.close();
      thread.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }
}
