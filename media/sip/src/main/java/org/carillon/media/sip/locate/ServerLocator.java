package org.carillon.media.sip.locate;

import io.netty.handler.codec.dns.DnsRecordType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.carillon.media.sip.SipConfig;
import org.carillon.media.sip.SipLoop;
import org.carillon.media.sip.message.SipUri;
import org.carillon.media.sip.transport.SipDestination;
import org.carillon.media.sip.transport.Transport;

/**
 * Finds where a URI's requests go (RFC 3263 section 4): the transport by URI, NAPTR and SRV, the
 * port by URI and SRV, the addresses by A and AAAA. Everything runs on the SIP loop.
 *
 * <p>Where DNS gives no answer to NAPTR or SRV, as some servers do, the next step is taken as if
 * there were no such records.
 */
public final class ServerLocator implements AutoCloseable {
  /** Servers tried for one request at most. */
  public static final int MAX_DESTINATIONS = 10;

  private static final Map<Transport, String> SERVICES =
      new EnumMap<>(
          Map.of(
              Transport.UDP, "_sip._udp.",
              Transport.TCP, "_sip._tcp.",
              Transport.TLS, "_sips._tcp."));

  private static final Map<String, Transport> POINTED =
      Map.of("SIP+D2U", Transport.UDP, "SIP+D2T", Transport.TCP, "SIPS+D2T", Transport.TLS);

  private final Set<Transport> offered;
  private final DnsClient dns;
  private final HostAddresses addresses;

  /**
   * A locator for one loop.
   *
   * @param offered the transports that we have
   */
  public ServerLocator(SipLoop loop, SipConfig.Dns config, Set<Transport> offered) {
    this.offered = offered;
    this.dns = new DnsClient(loop, config);
    this.addresses = new HostAddresses(loop, dns);
  }

  /** A server by name. */
  private record Server(Transport transport, String host, int port) {}

  /** Where to send, the best first, never none; or why there is nowhere. */
  public sealed interface Result {
    /** Destinations in the order in which they are tried. */
    record Found(List<SipDestination> destinations) implements Result {
      public Found {
        destinations = List.copyOf(destinations);
      }
    }

    /** Nowhere to send, with the reason. */
    record Nowhere(String reason) implements Result {}
  }

  /** Completes on the loop, perhaps before this method returns; never exceptionally. */
  public CompletableFuture<Result> locate(SipUri uri) {
    if (!uri.isSip() || uri.host().isEmpty()) {
      return nowhere("No SIP address to send to: " + uri);
    }
    boolean named = uri.parameters().has("transport");
    Optional<Transport> wanted = transport(uri);
    if (wanted.isEmpty() || !offered.contains(wanted.get())) {
      boolean open = !named && !uri.isSecure();
      if (!open) {
        return nowhere("Transport is not offered: " + uri);
      }
    }
    String host = SipUri.plainHost(uri.parameters().get("maddr").orElse(uri.host()));
    String domain = SipUri.plainHost(uri.host());
    CompletableFuture<List<Server>> servers = servers(uri, host, named, wanted);
    return servers.thenCompose(
        list ->
            list.isEmpty()
                ? nowhere("Host has no server for us: " + host)
                : resolve(list, host, domain));
  }

  private static CompletableFuture<Result> nowhere(String reason) {
    return CompletableFuture.completedFuture(new Result.Nowhere(reason));
  }

  /** A sips URI goes over TLS, whatever its transport parameter says (RFC 5630 section 3.1.1). */
  private static Optional<Transport> transport(SipUri uri) {
    Optional<String> named = uri.parameters().get("transport");
    if (named.isEmpty()) {
      return Optional.of(uri.isSecure() ? Transport.TLS : Transport.UDP);
    }
    Optional<Transport> transport = Transport.named(named.get());
    return uri.isSecure()
        ? transport.filter(Transport::reliable).map(stream -> Transport.TLS)
        : transport;
  }

  private CompletableFuture<List<Server>> servers(
      SipUri uri, String host, boolean named, Optional<Transport> wanted) {
    Transport usual = wanted.filter(offered::contains).orElseGet(this::preferred);
    int port = uri.port() > 0 ? uri.port() : usual.defaultPort();
    List<Server> itself = List.of(new Server(usual, host, port));
    if (uri.port() > 0 || HostAddresses.literal(host) != null || host.indexOf('.') < 0) {
      return CompletableFuture.completedFuture(itself);
    }
    if (named || uri.isSecure()) {
      return services(List.of(usual), host, itself);
    }
    return dns.ask(host, DnsRecordType.NAPTR)
        .thenCompose(
            answer -> {
              List<DnsData.Pointer> pointers = usable(answer);
              return pointers.isEmpty()
                  ? services(preferences(), host, itself)
                  : pointed(pointers, itself);
            });
  }

