package org.carillon.media.node;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.carillon.contract.OperatorDocument;
import org.carillon.core.Account;
import org.carillon.core.Ids;
import org.carillon.core.access.Principal;
import org.carillon.core.applications.CreateSipMediaApplication;
import org.carillon.core.applications.CreateSipRule;
import org.carillon.core.applications.SipMediaApplications;
import org.carillon.core.applications.SipRules;
import org.carillon.core.carriers.Carriers;
import org.carillon.core.carriers.CreateCarrier;
import org.carillon.core.connectors.AddressPolicy;
import org.carillon.core.connectors.AssociatePhoneNumbersWithVoiceConnector;
import org.carillon.core.connectors.Connectors;
import org.carillon.core.connectors.CreateVoiceConnector;
import org.carillon.core.connectors.NumberAssignments;
import org.carillon.core.connectors.SessionNumbers;
import org.carillon.core.connectors.SipNetwork;
import org.carillon.core.connectors.proxy.CreateProxySession;
import org.carillon.core.connectors.proxy.ProxySessions;
import org.carillon.core.connectors.proxy.PutVoiceConnectorProxy;
import org.carillon.core.connectors.settings.PutVoiceConnectorOrigination;
import org.carillon.core.connectors.settings.PutVoiceConnectorTermination;
import org.carillon.core.identity.CallIdentity;
import org.carillon.core.numbers.CreatePhoneNumberOrder;
import org.carillon.core.numbers.NumberPool;
import org.carillon.core.numbers.NumberRange;
import org.carillon.core.numbers.PhoneNumberOrders;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.ports.Items;
import org.carillon.core.ports.Ports;
import org.carillon.core.quotas.Quotas;
import org.carillon.core.routing.Routing;
import org.carillon.core.routing.RoutingQuestion;
import org.carillon.core.routing.TrunkTarget;
import org.carillon.core.routing.UnknownSources;
import org.carillon.core.settings.Settings;
import software.amazon.awssdk.services.chimesdkvoice.model.AssociatePhoneNumbersWithVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.Capability;
import software.amazon.awssdk.services.chimesdkvoice.model.CreatePhoneNumberOrderRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateProxySessionRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipMediaApplicationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipRuleRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.OriginationRoute;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.ProxySession;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorOriginationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorProxyRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PutVoiceConnectorTerminationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplicationEndpoint;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRule;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRuleTargetApplication;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnector;

/**
 * A customer with a connector that has a number, set up with the operations of the API in a node's
 * stores. Calls go where the product's own routing finds in there; whoever is neither the customer
 * nor a carrier is refused, as on AWS.
 */
final class Customer {
  /** The number of its connector. */
  static final String NUMBER = "+14255550100";

  private final Account account = TestNode.account();
  private final Ports ports;
  private final Items items;
  private final InstantSource clock = InstantSource.system();
  private final Connectors connectors;
  private final PhoneNumbers numbers;
  private final NumberAssignments assignments;
  private final org.carillon.core.Caller caller =
      new org.carillon.core.Caller(
          account, new Principal(account.id(), account.rootArn(), "AKIA"), Ids.guid());
  private final VoiceConnector connector;

  Customer(TestNode node) {
    ports = node.ports();
    items = ports.items();
    connectors = new Connectors(items, account);
    numbers = new PhoneNumbers(items, account, clock);
    assignments = new NumberAssignments(items, account, numbers, clock);
    connector =
        new CreateVoiceConnector(connectors, SipNetwork.local(), clock)
            .handle(
                CreateVoiceConnectorRequest.builder()
                    .name("office")
                    .requireEncryption(false)
                    .build(),
                caller)
            .voiceConnector();
    order();
  }

  /** The product's routing on a node's stores, for {@link TestNode#configured}. */
  static RoutingQuestion routing(Ports ports, InstantSource clock) {
    return routing(ports, clock, CallIdentity.none());
  }

  /** The same with signed identity. */
  static RoutingQuestion routing(Ports ports, InstantSource clock, CallIdentity identity) {
    return Routing.of(TestNode.account(), ports, clock, identity, UnknownSources.REFUSED);
  }

