package org.carillon.core.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.carillon.core.CoreFixture.refused;
import static org.carillon.core.CoreFixture.target;

import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.carillon.contract.ErrorType;
import org.carillon.core.CoreFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.BatchDeletePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.BatchUpdatePhoneNumberRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.ErrorCode;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberError;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberStatus;
import software.amazon.awssdk.services.chimesdkvoice.model.UpdatePhoneNumberRequestItem;

/** Many numbers in one request: each for itself (N7, N8, N9, N10). */
class NumberBatchTest {

  private static final PhoneNumberProductType DIAL_IN =
      PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN;
  private static final String FIRST = "+12065550100";
  private static final String SECOND = "+12065550101";
  private static final String RULED = "+12065550102";
  private static final String LONDON = "+442079460000";
  private static final String NOT_OURS = "+12065550149";

  private final CoreFixture core = new CoreFixture();

  @BeforeEach
  void fourNumbersOneWithARule() {
    core.order(DIAL_IN, FIRST, SECOND, RULED, LONDON);
    core.rule(RULED, true, target(core.application("us-east-1"), 1));
  }

  @Test
  void whatCannotBeDeletedIsToldAndTheRestIsDeleted() {
    assertThat(delete(FIRST, RULED, NOT_OURS, "nonsense", "%2B12065550101"))
        .extracting(PhoneNumberError::phoneNumberId, PhoneNumberError::errorCode)
        .containsExactly(
            tuple(RULED, ErrorCode.PHONE_NUMBER_ASSOCIATIONS_EXIST),
            tuple(NOT_OURS, ErrorCode.NOT_FOUND),
            tuple("nonsense", ErrorCode.NOT_FOUND));

    assertThat(status(FIRST)).isEqualTo(PhoneNumberStatus.RELEASE_IN_PROGRESS);
    assertThat(status(SECOND)).isEqualTo(PhoneNumberStatus.RELEASE_IN_PROGRESS);
    assertThat(status(RULED)).isEqualTo(PhoneNumberStatus.ASSIGNED);
    assertThat(delete(FIRST)).as("again").isEmpty();
  }

  @Test
  void whatCannotBeChangedIsToldAndTheRestIsChanged() {
    List<PhoneNumberError> errors =
        update(
            item(FIRST, i -> i.name("front desk")),
            item(SECOND, i -> i.productType(PhoneNumberProductType.VOICE_CONNECTOR)),
            item(RULED, i -> i.productType(PhoneNumberProductType.VOICE_CONNECTOR)),
            item(LONDON, i -> i.productType(PhoneNumberProductType.VOICE_CONNECTOR)),
            item(LONDON, i -> i.callingName("Carillon")),
            item(LONDON, i -> i.name("London").callingName("Carillon")),
            item(NOT_OURS, i -> i.name("x")));

    assertThat(errors)
        .extracting(PhoneNumberError::errorCode)
        .containsExactly(
            ErrorCode.CONFLICT,
            ErrorCode.BAD_REQUEST,
            ErrorCode.BAD_REQUEST,
            ErrorCode.BAD_REQUEST,
            ErrorCode.NOT_FOUND);
    assertThat(errors.get(1).errorMessage()).contains("outside the US");
    assertThat(core.numbers.find(FIRST).orElseThrow().name()).isEqualTo("front desk");
    assertThat(core.numbers.find(SECOND).orElseThrow().productType())
        .isEqualTo(PhoneNumberProductType.VOICE_CONNECTOR);
    assertThat(core.numbers.find(LONDON).orElseThrow().name()).isNull();
  }

  @Test
  void aHundredAreChangedInTwoWritesAndOneThatComesTwiceIsChangedTwice() {
    String[] hundred =
        IntStream.range(100, 150)
            .boxed()
            .flatMap(i -> Stream.of("+12125550" + i, "+13125550" + i))
            .toArray(String[]::new);
    core.order(DIAL_IN, hundred);
    core.items.failAfter(2);

    assertThat(delete(hundred)).isEmpty();

    core.items.failAfter(Integer.MAX_VALUE);
    assertThat(hundred)
        .allSatisfy(id -> assertThat(status(id)).isEqualTo(PhoneNumberStatus.RELEASE_IN_PROGRESS));

    // a number that comes twice is changed twice, in the order of the request
    assertThat(
            update(
                item(FIRST, i -> i.name("one")),
                item(SECOND, i -> i.name("other")),
                item(FIRST, i -> i.name("two"))))
        .isEmpty();
    assertThat(core.numbers.find(FIRST).orElseThrow().name()).isEqualTo("two");
    assertThat(core.numbers.find(SECOND).orElseThrow().name()).isEqualTo("other");
  }

  @Test
  void aBatchHasOneToFiveHundredEntries() {
    refused(ErrorType.BAD_REQUEST, "PhoneNumberIds: 1 to 500", this::delete);
    refused(
        ErrorType.BAD_REQUEST,
        "PhoneNumberIds: 1 to 500",
        () -> delete(Collections.nCopies(501, FIRST).toArray(String[]::new)));
    refused(ErrorType.BAD_REQUEST, "UpdatePhoneNumberRequestItems: 1 to 500", this::update);
    assertThat(status(FIRST)).isEqualTo(PhoneNumberStatus.UNASSIGNED);
  }

  private PhoneNumberStatus status(String e164) {
    return core.numbers.find(e164).orElseThrow().status();
  }

  private List<PhoneNumberError> delete(String... ids) {
    return new BatchDeletePhoneNumber(core.numbers)
        .handle(BatchDeletePhoneNumberRequest.builder().phoneNumberIds(ids).build(), core.caller)
        .phoneNumberErrors();
  }

  private List<PhoneNumberError> update(UpdatePhoneNumberRequestItem... items) {
    return new BatchUpdatePhoneNumber(core.numbers)
        .handle(
            BatchUpdatePhoneNumberRequest.builder().updatePhoneNumberRequestItems(items).build(),
            core.caller)
        .phoneNumberErrors();
  }

  private static UpdatePhoneNumberRequestItem item(
      String id, Consumer<UpdatePhoneNumberRequestItem.Builder> change) {
    return UpdatePhoneNumberRequestItem.builder().phoneNumberId(id).applyMutation(change).build();
  }
}
