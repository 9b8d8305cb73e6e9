package org.carillon.core.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.core.CoreFixture.refused;
import static org.carillon.core.CoreFixture.target;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.carillon.contract.ErrorType;
import org.carillon.core.CoreFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.CallingNameStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.DeletePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.DeletePhoneNumberResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.ListPhoneNumbersRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ListPhoneNumbersResponse;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberAssociationName;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.RestorePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRule;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdatePhoneNumberRequest;

class InventoryTest {

  private static final PhoneNumberProductType DIAL_IN =
      PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN;
  private static final String LOCAL = "+12065550100";
  private static final String TOLL_FREE = "+18005550100";
  private static final String LONDON = "+442079460000";

  private final CoreFixture core = new CoreFixture();

  @BeforeEach
  void threeNumbers() {
    core.order(DIAL_IN, LOCAL, TOLL_FREE, LONDON);
  }

  @Test
  void aDeletedNumberCanBeRestoredForSevenDays() {
    delete(LOCAL);
    assertThat(number(LOCAL).status()).isEqualTo(PhoneNumberStatus.RELEASE_IN_PROGRESS);
    assertThat(core.order(DIAL_IN, LOCAL).status()).isEqualTo(PhoneNumberOrderStatus.FAILED);
    delete(LOCAL); // a repeated request changes nothing

    core.pass(Duration.ofDays(7).minusSeconds(1));
    PhoneNumber restored = restore(LOCAL);

    assertThat(restored.status()).isEqualTo(PhoneNumberStatus.UNASSIGNED);
    assertThat(restored.deletionTimestamp()).isNull();
    refused(ErrorType.BAD_REQUEST, "not in the deletion queue", () -> restore(LOCAL));
  }

  @Test
  void afterSevenDaysADeletedNumberIsGoneAndOnOfferAgain() {
    delete(LOCAL);
    core.pass(Duration.ofDays(7));

    refused(ErrorType.NOT_FOUND, "PhoneNumberId", () -> restore(LOCAL));
    assertThat(core.numbers.find(LOCAL)).isEmpty();
    assertThat(list(r -> {})).doesNotContain(LOCAL);
    assertThat(core.order(DIAL_IN, LOCAL).status()).isEqualTo(PhoneNumberOrderStatus.SUCCESSFUL);
  }

  @Test
  void aNumberWhoseTimeIsOverCanBeOrderedWithoutAnybodyLookingAtItBefore() {
    delete(LOCAL);
    core.pass(Duration.ofDays(8));

    assertThat(core.order(DIAL_IN, LOCAL).status()).isEqualTo(PhoneNumberOrderStatus.SUCCESSFUL);
    assertThat(number(LOCAL).status()).isEqualTo(PhoneNumberStatus.UNASSIGNED);
  }

  @Test
  void anAssignedNumberCannotBeDeletedNorChangeItsProductType() {
    SipRule rule = core.rule(LOCAL, true, target(core.application("us-east-1"), 1));

    refused(ErrorType.BAD_REQUEST, rule.sipRuleId(), () -> delete(LOCAL));
    refused(
        ErrorType.CONFLICT,
        "ProductType",
        () -> update(LOCAL, r -> r.productType(PhoneNumberProductType.VOICE_CONNECTOR)));
    assertThat(number(LOCAL).status()).isEqualTo(PhoneNumberStatus.ASSIGNED);
  }

  @Test
  void listsCanBeFiltered() {
    SipRule rule = core.rule(LOCAL, false, target(core.application("us-east-1"), 1));
    delete(TOLL_FREE);

    assertThat(list(r -> {})).containsExactly(LOCAL, TOLL_FREE, LONDON);
    assertThat(list(r -> r.status("Assigned"))).containsExactly(LOCAL);
    assertThat(list(r -> r.status("ReleaseInProgress"))).containsExactly(TOLL_FREE);
    assertThat(list(r -> r.productType(PhoneNumberProductType.VOICE_CONNECTOR))).isEmpty();
    assertThat(
            list(
                r ->
                    r.filterName(PhoneNumberAssociationName.SIP_RULE_ID)
                        .filterValue(rule.sipRuleId())))
        .containsExactly(LOCAL);

    ListPhoneNumbersResponse first = page(r -> r.maxResults(2));
    assertThat(first.phoneNumbers()).hasSize(2);
    assertThat(list(r -> r.maxResults(2).nextToken(first.nextToken()))).containsExactly(LONDON);

    refused(ErrorType.BAD_REQUEST, "Status: one of", () -> list(r -> r.status("Lost")));
    refused(
        ErrorType.BAD_REQUEST,
        "go together",
        () -> list(r -> r.filterName(PhoneNumberAssociationName.SIP_RULE_ID)));
    refused(
        ErrorType.BAD_REQUEST,
        "NextToken",
        () -> list(r -> r.status("Assigned").nextToken(first.nextToken())));
  }

