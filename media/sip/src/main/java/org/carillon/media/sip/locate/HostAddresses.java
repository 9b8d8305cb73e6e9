package org.carillon.media.sip.locate;

import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.DefaultHostsFileEntriesResolver;
import io.netty.resolver.ResolvedAddressTypes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.carillon.media.sip.SipLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of a host, IPv4 before IPv6: from the hosts file, else from DNS. A name without a
 * dot is the business of this machine's own resolver, with its search domains.
 */
final class HostAddresses {
  private static final Logger LOG = LoggerFactory.getLogger(HostAddresses.class);
  private static final int LOOKUPS = 256;

  private final SipLoop loop;
  private final DnsClient dns;
  private final DefaultHostsFileEntriesResolver hostsFile = new DefaultHostsFileEntriesResolver();
  private final Semaphore lookups = new Semaphore(LOOKUPS);

  HostAddresses(SipLoop loop, DnsClient dns) {
    this.loop = loop;
    this.dns = dns;
  }

  /**
   * The address that the text itself is; null for a name. The grammar of RFC 3261 has three colons
   * where two are meant, and RFC 5118 section 4.10 wants that read.
   */
  static InetAddress literal(String host) {
    try {
      return InetAddress.ofLiteral(host.replace(":::", "::"));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Completes on the loop, with none for a host that is unknown; never exceptionally. */
  CompletableFuture<List<InetAddress>> of(String host) {
    InetAddress literal = literal(host);
    if (literal != null) {
      return CompletableFuture.completedFuture(List.of(literal));
    }
    List<InetAddress> own = hostsFile.addresses(host, ResolvedAddressTypes.IPV4_PREFERRED);
    if (own != null && !own.isEmpty()) {
      return CompletableFuture.completedFuture(own);
    }
    if (host.indexOf(':') >= 0) {
      return CompletableFuture.completedFuture(List.of()); // an address gone wrong is no name
    }
    if (host.indexOf('.') < 0) {
      return ofMachine(host);
    }
    return dns.ask(host, DnsRecordType.A)
        .thenCombine(
            dns.ask(host, DnsRecordType.AAAA),
            (four, six) -> {
              List<InetAddress> all = new ArrayList<>();
              addTo(all, four);
              addTo(all, six);
              return all;
            });
  }

  private static void addTo(List<InetAddress> all, DnsAnswer answer) {
    for (DnsData data : answer.records()) {
      all.add(((DnsData.Address) data).address());
    }
  }

  // It blocks, so it gets a thread.
  private CompletableFuture<List<InetAddress>> ofMachine(String host) {
    CompletableFuture<List<InetAddress>> result = new CompletableFuture<>();
    if (!lookups.tryAcquire()) {
      LOG.warn("Too many names are looked up at once; not looked up: {}", host);
      result.complete(List.of());
      return result;
    }
    Thread.ofVirtual()
        .name("sip-host")
        .start(
            () -> {
              List<InetAddress> found = new ArrayList<>();
              try {
                found.addAll(List.of(InetAddress.getAllByName(host)));
              } catch (UnknownHostException e) {
                LOG.debug("Host is unknown: {}", host);
              } finally {
                lookups.release();
              }
              LoopReturn.run(loop, () -> result.complete(found));
            });
    return result;
  }
}
