package org.carillon.core.routing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.Account;
import org.carillon.core.addresses.ValidatedAddresses;
import org.carillon.core.carriers.CarrierRoutes;
import org.carillon.core.carriers.Carriers;
import org.carillon.core.connectors.Connector;
import org.carillon.core.connectors.Connectors;
import org.carillon.core.connectors.groups.ConnectorGroups;
import org.carillon.core.connectors.groups.InboundConnectors;
import org.carillon.core.connectors.proxy.ProxySessions;
import org.carillon.core.connectors.settings.TerminationCredentials;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.SealedSecret;
import org.carillon.core.ports.Sealer;
import org.carillon.core.quotas.Quota;
import org.carillon.core.quotas.Quotas;
import org.carillon.core.reputation.OutboundRestrictions;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;

/**
 * The part of an account's configuration that calls through connectors need (V2, V3), read at each
 * question: a call sees a change at once. Only the carriers are held, for {@link #CARRIERS_HELD},
 * because all of them are read to choose one. Safe for use by many threads.
 */
public final class TrunkDirectory {

  /** How old the carriers may be that a call is routed by. */
  static final Duration CARRIERS_HELD = Duration.ofSeconds(1);

  private final Connectors connectors;
  private final InboundConnectors inbound;
  private final PhoneNumbers numbers;
  private final TerminationCredentials credentials;
  private final Carriers carriers;
  private final ProxySessions sessions;
  private final OutboundRestrictions restrictions;
  private final ValidatedAddresses addresses;
  private final Quotas quotas;
  private final RestrictedCallRates restrictedRates;
  private final InstantSource clock;

  /** Written as {@link #held}. */
  private volatile HeldLimits limits = new HeldLimits(CallLimits.NONE, Instant.MIN);

  private record HeldLimits(CallLimits limits, Instant until) {}

  /** Written by whichever thread finds it too old; the newer of two wins or not, both are new. */
  private volatile HeldRoutes held = new HeldRoutes(new CarrierRoutes(List.of()), Instant.MIN);

  private record HeldRoutes(CarrierRoutes routes, Instant until) {}

  /** The configuration of this account in this store, by this clock. */
  public TrunkDirectory(Items items, Sealer sealer, Account account, InstantSource clock) {
    this.connectors = new Connectors(items, account);
    this.numbers = new PhoneNumbers(items, account, clock);
    this.inbound =
        new InboundConnectors(numbers, connectors, new ConnectorGroups(items, account, connectors));
    this.credentials = new TerminationCredentials(items, connectors, sealer);
    this.carriers = new Carriers(items, sealer, account, clock);
    this.sessions = new ProxySessions(items, connectors, clock);
    this.restrictions = new OutboundRestrictions(items, account);
    this.addresses = new ValidatedAddresses(items, account);
    this.quotas = new Quotas(items, account);
    this.restrictedRates = new RestrictedCallRates(items, account, clock);
    this.clock = clock;
  }

  /** The connector with this outbound host name, in any case of letters. */
  Optional<Connector> connector(String hostName) {
    return connectors.byHostName(hostName);
  }

  /** The connector with this id. */
  Optional<Connector> connectorOfId(String voiceConnectorId) {
    return connectors.find(voiceConnectorId);
  }

  /** A connector's user names with their sealed passwords. */
  Map<String, SealedSecret> users(Connector connector) {
    return credentials.sealedPasswords(connector.id());
  }

  /** The connectors that take calls to a number, the first to try first (V6). */
  List<Connector> connectorsOf(String e164) {
    return inbound.forNumber(e164);
  }

  /** The connectors of a group, the first to try first (V6). */
  List<Connector> connectorsOfGroup(String voiceConnectorGroupId) {
    return inbound.ofGroup(voiceConnectorGroupId);
  }

  /** A number of the account that makes and takes calls: not deleted, not still being ported in. */
  Optional<PhoneNumber> number(String e164) {
    return numbers
        .inventory(e164)
        .filter(number -> !number.isDeleted() && !number.isPortingIn())
        .map(number -> number.phoneNumber());
  }

  /** Who takes which call. */
  CarrierRoutes carriers() {
    HeldRoutes now = held;
    Instant time = clock.instant();
    if (time.isBefore(now.until())) {
      return now.routes();
    }
    CarrierRoutes read = carriers.routes();
    held = new HeldRoutes(read, time.plus(CARRIERS_HELD));
    return read;
  }

  /** How many calls there may be at once; as old as the carriers may be. */
  CallLimits callLimits() {
    HeldLimits now = limits;
    Instant time = clock.instant();
    if (time.isBefore(now.until())) {
      return now.limits();
    }
    CallLimits read =
        new CallLimits(
            quotas.limit(Quota.CALLS_PER_VOICE_CONNECTOR), quotas.limit(Quota.ACTIVE_CALLS));
    limits = new HeldLimits(read, time.plus(CARRIERS_HELD));
    return read;
  }

  ProxySessions sessions() {
    return sessions;
  }

  OutboundRestrictions restrictions() {
    return restrictions;
  }

  /**
   * Counts a call to a country; of a restricted one a caller has few in a minute.
   *
   * @return whether it may go out
   */
  boolean takesCallTo(String country, String caller) {
    return !OutboundRestrictions.COUNTRIES.contains(country)
        || restrictedRates.take(country, caller);
  }

  ValidatedAddresses addresses() {
    return addresses;
  }
}