  @Test
  void oneAttributeIsUpdatedAtATime() {
    assertThat(update(LOCAL, r -> r.name("front desk")).name()).isEqualTo("front desk");
    assertThat(
            update(LOCAL, r -> r.productType(PhoneNumberProductType.VOICE_CONNECTOR)).productType())
        .isEqualTo(PhoneNumberProductType.VOICE_CONNECTOR);
    refused(ErrorType.BAD_REQUEST, "one attribute", () -> update(LOCAL, r -> {}));
    refused(
        ErrorType.BAD_REQUEST,
        "one attribute",
        () -> update(LOCAL, r -> r.name("a").callingName("b")));
    refused(
        ErrorType.BAD_REQUEST,
        "outside the US",
        () -> update(LONDON, r -> r.productType(PhoneNumberProductType.VOICE_CONNECTOR)));
    refused(ErrorType.NOT_FOUND, "PhoneNumberId", () -> update("+12065550199", r -> r.name("a")));
    refused(ErrorType.NOT_FOUND, "PhoneNumberId", () -> update("nonsense", r -> r.name("a")));
    delete(LOCAL);
    refused(ErrorType.BAD_REQUEST, "deletion queue", () -> update(LOCAL, r -> r.name("b")));
  }

  @Test
  void aCallingNameChangesOnceInSevenDaysAndNotForTollFreeNumbers() {
    PhoneNumber named = update(LOCAL, r -> r.callingName("Carillon"));
    assertThat(named.callingName()).isEqualTo("Carillon");
    assertThat(named.callingNameStatus()).isEqualTo(CallingNameStatus.UPDATE_IN_PROGRESS);
    update(LOCAL, r -> r.callingName("Carillon")); // no change
    core.pass(InventoryNumber.CALLING_NAME_DELAY);
    assertThat(number(LOCAL).callingNameStatus()).isEqualTo(CallingNameStatus.UPDATE_SUCCEEDED);

    refused(ErrorType.BAD_REQUEST, "seven days", () -> update(LOCAL, r -> r.callingName("Other")));
    refused(ErrorType.BAD_REQUEST, "CallingName", () -> update(TOLL_FREE, r -> r.callingName("X")));
    refused(ErrorType.BAD_REQUEST, "CallingName", () -> update(LONDON, r -> r.callingName("X")));

    core.pass(Duration.ofDays(7));
    PhoneNumber unnamed = update(LOCAL, r -> r.callingName(""));
    assertThat(unnamed.callingName()).isNull();
    assertThat(unnamed.callingNameStatus()).isEqualTo(CallingNameStatus.UNASSIGNED);
  }

  private PhoneNumber number(String e164) {
    return core.numbers.find(e164).orElseThrow();
  }

  private DeletePhoneNumberResponse delete(String id) {
    return new DeletePhoneNumber(core.numbers)
        .handle(DeletePhoneNumberRequest.builder().phoneNumberId(id).build(), core.caller);
  }

  private PhoneNumber restore(String id) {
    return new RestorePhoneNumber(core.numbers)
        .handle(RestorePhoneNumberRequest.builder().phoneNumberId(id).build(), core.caller)
        .phoneNumber();
  }

  private PhoneNumber update(String id, Consumer<UpdatePhoneNumberRequest.Builder> change) {
    return new UpdatePhoneNumber(core.numbers)
        .handle(
            UpdatePhoneNumberRequest.builder().phoneNumberId(id).applyMutation(change).build(),
            core.caller)
        .phoneNumber();
  }

  private List<String> list(Consumer<ListPhoneNumbersRequest.Builder> question) {
    return page(question).phoneNumbers().stream().map(PhoneNumber::e164PhoneNumber).toList();
  }

  private ListPhoneNumbersResponse page(Consumer<ListPhoneNumbersRequest.Builder> question) {
    return new ListPhoneNumbers(
            core.listing, core.numbers, id -> core.rules.find(id).map(SipRule::triggerValue))
        .handle(ListPhoneNumbersRequest.builder().applyMutation(question).build(), core.caller);
  }
}
