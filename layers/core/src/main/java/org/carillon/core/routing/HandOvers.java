package org.carillon.core.routing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.core.Account;
import org.carillon.core.Hmac;
import org.carillon.core.Retries;
import org.carillon.core.access.Secret;
import org.carillon.core.carriers.Transport;
import org.carillon.core.connectors.Connector;
import org.carillon.core.identity.CallIdentity;
import org.carillon.core.ports.Item;
import org.carillon.core.ports.ItemKey;
import org.carillon.core.ports.ItemWrite;
import org.carillon.core.ports.Items;
import org.carillon.core.routing.RouteDecision.ToTrunk;

/**
 * Hands a call in to the nodes of the region where its connector is, and takes such calls (V6). The
 * INVITE between two nodes has one header field with an HMAC-SHA-256, under the secret that the
 * regions share, over the region it is for, the connector, who calls whom, the time and a number
 * used once. Whoever has not the secret can make none, and nobody can use one twice, for another
 * call, or a few seconds later.
 *
 * <p>The node that hands a call over writes its record: it has the call from its first message to
 * its last, tries the connector's hosts itself when the other node fails, and is the one whose
 * lease tells that it died. The other node's leg is to it what a host of the connector is, so that
 * one writes none.
 *
 * <p>A handed-over call goes to the connector's hosts only and never to a third node. Safe for use
 * by many threads.
 */
public final class HandOvers {

  /** The header field between two nodes; its name is none that passes on to anybody's equipment. */
  public static final String HEADER = "Carillon-Hand-Over";

  /** How far the clocks of two regions and the way of an INVITE may be apart, to either side. */
  static final Duration WINDOW = Duration.ofSeconds(10);

  private static final Pattern VALUE =
      Pattern.compile(
          "v=1;connector=(?<connector>[a-z0-9-]{1,64});time=(?<time>\\d{1,12})"
              + ";once=(?<once>[0-9a-f]{32});code=(?<code>[0-9a-f]{64})");

  private static final String ANONYMOUS = "anonymous";
  private static final int ONCE_BYTES = 16;

  /** Items that remember what was used, by its first byte: few writes meet in one. */
  private static final int SHARDS = 64;

  /** More in one shard and window is no traffic of calls. */
  private static final int MOST_IN_SHARD = 2_000;

  private static final String USED = "Used";

  private final RegionNodes regions;
  private final Items items;
  private final String region;
  private final String partition;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param regions the other regions
   * @param items where is kept what was used, for all nodes of this region
   * @param account whose calls they are, and which region this is
   */
  public HandOvers(RegionNodes regions, Items items, Account account, InstantSource clock) {
    this.regions = regions;
    this.items = items;
    this.region = account.region();
    // a global table copies items: each region has its own, so that no copy undoes a write
    this.partition = "account/" + account.id() + "/hand-overs/" + account.region();
    this.clock = clock;
  }

  // ---- handing over

  /** The nodes of a connector's region; empty for this region, and for one that has none. */
  Optional<TrunkTarget> nodesOf(Connector connector) {
    String home = connector.voiceConnector().awsRegionAsString();
    return Optional.ofNullable(home)
        .filter(it -> !it.equals(region) && regions.secret().isPresent())
        .map(regions.nodes()::get)
        .map(node -> target(connector.id(), home, node));
  }

  private static TrunkTarget target(String connector, String home, RegionNodes.Node node) {
    return new TrunkTarget(
        TrunkTarget.Kind.REGION_NODE,
        connector,
        Optional.of(home),
        node.host(),
        node.port(),
        node.transport().name(),
        Optional.empty(),
        Optional.empty(),
        node.transport() == Transport.TLS);
  }

  /**
   * What an INVITE to another region's node says besides: by header field name. To be asked for at
   * the moment it is sent, since it is good for seconds. Does not block.
   *
   * @param came the call's own INVITE; its signed identity is for the other node to verify
   * @param node a target of the kind {@link TrunkTarget.Kind#REGION_NODE}
   */
  public Map<String, String> headers(InviteFacts came, ToTrunk way, TrunkTarget node) {
    byte[] once = new byte[ONCE_BYTES];
    random.nextBytes(once);
    String caller = way.from().isEmpty() ? ANONYMOUS : way.from();
    Signed signed =
        new Signed(
            node.region().orElseThrow(),
            node.ownerId(),
            way.to(),
            caller,
            clock.instant().getEpochSecond(),
            HexFormat.of().formatHex(once));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(
        HEADER,
        "v=1;connector="
            + signed.connector()
            + ";time="
            + signed.time()
            + ";once="
            + signed.once()
            + ";code="
            + signed.code(regions.secret().orElseThrow()));
    Callers.header(came, CallIdentity.HEADER)
        .or(() -> Callers.header(came, CallIdentity.SHORT_HEADER))
        .ifPresent(identity -> headers.put(CallIdentity.HEADER, identity));
    return headers;
  }

