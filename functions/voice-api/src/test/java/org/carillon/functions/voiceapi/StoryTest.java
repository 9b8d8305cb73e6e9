package org.carillon.functions.voiceapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.BadRequestException;
import software.amazon.awssdk.services.chimesdkvoice.model.ConflictException;
import software.amazon.awssdk.services.chimesdkvoice.model.NotFoundException;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberAssociationName;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrder;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplication;
import software.amazon.awssdk.services.chimesdkvoice.model.SipMediaApplicationEndpoint;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRule;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRuleTargetApplication;
import software.amazon.awssdk.services.chimesdkvoice.model.SipRuleTriggerType;
import software.amazon.awssdk.services.chimesdkvoice.model.VoiceConnectorSettings;

/** The guide's story, told by the unmodified AWS SDK for Java. */
class StoryTest {

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
  void aNumberIsBoughtTiedToAFunctionAndGivenBackInTheRightOrder() {
    // search: three numbers in Seattle's area code
    var found =
        client.searchAvailablePhoneNumbers(r -> r.country("US").areaCode("206").maxResults(3));
    assertThat(found.e164PhoneNumbers())
        .containsExactly("+12065550100", "+12065550101", "+12065550102");
    String number = found.e164PhoneNumbers().getFirst();

    // order, and the order ends well at the first look
    PhoneNumberOrder order =
        client
            .createPhoneNumberOrder(
                r ->
                    r.productType(PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN)
                        .e164PhoneNumbers(number)
                        .name("front desk"))
            .phoneNumberOrder();
    assertThat(order.status()).isEqualTo(PhoneNumberOrderStatus.PROCESSING);
    assertThat(
            client
                .getPhoneNumberOrder(r -> r.phoneNumberOrderId(order.phoneNumberOrderId()))
                .phoneNumberOrder()
                .status())
        .isEqualTo(PhoneNumberOrderStatus.SUCCESSFUL);
    assertThat(client.listPhoneNumberOrders(r -> {}).phoneNumberOrders()).hasSize(1);

    // the number is in the inventory, readable by its number and by its encoded id
    PhoneNumber owned = client.getPhoneNumber(r -> r.phoneNumberId(number)).phoneNumber();
    assertThat(owned.status()).isEqualTo(PhoneNumberStatus.UNASSIGNED);
    assertThat(owned.name()).isEqualTo("front desk");
    assertThat(owned.orderId()).isEqualTo(order.phoneNumberOrderId());
    assertThat(owned.phoneNumberId()).isEqualTo("%2B12065550100");
    assertThat(client.getPhoneNumber(r -> r.phoneNumberId(owned.phoneNumberId())).phoneNumber())
        .isEqualTo(owned);
    assertThat(client.listPhoneNumbers(r -> r.status("Unassigned")).phoneNumbers())
        .containsExactly(owned);

    // settings
    client.updateGlobalSettings(
        r -> r.voiceConnector(VoiceConnectorSettings.builder().cdrBucket("my-cdrs").build()));
    assertThat(client.getGlobalSettings(r -> {}).voiceConnector().cdrBucket()).isEqualTo("my-cdrs");

    // application
    SipMediaApplication application =
        client
            .createSipMediaApplication(
                r ->
                    r.name("hello")
                        .awsRegion("us-east-1")
                        .endpoints(
                            SipMediaApplicationEndpoint.builder().lambdaArn(FUNCTION).build()))
            .sipMediaApplication();
    String applicationId = application.sipMediaApplicationId();
    assertThat(application.sipMediaApplicationArn())
        .isEqualTo("arn:aws:chime:us-east-1:111122223333:sma/" + applicationId);
    assertThat(
            client
                .getSipMediaApplication(r -> r.sipMediaApplicationId(applicationId))
                .sipMediaApplication())
        .isEqualTo(application);
    assertThat(client.listSipMediaApplications(r -> {}).sipMediaApplications())
        .containsExactly(application);

    // rule
    SipRule rule =
        client
            .createSipRule(
                r ->
                    r.name("front desk rule")
                        .triggerType(SipRuleTriggerType.TO_PHONE_NUMBER)
                        .triggerValue(number)
                        .targetApplications(
                            SipRuleTargetApplication.builder()
                                .sipMediaApplicationId(applicationId)
                                .priority(1)
                                .build()))
            .sipRule();
    assertThat(rule.disabled()).isFalse();
    assertThat(rule.targetApplications().getFirst().awsRegion()).isEqualTo("us-east-1");
    assertThat(client.getSipRule(r -> r.sipRuleId(rule.sipRuleId())).sipRule()).isEqualTo(rule);
    assertThat(client.listSipRules(r -> r.sipMediaApplicationId(applicationId)).sipRules())
        .containsExactly(rule);
    PhoneNumber assigned = client.getPhoneNumber(r -> r.phoneNumberId(number)).phoneNumber();
    assertThat(assigned.status()).isEqualTo(PhoneNumberStatus.ASSIGNED);
    assertThat(assigned.associations().getFirst().name())
        .isEqualTo(PhoneNumberAssociationName.SIP_RULE_ID);
    assertThat(assigned.associations().getFirst().value()).isEqualTo(rule.sipRuleId());

    // the wrong order is refused, and says what to do
    assertThatThrownBy(() -> client.deletePhoneNumber(r -> r.phoneNumberId(number)))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("delete the SIP rule");
    assertThatThrownBy(
            () -> client.deleteSipMediaApplication(r -> r.sipMediaApplicationId(applicationId)))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining(rule.sipRuleId());
    assertThatThrownBy(() -> client.deleteSipRule(r -> r.sipRuleId(rule.sipRuleId())))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("Disable it first");

    // the right order
    client.updateSipRule(r -> r.sipRuleId(rule.sipRuleId()).name(rule.name()).disabled(true));
    client.deleteSipRule(r -> r.sipRuleId(rule.sipRuleId()));
    client.deleteSipMediaApplication(r -> r.sipMediaApplicationId(applicationId));
    client.deletePhoneNumber(r -> r.phoneNumberId(number));
    assertThatThrownBy(() -> client.getSipRule(r -> r.sipRuleId(rule.sipRuleId())))
        .isInstanceOf(NotFoundException.class);
    PhoneNumber deleted = client.getPhoneNumber(r -> r.phoneNumberId(number)).phoneNumber();
    assertThat(deleted.status()).isEqualTo(PhoneNumberStatus.RELEASE_IN_PROGRESS);
    assertThat(deleted.deletionTimestamp()).isNotNull();
    assertThat(client.restorePhoneNumber(r -> r.phoneNumberId(number)).phoneNumber().status())
        .isEqualTo(PhoneNumberStatus.UNASSIGNED);
  }

  @Test
  void whatWasMadeIsThereAfterARestart() throws IOException {
    client.createPhoneNumberOrder(
        r ->
            r.productType(PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN)
                .e164PhoneNumbers("+12065550100"));

    stop();
    start();

    assertThat(client.listPhoneNumbers(r -> {}).phoneNumbers())
        .extracting(PhoneNumber::e164PhoneNumber)
        .containsExactly("+12065550100");
    assertThat(client.searchAvailablePhoneNumbers(r -> r.areaCode("206")).e164PhoneNumbers())
        .doesNotContain("+12065550100");
  }
}
