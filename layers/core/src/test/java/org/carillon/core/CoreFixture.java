package org.carillon.core;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.access.Principal;
import org.carillon.core.applications.CreateSipMediaApplication;
import org.carillon.core.applications.CreateSipRule;
import org.carillon.core.applications.SipMediaApplications;
import org.carillon.core.applications.SipRules;
import org.carillon.core.connectors.Connectors;
import org.carillon.core.connectors.CreateVoiceConnector;
import org.carillon.core.connectors.NumberAssignments;
import org.carillon.core.connectors.SipNetwork;
import org.carillon.core.connectors.groups.ConnectorGroups;
import org.carillon.core.numbers.CreatePhoneNumberOrder;
import org.carillon.core.numbers.GetPhoneNumberOrder;
import org.carillon.core.numbers.NumberPool;
import org.carillon.core.numbers.PhoneNumberOrders;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.ports.Sealer;
import org.carillon.core.settings.Settings;
import software.amazon.awssdk.services.chimesdkvoice.model.CreatePhoneNumberOrderRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipMediaApplicationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipRuleRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateVoiceConnectorRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetPhoneNumberOrderRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrder;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplicationEndpoint;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRule;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRuleTargetApplication;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnector;

/** The core on a store in memory, with the simulated pool loaded and a clock that tests set. */
public final class CoreFixture {

  public final Account account = new Account("111122223333", "us-east-1");
  public final MemoryItems items = new MemoryItems();
  public final Sealer sealer = new PlainSealer();
  public final Listing listing = new Listing(items, new PageToken(sealer));
  public final NumberPool pool = new NumberPool(items);
  public final Settings settings = new Settings(items, account);
  public final SipMediaApplications applications = new SipMediaApplications(items, account);
  public final SipRules rules = new SipRules(items, account);
  public final Connectors connectors = new Connectors(items, account);
  public final ConnectorGroups groups = new ConnectorGroups(items, account, connectors);
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  public final InstantSource clock = () -> now;
  public final PhoneNumbers numbers = new PhoneNumbers(items, account, clock);
  public final NumberAssignments assignments =
      new NumberAssignments(items, account, numbers, clock);
  public final PhoneNumberOrders orders =
      new PhoneNumberOrders(items, account, pool, numbers, settings);
  public final Caller caller =
      new Caller(account, new Principal(account.id(), account.rootArn(), "AKIA"), Ids.guid());

  public CoreFixture() {
    pool.load("simulated", NumberPool.simulatedList());
  }

  public void pass(Duration time) {
    now = now.plus(time);
  }

  /** Orders numbers and tells how it ended. */
  public PhoneNumberOrder order(PhoneNumberProductType type, String... e164) {
    PhoneNumberOrder order =
        new CreatePhoneNumberOrder(orders, pool, numbers)
            .handle(
                CreatePhoneNumberOrderRequest.builder()
                    .productType(type)
                    .e164PhoneNumbers(e164)
                    .build(),
                caller)
            .phoneNumberOrder();
    return order(order.phoneNumberOrderId());
  }

  public PhoneNumberOrder order(String id) {
    return new GetPhoneNumberOrder(orders)
        .handle(GetPhoneNumberOrderRequest.builder().phoneNumberOrderId(id).build(), caller)
        .phoneNumberOrder();
  }

  /** Makes an application in a region and gives its id. */
  public String application(String region) {
    return new CreateSipMediaApplication(applications, clock)
        .handle(
            CreateSipMediaApplicationRequest.builder()
                .name("app")
                .awsRegion(region)
                .endpoints(
                    SipMediaApplicationEndpoint.builder()
                        .lambdaArn("arn:aws:lambda:" + region + ":111122223333:function:f:live")
                        .build())
                .build(),
            caller)
        .sipMediaApplication()
        .sipMediaApplicationId();
  }

  /** Makes a connector in the public network and gives it. */
  public VoiceConnector connector(Consumer<CreateVoiceConnectorRequest.Builder> change) {
    return new CreateVoiceConnector(connectors, SipNetwork.hosted(), clock)
        .handle(
            CreateVoiceConnectorRequest.builder()
                .name("trunk")
                .requireEncryption(false)
                .applyMutation(change)
                .build(),
            caller)
        .voiceConnector();
  }

  /** Makes a connector and gives its id. */
  public String connector() {
    return connector(r -> {}).voiceConnectorId();
  }

  /** Makes a rule on a number. */
  public SipRule rule(String e164, boolean disabled, SipRuleTargetApplication... targets) {
    return rule(
        CreateSipRuleRequest.builder()
            .name("rule")
            .triggerType("ToPhoneNumber")
            .triggerValue(e164)
            .disabled(disabled)
            .targetApplications(List.of(targets))
            .build());
  }

  public SipRule rule(CreateSipRuleRequest request) {
    return new CreateSipRule(items, rules, applications, numbers, connectors, clock)
        .handle(request, caller)
        .sipRule();
  }

  public static SipRuleTargetApplication target(String applicationId, int priority) {
    return SipRuleTargetApplication.builder()
        .sipMediaApplicationId(applicationId)
        .priority(priority)
        .build();
  }

  /** Holds that a rule refuses something, with these words. */
  public static void refused(ErrorType type, String words, ThrowingCallable call) {
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(call)
        .withMessageContaining(words)
        .satisfies(e -> org.assertj.core.api.Assertions.assertThat(e.type()).isEqualTo(type));
  }

  /** Binds to the context and nothing more; what sealing is worth is tested at the adapters. */
  private static final class PlainSealer implements Sealer {
    @Override
    public byte[] seal(byte[] plaintext, String context) {
      return (Base64.getEncoder().encodeToString(plaintext) + "|" + context)
          .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] open(byte[] sealedBytes, String context) {
      String text = new String(sealedBytes, StandardCharsets.UTF_8);
      if (!text.endsWith("|" + context)) {
        throw new IllegalArgumentException("sealed for something else");
      }
      return Base64.getDecoder().decode(text.substring(0, text.indexOf('|')));
    }
  }
}
