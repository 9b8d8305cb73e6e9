package org.carillon.functions.voiceapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.chimesdkvoice.ChimeSdkVoiceClient;
import software.amazon.awssdk.services.chimesdkvoice.model.AccessDeniedException;
import software.amazon.awssdk.services.chimesdkvoice.model.BadRequestException;
import software.amazon.awssdk.services.chimesdkvoice.model.CallingNameStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.ConflictException;
import software.amazon.awssdk.services.chimesdkvoice.model.ErrorCode;
import software.amazon.awssdk.services.chimesdkvoice.model.NotFoundException;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumber;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberAssociationName;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberError;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrder;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberOrderStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdatePhoneNumberRequestItem;
import software.amazon.awssdk.services.chimesdkvoice.model.ValidateE911AddressResponse;

/** Phone numbers by the unmodified AWS SDK, on the embedded store (N1, N2, N7, N8, N9, N10). */
class NumbersTest {

  private static final PhoneNumberProductType DIAL_IN =
      PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN;

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
  void aNumberOrderedByManyAtTheSameMomentGoesToExactlyOneOrder() throws Exception {
    int buyers = 6;
    for (int round = 0; round < 8; round++) {
      String number = "+1206555010" + round;
      CyclicBarrier start = new CyclicBarrier(buyers);
      List<Callable<PhoneNumberOrder>> tasks = new ArrayList<>();
      for (int buyer = 0; buyer < buyers; buyer++) {
        tasks.add(
            () -> {
              start.await();
              return order(number);
            });
      }
      List<PhoneNumberOrder> orders = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Future<PhoneNumberOrder> ended : threads.invokeAll(tasks)) {
          orders.add(ended.get());
        }
      }