  /**
   * What the code is over; each field with its length before it, so that none runs into another.
   */
  private record Signed(
      String region, String connector, String called, String caller, long time, String once) {

    String code(Secret secret) {
      StringBuilder text = new StringBuilder("carillon-hand-over-1");
      for (String field : List.of(region, connector, called, caller, Long.toString(time), once)) {
        text.append('\n').append(field.length()).append(':').append(field);
      }
      byte[] key = secret.reveal().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(Hmac.sha256(key, text.toString()));
    }
  }

  // ---- taking

  /** Whether an INVITE claims to be handed over, to a node that takes such calls. */
  boolean claims(InviteFacts facts) {
    return regions.secret().isPresent() && Callers.header(facts, HEADER).isPresent();
  }

  /**
   * Whether another region's node hands this call over now: its code is right and of these seconds.
   * Whether it was used before is not looked at. Does not block.
   */
  public boolean isHandedOver(InviteFacts facts) {
    return signed(facts).isPresent();
  }

  /**
   * Takes a call that is handed over. May block.
   *
   * @return the connector it is for; empty when the code is wrong, old, or was used before
   * @throws org.carillon.core.ports.PortUnavailableException when it cannot be read whether it was
   *     used
   * @throws org.carillon.contract.ApiException when it could not be written for too many others
   */
  public Optional<String> take(InviteFacts facts) {
    return signed(facts)
        .filter(signed -> Retries.onConflict(() -> isFirst(signed)))
        .map(Signed::connector);
  }

  private Optional<Signed> signed(InviteFacts facts) {
    Optional<String> value = Callers.header(facts, HEADER);
    if (value.isEmpty() || regions.secret().isEmpty()) {
      return Optional.empty();
    }
    Matcher field = VALUE.matcher(value.get());
    if (!field.matches()) {
      return Optional.empty();
    }
    Signed signed =
        new Signed(
            region,
            field.group("connector"),
            facts.requestUser(),
            facts.fromUser(),
            Long.parseLong(field.group("time")),
            field.group("once"));
    boolean right =
        MessageDigest.isEqual(
            signed.code(regions.secret().get()).getBytes(StandardCharsets.US_ASCII),
            field.group("code").getBytes(StandardCharsets.US_ASCII));
    long apart = Math.abs(clock.instant().getEpochSecond() - signed.time());
    return right && apart <= WINDOW.toSeconds() ? Optional.of(signed) : Optional.empty();
  }

  /** Notes that it is used; forgets those that are too old to be used again. */
  private boolean isFirst(Signed signed) {
    int shard = Integer.parseInt(signed.once().substring(0, 2), 16) % SHARDS;
    ItemKey key = new ItemKey(partition, Integer.toString(shard));
    Optional<Item> item = items.get(key);
    long oldest = clock.instant().getEpochSecond() - WINDOW.toSeconds();
    List<Map<String, Object>> used = new ArrayList<>();
    for (Object one : item.map(read -> (List<?>) read.body().get(USED)).orElse(List.of())) {
      Map<?, ?> before = (Map<?, ?>) one;
      if (signed.once().equals(before.get("Once"))) {
        return false;
      }
      if ((Long) before.get("Time") >= oldest) {
        used.add(Map.of("Once", before.get("Once"), "Time", before.get("Time")));
      }
    }
    if (used.size() >= MOST_IN_SHARD) {
      return false;
    }
    used.add(Map.of("Once", signed.once(), "Time", signed.time()));
    Map<String, Object> body = Map.of(USED, used);
    items.write(
        item.<ItemWrite>map(read -> ItemWrite.replace(read, body))
            .orElseGet(() -> ItemWrite.create(key, body)));
    return true;
  }
}
