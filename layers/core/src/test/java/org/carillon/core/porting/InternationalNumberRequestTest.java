package org.carillon.core.porting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.carillon.core.CoreFixture.refused;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.carillon.contract.ErrorType;
import org.carillon.contract.OperatorDocument;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;

/** International numbers: request, documents, review, delivery (N4). */
class InternationalNumberRequestTest {

  private static final String FIRST = "+442079460000";
  private static final String SECOND = "+442079460001";

  private final PortingFixture porting = new PortingFixture();

  @Test
  void aRequestIsReviewedAndDelivered() {
    String id = create(Map.of("Quantity", 2));
    porting.receive(
        PortingFixture.token(porting.upload(id, "PROOF_OF_ADDRESS")), PortingFixture.PDF);
    to(id, "PENDING_DOCUMENTS");
    to(id, "IN_REVIEW");
    refused(ErrorType.CONFLICT, "IN_REVIEW", () -> deliver(id, FIRST));
    to(id, "APPROVED");

    assertThat(deliver(id, FIRST)).containsEntry("Status", "APPROVED");
    Map<String, Object> done = deliver(id, SECOND);

    assertThat(done)
        .containsEntry("Status", "DELIVERED")
        .containsEntry("DeliveredPhoneNumbers", List.of(FIRST, SECOND));
    assertThat(porting.core.numbers.find(SECOND).orElseThrow().productType())
        .isEqualTo(PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN);
    assertThat(porting.core.order((String) done.get("PhoneNumberOrderId")).orderedPhoneNumbers())
        .hasSize(1);
    refused(ErrorType.CONFLICT, "it has ended", () -> to(id, "CANCELLED"));
  }

  @Test
  void aDeliveryThatWasCutShortIsFinishedByRepeatingIt() {
    String id = create(Map.of("Quantity", 1));
    to(id, "APPROVED");
    porting.core.items.failAfter(1); // the request names its order, which is placed
    assertThatIllegalStateException().isThrownBy(() -> deliver(id, FIRST));
    porting.core.items.failAfter(Integer.MAX_VALUE);
    refused(ErrorType.CONFLICT, "is being carried out", () -> to(id, "REJECTED"));

    assertThat(deliver(id, FIRST)).containsEntry("Status", "DELIVERED");
    assertThat(porting.core.numbers.find(FIRST)).isPresent();
  }

  @Test
  void aDeliveryThatTheQuotaHasNoRoomForLeavesTheRequestAsItWas() {
    String id = create(Map.of("Quantity", 2));
    to(id, "APPROVED");
    Map<String, Object> before = get(id);
    porting.quota(1);

    refused(
        ErrorType.RESOURCE_LIMIT_EXCEEDED,
        "the quota PhoneNumbers is 1. An operator raises it",
        () -> deliver(id, FIRST, SECOND));
    assertThat(get(id)).isEqualTo(before);
    assertThat(porting.core.numbers.find(FIRST)).isEmpty();
    assertThat(porting.numbersCounted()).isZero();

    // fewer fit, and nothing is left of the first try
    assertThat(deliver(id, SECOND)).containsEntry("DeliveredPhoneNumbers", List.of(SECOND));
    assertThat(porting.numbersCounted()).isOne();
  }

  @Test
  void illegalChangesOfStateAreRefused() {
    String id = create(Map.of());
    refused(ErrorType.CONFLICT, "SUBMITTED cannot become DELIVERED", () -> to(id, "DELIVERED"));
    to(id, "REJECTED");
    refused(ErrorType.CONFLICT, "nothing else", () -> to(id, "APPROVED"));
    refused(ErrorType.CONFLICT, "REJECTED", () -> deliver(id, FIRST));
  }

  @Test
  void badInputIsRefusedByMember() {
    refused(ErrorType.BAD_REQUEST, "Country", () -> create(Map.of("Country", "US")));
    String id = create(Map.of("Quantity", 1));
    to(id, "APPROVED");
    refused(ErrorType.BAD_REQUEST, "1 more numbers are wanted", () -> deliver(id, FIRST, SECOND));
    refused(ErrorType.BAD_REQUEST, "not on offer", () -> deliver(id, "+442079461111"));
    refused(ErrorType.BAD_REQUEST, "country and type", () -> deliver(id, "+448081570000"));
    refused(ErrorType.BAD_REQUEST, "country and type", () -> deliver(id, "+12065550100"));
  }

  private String create(Map<String, Object> more) {
    Map<String, Object> request =
        new HashMap<>(
            Map.of(
                "ApplicantType",
                "BUSINESS",
                "ApplicantName",
                "Analytical Engines Ltd",
                "PhoneNumberType",
                "Local",
                "Country",
                "GB",
                "Quantity",
                1));
    request.putAll(more);
    return (String)
        PortingFixture.member(
                new CreateInternationalNumberRequest(porting.core.items, porting.requests)
                    .handle(new OperatorDocument(request), porting.core.caller))
            .get("RequestId");
  }

  private Map<String, Object> get(String id) {
    return PortingFixture.member(
        new GetInternationalNumberRequest(porting.requests)
            .handle(new OperatorDocument(Map.of("RequestId", id)), porting.core.caller));
  }

  private void to(String id, String status) {
    new UpdateInternationalNumberRequest(porting.core.items, porting.requests)
        .handle(
            new OperatorDocument(Map.of("RequestId", id, "Status", status)), porting.core.caller);
  }

  private Map<String, Object> deliver(String id, String... numbers) {
    return PortingFixture.member(
        new DeliverInternationalNumbers(
                porting.core.items, porting.requests, porting.core.pool, porting.core.orders)
            .handle(
                new OperatorDocument(Map.of("RequestId", id, "PhoneNumbers", List.of(numbers))),
                porting.core.caller));
  }
}
