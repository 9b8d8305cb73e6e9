package org.carillon.functions.sipruledispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.core.Account;
import org.carillon.core.Caller;
import org.carillon.core.access.Principal;
import org.carillon.core.applications.CreateSipMediaApplication;
import org.carillon.core.applications.CreateSipRule;
import org.carillon.core.applications.SipMediaApplications;
import org.carillon.core.applications.SipRules;
import org.carillon.core.applications.UpdateSipRule;
import org.carillon.core.connectors.Connectors;
import org.carillon.core.numbers.CreatePhoneNumberOrder;
import org.carillon.core.numbers.GetPhoneNumberOrder;
import org.carillon.core.numbers.NumberPool;
import org.carillon.core.numbers.NumberRange;
import org.carillon.core.numbers.PhoneNumberOrders;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.ports.FunctionInvoker;
import org.carillon.core.ports.Items;
import org.carillon.core.routing.AccountDirectory;
import org.carillon.core.routing.InviteFacts;
import org.carillon.core.routing.RejectReason;
import org.carillon.core.routing.RouteDecision;
import org.carillon.core.routing.RouteDecision.Reject;
import org.carillon.core.routing.RouteDecision.ToApplication;
import org.carillon.core.routing.RouteTarget;
import org.carillon.core.routing.Routing;
import org.carillon.core.settings.Settings;
import org.carillon.embedded.EmbeddedPorts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkvoice.model.CreatePhoneNumberOrderRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipMediaApplicationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipRuleRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.GetPhoneNumberOrderRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberType;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplicationEndpoint;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRuleTargetApplication;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRuleTriggerType;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateSipRuleRequest;

/** Routing by what the operations of the API stored (S1, S2, S3). */
class AccountDirectoryTest {

  private static final Account ACCOUNT = new Account("111122223333", "us-east-1");
  private static final Caller CALLER =
      new Caller(ACCOUNT, new Principal(ACCOUNT.id(), ACCOUNT.rootArn(), "key"), "request");
  private static final String NUMBER = "+12065550100";
  private static final String FUNCTION = "arn:aws:lambda:us-east-1:111122223333:function:hello";

  @Test
  void aCallFollowsTheStoryOfTheGuide(@TempDir Path directory) {
    try (EmbeddedPorts embedded =
        EmbeddedPorts.open(
            directory, (arn, payload, timeout) -> new FunctionInvoker.Result.NotFound(""))) {
      Items items = embedded.ports().items();
      InstantSource clock = InstantSource.system();
      PhoneNumbers numbers = new PhoneNumbers(items, ACCOUNT, clock);
      SipRules rules = new SipRules(items, ACCOUNT);
      SipMediaApplications applications = new SipMediaApplications(items, ACCOUNT);
      Routing routing = new Routing(new AccountDirectory(numbers, rules, applications));

      assertThat(reason(routing)).contains(RejectReason.UNKNOWN_NUMBER);

      orderTheNumber(items, numbers);
      assertThat(reason(routing)).contains(RejectReason.NO_RULE);

      String applicationId =
          new CreateSipMediaApplication(applications, clock)
              .handle(
                  CreateSipMediaApplicationRequest.builder()
                      .awsRegion("us-east-1")
                      .name("hello")
                      .endpoints(SipMediaApplicationEndpoint.builder().lambdaArn(FUNCTION).build())
                      .build(),
                  CALLER)
              .sipMediaApplication()
              .sipMediaApplicationId();
      String ruleId =
          new CreateSipRule(
                  items, rules, applications, numbers, new Connectors(items, ACCOUNT), clock)
              .handle(
                  CreateSipRuleRequest.builder()
                      .name("hello")
                      .triggerType(SipRuleTriggerType.TO_PHONE_NUMBER)
                      .triggerValue(NUMBER)
                      .targetApplications(
                          SipRuleTargetApplication.builder()
                              .sipMediaApplicationId(applicationId)
                              .priority(1)
                              .awsRegion("us-east-1")
                              .build())
                      .build(),
                  CALLER)
              .sipRule()
              .sipRuleId();
      assertThat(decide(routing))
          .isEqualTo(
              new ToApplication(
                  ruleId,
                  List.of(new RouteTarget(applicationId, FUNCTION, "us-east-1")),
                  "+14255550111",
                  NUMBER,
                  Map.of()));

      new UpdateSipRule(items, rules, applications, clock)
          .handle(
              UpdateSipRuleRequest.builder().sipRuleId(ruleId).name("off").disabled(true).build(),
              CALLER);
      assertThat(reason(routing)).contains(RejectReason.RULE_DISABLED);
    }
  }

  private static void orderTheNumber(Items items, PhoneNumbers numbers) {
    NumberPool pool = new NumberPool(items);
    pool.load(
        "test",
        List.of(new NumberRange("US", PhoneNumberType.LOCAL, NUMBER, NUMBER, "WA", "Seattle")));
    PhoneNumberOrders orders =
        new PhoneNumberOrders(items, ACCOUNT, pool, numbers, new Settings(items, ACCOUNT));
    String orderId =
        new CreatePhoneNumberOrder(orders, pool, numbers)
            .handle(
                CreatePhoneNumberOrderRequest.builder()
                    .productType(PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN)
                    .e164PhoneNumbers(NUMBER)
                    .build(),
                CALLER)
            .phoneNumberOrder()
            .phoneNumberOrderId();
    new GetPhoneNumberOrder(orders)
        .handle(GetPhoneNumberOrderRequest.builder().phoneNumberOrderId(orderId).build(), CALLER);
  }

  private static Optional<RejectReason> reason(Routing routing) {
    return decide(routing) instanceof Reject reject
        ? Optional.of(reject.reason())
        : Optional.empty();
  }

  private static RouteDecision decide(Routing routing) {
    return routing.decide(
        new InviteFacts(
            NUMBER,
            "127.0.0.1",
            NUMBER,
            "+14255550111",
            "",
            Map.of(),
            "UDP",
            "127.0.0.1:5090",
            "a84b4c76e66710",
            Optional.empty(),
            false,
            Optional.empty()));
  }
}
