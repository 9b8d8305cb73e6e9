package org.carillon.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Account;
import org.carillon.core.CoreFixture;
import org.carillon.core.carriers.Carriers;
import org.carillon.core.carriers.CreateCarrier;
import org.carillon.core.connectors.AddressPolicy;
import org.carillon.core.connectors.AssociatePhoneNumbersWithVoiceConnector;
import org.carillon.core.connectors.settings.PutVoiceConnectorOrigination;
import org.carillon.core.connectors.settings.PutVoiceConnectorTermination;
import org.carillon.core.connectors.settings.PutVoiceConnectorTerminationCredentials;
import org.carillon.core.connectors.settings.TerminationCredentials;
import org.carillon.core.emergency.EmergencyAlerts;
import org.carillon.core.events.EventOutbox;
import org.carillon.core.identity.CallIdentity;
import org.carillon.core.ports.EventBus;
import org.carillon.core.quotas.Quotas;
import org.carillon.core.reputation.OutboundRestrictions;
import org.carillon.core.routing.RouteDecision.Reject;
import org.carillon.core.routing.RouteDecision.ToTrunk;
import software.amazon.awssdk.services.chimesdkvoice.model.AssociatePhoneNumbersWithVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.Credential;
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRoute;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorOriginationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorTerminationCredentialsRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorTerminationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.Termination;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnector;

/** An account with numbers, and its routing as the operations of the API stored it. */
final class TrunkFixture {

  static final String SEATTLE = "+12065550100";
  static final String SEATTLE_2 = "+12065550101";
  static final String NEW_YORK = "+12125550100";
  static final String CUSTOMER = "127.0.0.1:5060";
  static final String CARRIER = "192.0.2.10:5060";
  static final String CALLEE = "+14255550111";

  final CoreFixture core = new CoreFixture();
  final Carriers carriers = new Carriers(core.items, core.sealer, core.account, core.clock);
  final OutboundRestrictions restrictions = new OutboundRestrictions(core.items, core.account);

  /** What the account's bus was given by {@link #deliver}. */
  final List<EventBus.Event> events = new ArrayList<>();

  TrunkFixture() {
    core.order(PhoneNumberProductType.VOICE_CONNECTOR, SEATTLE, SEATTLE_2, NEW_YORK);
  }

  /** What the installation does about signed identity. */
  CallIdentity identity = CallIdentity.none();

  /** The other regions. */
  RegionNodes regions = RegionNodes.none();

  /** Hands over and takes, as a node of that region. */
  HandOvers handOvers(String region) {
    return new HandOvers(regions, core.items, new Account(core.account.id(), region), core.clock);
  }

  /** The routing as a node that was just started has it. */
  Routing routing(UnknownSources unknownSources) {
    return routing(unknownSources, core.account.region());
  }

  /** The same in another region, with the same table. */
  Routing routing(UnknownSources unknownSources, String region) {
    return new Routing(
        core.account,
        new AccountDirectory(core.numbers, core.rules, core.applications),
        new TrunkDirectory(core.items, core.sealer, core.account, core.clock),
        new CallRates(core.items, core.account, core.clock),
        new EmergencyAlerts(core.items, events::addAll, core.account, core.clock),
        identity,
        handOvers(region),
        unknownSources,
        new Random(4));
  }

  /** Makes a connector with termination from loopback to the US and Great Britain. */
  VoiceConnector connector(Consumer<Termination.Builder> change) {
    VoiceConnector made = core.connector(r -> {});
    terminate(made, change);
    return made;
  }

  void terminate(VoiceConnector connector, Consumer<Termination.Builder> change) {
    new PutVoiceConnectorTermination(
            core.connectors, core.numbers, new Quotas(core.items, core.account), AddressPolicy.ANY)
        .handle(
            PutVoiceConnectorTerminationRequest.builder()
                .voiceConnectorId(connector.voiceConnectorId())
                .termination(
                    Termination.builder()
                        .callingRegions("US", "GB")
                        .cidrAllowedList("127.0.0.0/8")
                        .cpsLimit(100)
                        .applyMutation(change)
                        .build())
                .build(),
            core.caller);
  }

  void originate(String connectorId, OriginationRoute... routes) {
    new PutVoiceConnectorOrigination(core.connectors, AddressPolicy.ANY)
        .handle(
            PutVoiceConnectorOriginationRequest.builder()
                .voiceConnectorId(connectorId)
                .origination(o -> o.routes(routes).disabled(routes.length == 0))
                .build(),
            core.caller);
  }