  private Transport preferred() {
    return preferences().isEmpty() ? Transport.TLS : preferences().getFirst();
  }

  /** What a plain SIP URI may be called over when its domain has no wish. */
  private List<Transport> preferences() {
    return List.of(Transport.UDP, Transport.TCP).stream().filter(offered::contains).toList();
  }

  /** Of the lowest order that has one for us, all, by preference (RFC 3403 section 4.1). */
  private List<DnsData.Pointer> usable(DnsAnswer answer) {
    List<DnsData.Pointer> fitting =
        answer.records().stream()
            .map(DnsData.Pointer.class::cast)
            .filter(pointer -> pointer.flags().equalsIgnoreCase("s"))
            .filter(pointer -> !pointer.replacement().isEmpty())
            .filter(pointer -> offered.contains(transport(pointer)))
            .sorted(
                Comparator.comparingInt(DnsData.Pointer::order)
                    .thenComparingInt(DnsData.Pointer::preference))
            .toList();
    return fitting.stream()
        .filter(pointer -> pointer.order() == fitting.getFirst().order())
        .limit(MAX_DESTINATIONS)
        .toList();
  }

  private static Transport transport(DnsData.Pointer pointer) {
    return POINTED.get(pointer.service().toUpperCase(Locale.ROOT));
  }

  private CompletableFuture<List<Server>> pointed(
      List<DnsData.Pointer> pointers, List<Server> otherwise) {
    List<CompletableFuture<List<Server>>> each = new ArrayList<>();
    for (DnsData.Pointer pointer : pointers) {
      each.add(service(pointer.replacement(), transport(pointer)));
    }
    return inOrder(each).thenApply(servers -> servers.isEmpty() ? otherwise : servers);
  }

  private CompletableFuture<List<Server>> services(
      List<Transport> transports, String host, List<Server> otherwise) {
    List<CompletableFuture<List<Server>>> each = new ArrayList<>();
    boolean[] absent = {true};
    for (Transport transport : transports) {
      String name = SERVICES.get(transport) + host;
      each.add(
          dns.ask(name, DnsRecordType.SRV)
              .thenApply(
                  answer -> {
                    absent[0] &= answer.isEmpty();
                    return ordered(answer, transport);
                  }));
    }
    // Records that all say "not here" mean it; only where there are none the host itself is asked.
    return inOrder(each).thenApply(servers -> servers.isEmpty() && absent[0] ? otherwise : servers);
  }

  private CompletableFuture<List<Server>> service(String name, Transport transport) {
    return dns.ask(name, DnsRecordType.SRV).thenApply(answer -> ordered(answer, transport));
  }

  private static List<Server> ordered(DnsAnswer answer, Transport transport) {
    List<DnsData.Service> services =
        answer.records().stream()
            .map(DnsData.Service.class::cast)
            .filter(service -> !service.target().isEmpty() && service.port() > 0)
            .toList();
    return ServiceOrder.of(services, ThreadLocalRandom.current()).stream()
        .map(service -> new Server(transport, service.target(), service.port()))
        .toList();
  }

  /** All lists as one, when the last of them is there. */
  private static <T> CompletableFuture<List<T>> inOrder(List<CompletableFuture<List<T>>> each) {
    CompletableFuture<List<T>> all = CompletableFuture.completedFuture(List.of());
    for (CompletableFuture<List<T>> one : each) {
      all =
          all.thenCombine(
              one,
              (before, next) -> {
                List<T> joined = new ArrayList<>(before);
                joined.addAll(next);
                return joined;
              });
    }
    return all;
  }

  private CompletableFuture<Result> resolve(List<Server> servers, String host, String domain) {
    List<CompletableFuture<List<SipDestination>>> each = new ArrayList<>();
    for (Server server : servers.subList(0, Math.min(servers.size(), MAX_DESTINATIONS))) {
      each.add(
          addresses
              .of(server.host())
              .thenApply(
                  found -> found.stream().map(one -> destination(server, one, domain)).toList()));
    }
    return inOrder(each)
        .thenApply(
            list ->
                list.isEmpty()
                    ? new Result.Nowhere("Host is unknown: " + host)
                    : new Result.Found(list.stream().limit(MAX_DESTINATIONS).toList()));
  }

  /**
   * The certificate must name the domain that was asked for, not what DNS made of it (RFC 5922).
   */
  private static SipDestination destination(Server server, InetAddress address, String domain) {
    InetSocketAddress socket = new InetSocketAddress(address, server.port());
    return server.transport() == Transport.TLS
        ? SipDestination.tls(socket, domain)
        : new SipDestination(server.transport(), socket);
  }

  @Override
  public void close() {
    dns.close();
  }
}
