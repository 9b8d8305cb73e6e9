package org.carillon.functions.voiceapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.functions.voiceapi.Storm.atOnce;
import static org.carillon.functions.voiceapi.Storm.isBookkeeping;
import static org.carillon.functions.voiceapi.Storm.stored;
import static org.carillon.functions.voiceapi.Storm.unlessRefused;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.OrderedPhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.OrderedPhoneNumberStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrder;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplication;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplicationEndpoint;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRule;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRuleTargetApplication;

/**
 * Many clients at once, over the wire, on the embedded store: nothing has two owners, and nothing
 * is left of what was deleted (N2, S1, S2, O8).
 */
class StormTest {

  private static final String FUNCTION = "arn:aws:lambda:us-east-1:111122223333:function:hello";

  @TempDir Path data;
  private LocalApi local;
  private ChimeSdkVoiceClient client;

  @BeforeEach
  void start() throws IOException {
    local = new LocalApi(data);
    client = local.client();
  }

  @AfterEach
  void stop() {
    client.close();
    local.close();
  }

  @Test
  void ofOverlappingOrdersEachNumberGoesToOne() throws Exception {
    List<String> wanted =
        IntStream.range(0, 10).mapToObj(i -> "+120655501%02d".formatted(i)).toList();

    List<PhoneNumberOrder> orders =
        atOnce(
            i -> {
              List<String> mine = new ArrayList<>(wanted);
              Collections.shuffle(mine, new Random(i));
              return order(mine.subList(0, 6));
            });

    Map<String, String> owners = new HashMap<>();
    for (PhoneNumberOrder order : orders) {
      for (OrderedPhoneNumber number : order.orderedPhoneNumbers()) {
        if (number.status() == OrderedPhoneNumberStatus.ACQUIRED) {
          String before = owners.put(number.e164PhoneNumber(), order.phoneNumberOrderId());
          assertThat(before).as("another owner of " + number.e164PhoneNumber()).isNull();
        }
      }
      long acquired =
          order.orderedPhoneNumbers().stream()
              .filter(n -> n.status() == OrderedPhoneNumberStatus.ACQUIRED)
              .count();
      assertThat(order.status())
          .isEqualTo(
              acquired == 6
                  ? PhoneNumberOrderStatus.SUCCESSFUL
                  : acquired == 0 ? PhoneNumberOrderStatus.FAILED : PhoneNumberOrderStatus.PARTIAL);
    }
    List<PhoneNumber> owned = client.listPhoneNumbers(r -> {}).phoneNumbers();
    assertThat(owned).hasSize(owners.size());
    assertThat(owned)
        .allSatisfy(
            number -> assertThat(number.orderId()).isEqualTo(owners.get(number.e164PhoneNumber())));
    assertThat(client.searchAvailablePhoneNumbers(r -> r.areaCode("206")).e164PhoneNumbers())
        .doesNotContainAnyElementsOf(owners.keySet());
  }

  @Test
  void aNumberThatIsDeletedAndRestoredByManyHasOneState() throws Exception {
    order(List.of("+12065550100"));

    atOnce(
        i -> {
          for (int round = 0; round < 6; round++) {
            boolean delete = (i + round) % 2 == 0;
            unlessRefused(
                () ->
                    delete
                        ? client.deletePhoneNumber(r -> r.phoneNumberId("+12065550100"))
                        : client.restorePhoneNumber(r -> r.phoneNumberId("+12065550100")));
          }
          return i;
        });

    unlessRefused(() -> client.restorePhoneNumber(r -> r.phoneNumberId("+12065550100")));
    assertThat(client.listPhoneNumbers(r -> r.status("Unassigned")).phoneNumbers())
        .extracting(PhoneNumber::e164PhoneNumber)
        .containsExactly("+12065550100");
    assertThat(client.listPhoneNumbers(r -> r.status("ReleaseInProgress")).phoneNumbers())
        .isEmpty();
  }