      assertThat(orders)
          .extracting(PhoneNumberOrder::status)
          .containsOnlyOnce(PhoneNumberOrderStatus.SUCCESSFUL)
          .containsOnly(PhoneNumberOrderStatus.SUCCESSFUL, PhoneNumberOrderStatus.FAILED);
      PhoneNumberOrder winner =
          orders.stream()
              .filter(o -> o.status() == PhoneNumberOrderStatus.SUCCESSFUL)
              .findFirst()
              .orElseThrow();
      assertThat(number(number).orderId()).isEqualTo(winner.phoneNumberOrderId());
    }
  }

  @Test
  void manyNumbersAreChangedAndDeletedInOneRequest() {
    order("+12065550100", "+12065550101", "+18005550100");

    List<PhoneNumberError> refused =
        client
            .batchUpdatePhoneNumber(
                r ->
                    r.updatePhoneNumberRequestItems(
                        item("+12065550100").name("front desk").build(),
                        item("+12065550101")
                            .productType(PhoneNumberProductType.VOICE_CONNECTOR)
                            .build(),
                        item("+18005550100").callingName("Bells").build(),
                        item("+12065550149").name("not ours").build()))
            .phoneNumberErrors();
    assertThat(refused)
        .extracting(PhoneNumberError::phoneNumberId, PhoneNumberError::errorCode)
        .containsExactly(
            tuple("+18005550100", ErrorCode.BAD_REQUEST),
            tuple("+12065550149", ErrorCode.NOT_FOUND));
    assertThat(number("+12065550100").name()).isEqualTo("front desk");
    assertThat(
            client
                .listPhoneNumbers(r -> r.productType(PhoneNumberProductType.VOICE_CONNECTOR))
                .phoneNumbers())
        .extracting(PhoneNumber::e164PhoneNumber)
        .containsExactly("+12065550101");

    assertThat(
            client
                .batchDeletePhoneNumber(r -> r.phoneNumberIds("+12065550100", "+12065550149"))
                .phoneNumberErrors())
        .extracting(PhoneNumberError::phoneNumberId)
        .containsExactly("+12065550149");
    assertThat(client.listPhoneNumbers(r -> r.status("ReleaseInProgress")).phoneNumbers())
        .extracting(PhoneNumber::e164PhoneNumber)
        .containsExactly("+12065550100");
    assertThat(
            client.restorePhoneNumber(r -> r.phoneNumberId("+12065550100")).phoneNumber().status())
        .isEqualTo(PhoneNumberStatus.UNASSIGNED);

    assertThatThrownBy(() -> client.batchDeletePhoneNumber(r -> r.phoneNumberIds(List.of())))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("PhoneNumberIds");
    assertThatThrownBy(
            () ->
                client.batchUpdatePhoneNumber(
                    r ->
                        r.updatePhoneNumberRequestItems(
                            item("+12065550100").callingName("x").build())))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("CallingName");
  }

  @Test
  void numbersOfAConnectorAreListedByItAndCannotBeDeletedOrBecomeAnythingElse() {
    order("+12065550100", "+12065550101", "+12065550102");
    for (String number : List.of("+12065550100", "+12065550101")) {
      client.updatePhoneNumber(
          r -> r.phoneNumberId(number).productType(PhoneNumberProductType.VOICE_CONNECTOR));
    }
    String connector =
        client
            .createVoiceConnector(r -> r.name("desk").requireEncryption(false))
            .voiceConnector()
            .voiceConnectorId();
    client.associatePhoneNumbersWithVoiceConnector(
        r -> r.voiceConnectorId(connector).e164PhoneNumbers("+12065550101"));

    assertThat(
            client
                .listPhoneNumbers(
                    r ->
                        r.filterName(PhoneNumberAssociationName.VOICE_CONNECTOR_ID)
                            .filterValue(connector))
                .phoneNumbers())
        .extracting(PhoneNumber::e164PhoneNumber)
        .containsExactly("+12065550101");
    assertThat(client.listPhoneNumbers(r -> r.status("Assigned")).phoneNumbers())
        .extracting(PhoneNumber::e164PhoneNumber)
        .containsExactly("+12065550101");

    assertThat(
            client
                .batchDeletePhoneNumber(r -> r.phoneNumberIds("+12065550101"))
                .phoneNumberErrors())
        .extracting(PhoneNumberError::errorCode)
        .containsExactly(ErrorCode.PHONE_NUMBER_ASSOCIATIONS_EXIST);
    assertThatThrownBy(
            () ->
                client.updatePhoneNumber(r -> r.phoneNumberId("+12065550101").productType(DIAL_IN)))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("ProductType");

    client.disassociatePhoneNumbersFromVoiceConnector(
        r -> r.voiceConnectorId(connector).e164PhoneNumbers("+12065550101"));
    assertThat(
            client
                .listPhoneNumbers(
                    r ->
                        r.filterName(PhoneNumberAssociationName.VOICE_CONNECTOR_ID)
                            .filterValue(connector))
                .phoneNumbers())
        .isEmpty();
  }

  @Test
  void aCallingNameIsOnItsWayForAMinuteAndStaysSevenDays() {
    order("+12065550100");
    Instant start = Instant.now();
    local.clock = () -> start;
    PhoneNumber named =
        client
            .updatePhoneNumber(r -> r.phoneNumberId("+12065550100").callingName("Bells"))
            .phoneNumber();
    assertThat(named.callingNameStatus()).isEqualTo(CallingNameStatus.UPDATE_IN_PROGRESS);
    assertThatThrownBy(
            () ->
                client.updatePhoneNumber(
                    r -> r.phoneNumberId("+12065550100").callingName("Chimes")))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("seven days");

    local.clock = () -> start.plus(Duration.ofMinutes(1));
    assertThat(number("+12065550100").callingNameStatus())
        .isEqualTo(CallingNameStatus.UPDATE_SUCCEEDED);
    assertThatThrownBy(() -> number("+12065550149")).isInstanceOf(NotFoundException.class);
  }

  @Test
  void numbersThatNeedIdentificationAreRefusedWithTheWayToGo() throws Exception {
    assertThatThrownBy(() -> order("+493023125000"))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("DE")
        .hasMessageContaining("/carillon/v1/phone-number-requirements?country=DE");

    var operator = new OperatorClient(local.endpoint(), local.key());
    var told = operator.call("GET", "/carillon/v1/phone-number-requirements?country=DE", Map.of());
    assertThat(told.status()).isEqualTo(200);
    assertThat(told.body().toString()).contains("Germany", "Business address", "+4932");
    assertThat(
            operator
                .call("GET", "/carillon/v1/phone-number-requirements?country=x", Map.of())
                .status())
        .isEqualTo(400);
  }

  @Test
  void anAddressIsValidatedForEmergencyCalls() {
    var right = validate("Seattle");
    assertThat(right.sdkHttpResponse().statusCode()).isEqualTo(202);
    assertThat(right.validationResult()).isZero();
    assertThat(right.address().streetSuffix()).isEqualTo("AVE");
    assertThat(validate("Seattle").addressExternalId()).isEqualTo(right.addressExternalId());
    assertThat(validate("Seatle").validationResult()).isEqualTo(1);

    var wrong = validate("Tacoma");
    assertThat(wrong.validationResult()).isEqualTo(2);
    assertThat(wrong.candidateAddressList().getFirst().city()).isEqualTo("SEATTLE");
    assertThatThrownBy(
            () -> client.validateE911Address(r -> r.awsAccountId("111122223333").city("Seattle")))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("StreetNumber");
  }

  private ValidateE911AddressResponse validate(String city) {
    return client.validateE911Address(
        r ->
            r.awsAccountId("111122223333")
                .streetNumber("410")
                .streetInfo("Terry Avenue N")
                .city(city)
                .state("WA")
                .country("US")
                .postalCode("98109"));
  }

  private PhoneNumberOrder order(String... numbers) {
    String id =
        client
            .createPhoneNumberOrder(r -> r.productType(DIAL_IN).e164PhoneNumbers(numbers))
            .phoneNumberOrder()
            .phoneNumberOrderId();
    return client.getPhoneNumberOrder(r -> r.phoneNumberOrderId(id)).phoneNumberOrder();
  }

  private static UpdatePhoneNumberRequestItem.Builder item(String id) {
    return UpdatePhoneNumberRequestItem.builder().phoneNumberId(id);
  }

  private PhoneNumber number(String e164) {
    return client.getPhoneNumber(r -> r.phoneNumberId(e164)).phoneNumber();
  }
}
