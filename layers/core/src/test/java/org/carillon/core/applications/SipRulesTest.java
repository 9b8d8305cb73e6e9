package org.carillon.core.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;
import static org.carillon.core.CoreFixture.target;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.CoreFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipRuleRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteSipMediaApplicationRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeleteSipRuleRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListSipRulesRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRule;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRuleTargetApplication;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdateSipRuleRequest;

class SipRulesTest {

  private static final String NUMBER = "+12065550100";
  private static final String OTHER_NUMBER = "+12065550101";

  private final CoreFixture core = new CoreFixture();
  private String east;
  private String west;

  @BeforeEach
  void numbersAndApplications() {
    core.order(PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN, NUMBER, OTHER_NUMBER);
    east = core.application("us-east-1");
    west = core.application("us-west-2");
  }

  @Test
  void aCallFindsTheEnabledRuleOfItsNumber() {
    assertThat(core.rules.forNumber(NUMBER)).isEmpty();

    SipRule disabled = core.rule(NUMBER, true, target(east, 1));
    assertThat(core.rules.forNumber(NUMBER)).contains(disabled);

    SipRule enabled = core.rule(NUMBER, false, target(east, 2), target(west, 1));
    assertThat(core.rules.forNumber(NUMBER)).contains(enabled);
    assertThat(core.rules.forNumber(OTHER_NUMBER)).isEmpty();
    assertThat(enabled.targetApplications())
        .extracting(SipRuleTargetApplication::awsRegion)
        .containsExactly("us-east-1", "us-west-2");
  }

  @Test
  void onlyOneRuleOfATriggerCanBeEnabled() {
    SipRule first = core.rule(NUMBER, false, target(east, 1));
    refused(ErrorType.CONFLICT, first.sipRuleId(), () -> core.rule(NUMBER, false, target(east, 1)));

    SipRule second = core.rule(NUMBER, true, target(east, 1));
    refused(ErrorType.CONFLICT, first.sipRuleId(), () -> update(second, r -> r.disabled(false)));

    update(first, r -> r.disabled(true));
    assertThat(update(second, r -> r.disabled(false)).disabled()).isFalse();
    assertThat(core.rules.forNumber(NUMBER).map(SipRule::sipRuleId)).contains(second.sipRuleId());
  }