  @Test
  void rulesAndApplicationsThatComeAndGoLeaveNothing() throws Exception {
    List<String> numbers =
        IntStream.range(0, 4).mapToObj(i -> "+121255501%02d".formatted(i)).toList();
    order(numbers);
    Set<String> before = stored(data);

    atOnce(
        i -> {
          Random random = new Random(i);
          for (int round = 0; round < 5; round++) {
            String number = numbers.get(random.nextInt(numbers.size()));
            String application = application("storm " + i);
            unlessRefused(() -> rule(number, application));
            // somebody else's, maybe
            unlessRefused(this::deleteAnyRule);
            unlessRefused(
                () -> client.deleteSipMediaApplication(r -> r.sipMediaApplicationId(application)));
          }
          return i;
        });

    Set<String> applications = new TreeSet<>();
    client.listSipMediaApplications(r -> {}).sipMediaApplications().stream()
        .map(SipMediaApplication::sipMediaApplicationId)
        .forEach(applications::add);
    List<SipRule> rules = client.listSipRules(r -> {}).sipRules();
    assertThat(rules)
        .allSatisfy(
            rule ->
                assertThat(applications)
                    .as("the application of a rule that is there")
                    .contains(rule.targetApplications().getFirst().sipMediaApplicationId()));
    assertThat(rules.stream().filter(rule -> !rule.disabled()).map(SipRule::triggerValue))
        .as("one enabled rule a number")
        .doesNotHaveDuplicates();

    for (SipRule rule : rules) {
      client.updateSipRule(r -> r.sipRuleId(rule.sipRuleId()).name("end").disabled(true));
      client.deleteSipRule(r -> r.sipRuleId(rule.sipRuleId()));
    }
    applications.forEach(id -> client.deleteSipMediaApplication(r -> r.sipMediaApplicationId(id)));
    assertThat(client.listPhoneNumbers(r -> r.status("Unassigned")).phoneNumbers())
        .hasSize(numbers.size());
    Set<String> left = stored(data);
    left.removeAll(before);
    assertThat(left.stream().filter(key -> !isBookkeeping(key))).isEmpty();
  }

  @Test
  void noMoreThanTheQuotaAreMadeHoweverManyAsk() throws Exception {
    var operator = new OperatorClient(local.endpoint(), local.key());
    operator.call("PUT", "/carillon/v1/quotas/SipMediaApplications", Map.of("Value", 5));

    for (int round = 0; round < 2; round++) {
      List<Boolean> made = atOnce(i -> unlessRefused(() -> application("one of many")));

      assertThat(made.stream().filter(it -> it)).hasSize(5);
      List<String> ids =
          client.listSipMediaApplications(r -> {}).sipMediaApplications().stream()
              .map(SipMediaApplication::sipMediaApplicationId)
              .toList();
      assertThat(ids).hasSize(5);
      // each is deleted by several, and its place is given back once
      atOnce(
          i -> {
            for (String id : ids) {
              unlessRefused(
                  () -> client.deleteSipMediaApplication(r -> r.sipMediaApplicationId(id)));
            }
            return i;
          });
    }
  }

  private PhoneNumberOrder order(List<String> numbers) {
    String id =
        client
            .createPhoneNumberOrder(
                r ->
                    r.productType(PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN)
                        .e164PhoneNumbers(numbers))
            .phoneNumberOrder()
            .phoneNumberOrderId();
    return client.getPhoneNumberOrder(r -> r.phoneNumberOrderId(id)).phoneNumberOrder();
  }

  private String application(String name) {
    return client
        .createSipMediaApplication(
            r ->
                r.name(name)
                    .awsRegion("us-east-1")
                    .endpoints(SipMediaApplicationEndpoint.builder().lambdaArn(FUNCTION).build()))
        .sipMediaApplication()
        .sipMediaApplicationId();
  }

  private SipRule rule(String number, String application) {
    return client
        .createSipRule(
            r ->
                r.name("storm")
                    .triggerType("ToPhoneNumber")
                    .triggerValue(number)
                    .targetApplications(
                        SipRuleTargetApplication.builder()
                            .sipMediaApplicationId(application)
                            .priority(1)
                            .build()))
        .sipRule();
  }

  private Void deleteAnyRule() {
    for (SipRule rule : client.listSipRules(r -> r.maxResults(1)).sipRules()) {
      client.updateSipRule(r -> r.sipRuleId(rule.sipRuleId()).name("storm").disabled(true));
      client.deleteSipRule(r -> r.sipRuleId(rule.sipRuleId()));
    }
    return null;
  }
}