  static OriginationRoute route(String host, int priority, int weight) {
    return OriginationRoute.builder().host(host).priority(priority).weight(weight).build();
  }

  void credential(VoiceConnector connector, String user, String password) {
    new PutVoiceConnectorTerminationCredentials(
            new TerminationCredentials(core.items, core.connectors, core.sealer))
        .handle(
            PutVoiceConnectorTerminationCredentialsRequest.builder()
                .voiceConnectorId(connector.voiceConnectorId())
                .credentials(Credential.builder().username(user).password(password).build())
                .build(),
            core.caller);
  }

  void assign(String connectorId, String... numbers) {
    assertThat(
            new AssociatePhoneNumbersWithVoiceConnector(core.assignments)
                .handle(
                    AssociatePhoneNumbersWithVoiceConnectorRequest.builder()
                        .voiceConnectorId(connectorId)
                        .e164PhoneNumbers(numbers)
                        .build(),
                    core.caller)
                .phoneNumberErrors())
        .isEmpty();
  }

  /** Makes a carrier with one trunk whose host is its name; gives its id. */
  String carrier(String name, int priority, Map<String, Object> change) {
    Map<String, Object> trunk = new HashMap<>();
    trunk.put("Name", "a");
    trunk.put("Host", name + ".example");
    Map<String, Object> carrier = new HashMap<>();
    carrier.put("Name", name);
    carrier.put("Directions", List.of("OUTBOUND"));
    carrier.put("Priority", priority);
    carrier.put("Trunks", new ArrayList<>(List.of(trunk)));
    for (Map.Entry<String, Object> member : change.entrySet()) {
      Map<String, Object> into =
          List.of("Countries", "Prefixes", "Directions", "EmergencyCalling", "Disabled")
                  .contains(member.getKey())
              ? carrier
              : trunk;
      into.put(member.getKey(), member.getValue());
    }
    OperatorDocument made =
        new CreateCarrier(carriers).handle(new OperatorDocument(carrier), core.caller);
    return (String) ((Map<?, ?>) made.members().get("Carrier")).get("CarrierId");
  }

  /** Delivers the events that wait. */
  List<EventBus.Event> deliver() {
    new EventOutbox(core.items, events::addAll, core.account).deliver();
    return events;
  }

  static Invite invite(String host, String dialled) {
    return new Invite(host, dialled);
  }

  /** An INVITE in the making: from Seattle over UDP in clear. */
  static final class Invite {
    private final String host;
    private final String dialled;
    private String from = SEATTLE;
    private String name = "";
    private String source = CUSTOMER;
    private String transport = "UDP";
    private boolean secure;
    private final Map<String, String> headers = new HashMap<>();
    private Optional<String> user = Optional.empty();
    private Optional<String> location = Optional.empty();
    private Optional<String> transfer = Optional.empty();

    private Invite(String host, String dialled) {
      this.host = host;
      this.dialled = dialled;
    }

    Invite from(String number) {
      from = number;
      return this;
    }

    Invite named(String displayName) {
      name = displayName;
      return this;
    }

    Invite at(String sourceAddress) {
      source = sourceAddress;
      return this;
    }

    Invite over(String protocol, boolean srtp) {
      transport = protocol;
      secure = srtp;
      return this;
    }

    Invite header(String header, String value) {
      headers.put(header, value);
      return this;
    }

    Invite as(String username) {
      user = Optional.of(username);
      return this;
    }

    /** Asked for by a REFER in a call of this connector. */
    Invite transferOf(String voiceConnectorId) {
      transfer = Optional.of(voiceConnectorId);
      return this;
    }

    Invite located(String pidfLo) {
      location = Optional.of(pidfLo);
      return this;
    }

    InviteFacts facts() {
      return new InviteFacts(
          dialled,
          host,
          dialled,
          from,
          name,
          headers,
          transport,
          source,
          "a84b4c76e66710",
          user,
          secure,
          location,
          transfer);
    }
  }

  static ToTrunk trunk(RouteDecision decision) {
    assertThat(decision).isInstanceOf(ToTrunk.class);
    return (ToTrunk) decision;
  }

  static Reject refused(RouteDecision decision, RejectReason reason) {
    assertThat(decision)
        .isInstanceOfSatisfying(
            Reject.class, reject -> assertThat(reject.reason()).isEqualTo(reason));
    return (Reject) decision;
  }

  static List<String> hosts(RouteDecision decision) {
    return trunk(decision).targets().stream().map(TrunkTarget::host).toList();
  }
}