  @Test
  void ofTwoRulesEnabledAtTheSameMomentOneWins() throws Exception {
    for (int round = 0; round < 20; round++) {
      List<SipRule> rules = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        rules.add(core.rule(NUMBER, true, target(east, 1)));
      }
      CyclicBarrier start = new CyclicBarrier(rules.size());
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Callable<SipRule>> tasks = new ArrayList<>();
        for (SipRule rule : rules) {
          tasks.add(
              () -> {
                start.await();
                return update(rule, r -> r.disabled(false));
              });
        }
        int enabled = 0;
        for (Future<SipRule> ended : threads.invokeAll(tasks)) {
          try {
            assertThat(ended.get().disabled()).isFalse();
            enabled++;
          } catch (ExecutionException refused) {
            assertThat(refused.getCause())
                .isInstanceOfSatisfying(
                    ApiException.class, e -> assertThat(e.type()).isEqualTo(ErrorType.CONFLICT));
          }
        }
        assertThat(enabled).isOne();
      }
      for (SipRule rule : rules) {
        update(rule, r -> r.disabled(true));
        delete(rule);
      }
    }
    assertThat(number().status()).isEqualTo(PhoneNumberStatus.UNASSIGNED);
  }

  @Test
  void aNumberIsAssignedWhileARuleIsOnIt() {
    SipRule first = core.rule(NUMBER, true, target(east, 1));
    SipRule second = core.rule(NUMBER, true, target(east, 1));
    assertThat(number().status()).isEqualTo(PhoneNumberStatus.ASSIGNED);
    assertThat(number().associations()).hasSize(2);

    delete(first);
    assertThat(number().status()).isEqualTo(PhoneNumberStatus.ASSIGNED);
    assertThat(core.rules.forNumber(NUMBER)).contains(second);
    delete(second);
    assertThat(number().status()).isEqualTo(PhoneNumberStatus.UNASSIGNED);
    assertThat(core.rules.forNumber(NUMBER)).isEmpty();
  }

  @Test
  void anEnabledRuleIsNotDeleted() {
    SipRule rule = core.rule(NUMBER, false, target(east, 1));

    refused(ErrorType.CONFLICT, "Disable it first", () -> delete(rule));

    update(rule, r -> r.disabled(true));
    delete(rule);
    refused(ErrorType.NOT_FOUND, "SipRuleId", () -> delete(rule));
  }

  @Test
  void anApplicationWithARuleIsNotDeleted() {
    SipRule rule = core.rule(NUMBER, true, target(east, 1));
    refused(ErrorType.CONFLICT, rule.sipRuleId(), () -> deleteApplication(east));

    update(rule, r -> r.targetApplications(target(west, 1)));
    deleteApplication(east);
    refused(ErrorType.CONFLICT, rule.sipRuleId(), () -> deleteApplication(west));
    refused(ErrorType.NOT_FOUND, "SipMediaApplicationId", () -> deleteApplication(east));
  }

  @Test
  void aRuleThatComesWhileItsApplicationIsDeletedIsNeverLeftWithoutIt() throws Exception {
    for (int round = 0; round < 30; round++) {
      String application = core.application("eu-west-1");
      CyclicBarrier start = new CyclicBarrier(2);
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Boolean> made =
            threads.submit(
                () -> {
                  start.await();
                  return succeeds(() -> core.rule(NUMBER, true, target(application, 1)));
                });
        Future<Boolean> deleted =
            threads.submit(
                () -> {
                  start.await();
                  return succeeds(() -> deleteApplication(application));
                });
        assertThat(made.get()).isNotEqualTo(deleted.get());
      }
    }
  }

  @Test
  void targetsAreCheckedOneByOne() {
    String alsoEast = core.application("us-east-1");
    refusedRule("at least one");
    refusedRule("[1].Priority: another", target(east, 1), target(west, 1));
    refusedRule("[1].SipMediaApplicationId: another", target(east, 1), target(alsoEast, 2));
    refusedRule("[0].SipMediaApplicationId: the account has no", target("nonsense", 1));
    refusedRule(
        "[0].AwsRegion: the application is in us-east-1",
        target(east, 1).toBuilder().awsRegion("us-west-2").build());
    refusedRule("required", SipRuleTargetApplication.builder().priority(1).build());
    refusedRule("required", SipRuleTargetApplication.builder().sipMediaApplicationId(east).build());
    assertThat(number().status()).isEqualTo(PhoneNumberStatus.UNASSIGNED);
    assertThat(list(r -> {})).isEmpty();
  }

  @Test
  void triggersAreChecked() {
    core.order(PhoneNumberProductType.VOICE_CONNECTOR, "+12065550102");
    refusedTrigger("ToPhoneNumber", "+12065550199", "no such phone number");
    refusedTrigger("ToPhoneNumber", "nonsense", "no such phone number");
    refusedTrigger("ToPhoneNumber", "+12065550102", "Change it to SipMediaApplicationDialIn");
    refusedTrigger(
        "RequestUriHostname", "abc.voiceconnector.chime.aws", "no Voice Connector of the account");
  }

  @Test
  void rulesAreListedAllOrByApplication() {
    SipRule first = core.rule(NUMBER, true, target(east, 1));
    SipRule second = core.rule(OTHER_NUMBER, true, target(east, 1), target(west, 2));

    assertThat(list(r -> {})).containsExactlyInAnyOrder(first, second);
    assertThat(list(r -> r.sipMediaApplicationId(east))).containsExactlyInAnyOrder(first, second);
    assertThat(list(r -> r.sipMediaApplicationId(west))).containsExactly(second);
    refused(
        ErrorType.FORBIDDEN,
        "SipMediaApplicationId",
        () -> list(r -> r.sipMediaApplicationId("nonsense")));
    refused(ErrorType.BAD_REQUEST, "NextToken", () -> list(r -> r.nextToken("nonsense")));
  }

  @Test
  void anUpdateWithoutTargetsKeepsThem() {
    SipRule rule = core.rule(NUMBER, true, target(east, 1));

    SipRule renamed = update(rule, r -> r.name("another name"));

    assertThat(renamed.name()).isEqualTo("another name");
    assertThat(renamed.targetApplications()).isEqualTo(rule.targetApplications());
    assertThat(renamed.disabled()).isTrue();
  }

  private void refusedRule(String words, SipRuleTargetApplication... targets) {
    refused(ErrorType.BAD_REQUEST, words, () -> core.rule(NUMBER, false, targets));
  }

  private void refusedTrigger(String type, String value, String words) {
    CreateSipRuleRequest request =
        CreateSipRuleRequest.builder()
            .name("rule")
            .triggerType(type)
            .triggerValue(value)
            .targetApplications(target(east, 1))
            .build();
    refused(ErrorType.BAD_REQUEST, words, () -> core.rule(request));
  }

  private static boolean succeeds(Runnable action) {
    try {
      action.run();
      return true;
    } catch (ApiException refused) {
      return false;
    }
  }

  private PhoneNumber number() {
    return core.numbers.find(NUMBER).orElseThrow();
  }

  private SipRule update(SipRule rule, Consumer<UpdateSipRuleRequest.Builder> change) {
    return new UpdateSipRule(core.items, core.rules, core.applications, core.clock)
        .handle(
            UpdateSipRuleRequest.builder()
                .sipRuleId(rule.sipRuleId())
                .name(rule.name())
                .applyMutation(change)
                .build(),
            core.caller)
        .sipRule();
  }

  private void delete(SipRule rule) {
    new DeleteSipRule(
            core.items, core.rules, core.applications, core.numbers, core.connectors, core.clock)
        .handle(DeleteSipRuleRequest.builder().sipRuleId(rule.sipRuleId()).build(), core.caller);
  }

  private void deleteApplication(String id) {
    new DeleteSipMediaApplication(core.applications)
        .handle(
            DeleteSipMediaApplicationRequest.builder().sipMediaApplicationId(id).build(),
            core.caller);
  }

  private List<SipRule> list(Consumer<ListSipRulesRequest.Builder> question) {
    return new ListSipRules(core.listing, core.rules, core.applications)
        .handle(ListSipRulesRequest.builder().applyMutation(question).build(), core.caller)
        .sipRules();
  }
}