  private void order() {
    NumberPool pool = new NumberPool(items);
    pool.load(
        "office", NumberRange.read(List.of("US,Local," + NUMBER + "," + NUMBER + ",WA,Bellevue")));
    var orders = new PhoneNumberOrders(items, account, pool, numbers, new Settings(items, account));
    new CreatePhoneNumberOrder(orders, pool, numbers)
        .handle(
            CreatePhoneNumberOrderRequest.builder()
                .productType(PhoneNumberProductType.VOICE_CONNECTOR)
                .e164PhoneNumbers(NUMBER)
                .build(),
            caller);
    var errors =
        new AssociatePhoneNumbersWithVoiceConnector(assignments)
            .handle(
                AssociatePhoneNumbersWithVoiceConnectorRequest.builder()
                    .voiceConnectorId(id())
                    .e164PhoneNumbers(NUMBER)
                    .build(),
                caller)
            .phoneNumberErrors();
    if (!errors.isEmpty()) {
      throw new AssertionError(errors);
    }
  }

  /** Its connector's id. */
  String id() {
    return connector.voiceConnectorId();
  }

  /** The host name of its connector. */
  String hostName() {
    return connector.outboundHostName();
  }

  /** The telephone network: calls come from this address, and go to this telephone exchange. */
  Customer carrier(TrunkTarget exchange) {
    Map<String, Object> trunk =
        Map.of("Name", "a", "Host", exchange.host(), "Port", exchange.port(), "Transport", "UDP");
    var carriers = new Carriers(items, ports.sealer(), account, clock);
    new CreateCarrier(carriers)
        .handle(
            new OperatorDocument(
                Map.of(
                    "Name",
                    "network",
                    "Directions",
                    List.of("INBOUND", "OUTBOUND"),
                    "Trunks",
                    List.of(trunk))),
            caller);
    return this;
  }

  /** Calls in go to this telephone exchange. */
  Customer origination(TrunkTarget exchange) {
    new PutVoiceConnectorOrigination(connectors, AddressPolicy.ANY)
        .handle(
            PutVoiceConnectorOriginationRequest.builder()
                .voiceConnectorId(id())
                .origination(
                    o ->
                        o.disabled(false)
                            .routes(
                                OriginationRoute.builder()
                                    .host(exchange.host())
                                    .port(exchange.port())
                                    .priority(1)
                                    .weight(1)
                                    .build()))
                .build(),
            caller);
    return this;
  }

  /** Whoever is in this network may call out to the United States. */
  Customer termination(String network) {
    new PutVoiceConnectorTermination(
            connectors, numbers, new Quotas(items, account), AddressPolicy.ANY)
        .handle(
            PutVoiceConnectorTerminationRequest.builder()
                .voiceConnectorId(id())
                .termination(
                    t ->
                        t.callingRegions("US")
                            .cidrAllowedList(network)
                            .cpsLimit(10)
                            .disabled(false))
                .build(),
            caller);
    return this;
  }

  /** Two people who reach each other at {@link #NUMBER} for so many minutes. */
  ProxySession proxySession(int minutes, String one, String other) {
    new PutVoiceConnectorProxy(connectors)
        .handle(
            PutVoiceConnectorProxyRequest.builder()
                .voiceConnectorId(id())
                .defaultSessionExpiryMinutes(60)
                .phoneNumberPoolCountries("US")
                .build(),
            caller);
    return new CreateProxySession(
            items,
            connectors,
            assignments,
            new SessionNumbers(items, connectors, clock),
            new ProxySessions(items, connectors, clock))
        .handle(
            CreateProxySessionRequest.builder()
                .voiceConnectorId(id())
                .participantPhoneNumbers(one, other)
                .capabilities(Capability.VOICE)
                .expiryMinutes(minutes)
                .build(),
            caller)
        .proxySession();
  }

  /** An application that takes the calls to the connector's host name. */
  SipRule hostNameRule() {
    var applications = new SipMediaApplications(items, account);
    String application =
        new CreateSipMediaApplication(applications, clock)
            .handle(
                CreateSipMediaApplicationRequest.builder()
                    .name("door")
                    .awsRegion(account.region())
                    .endpoints(
                        SipMediaApplicationEndpoint.builder().lambdaArn(TestNode.FUNCTION).build())
                    .build(),
                caller)
            .sipMediaApplication()
            .sipMediaApplicationId();
    return new CreateSipRule(
            items, new SipRules(items, account), applications, numbers, connectors, clock)
        .handle(
            CreateSipRuleRequest.builder()
                .name("door")
                .triggerType("RequestUriHostname")
                .triggerValue(hostName())
                .disabled(false)
                .targetApplications(
                    SipRuleTargetApplication.builder()
                        .sipMediaApplicationId(application)
                        .priority(1)
                        .build())
                .build(),
            caller)
        .sipRule();
  }
}
