package org.carillon.core.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.CoreFixture;
import org.carillon.core.quotas.Quotas;
import org.carillon.core.routing.CallRates;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipMediaApplicationCallRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.PhoneNumberProductType;

/** How many calls the API makes (S5, O8). */
class CreateSipMediaApplicationCallTest {
  private static final String NUMBER = "+12065550110";

  /** The default of docs/quotas.md. */
  private static final int CALLS_PER_SECOND = 10;

  private final CoreFixture core = new CoreFixture();

  @Test
  void tenCallsASecondAreMade() {
    core.order(PhoneNumberProductType.SIP_MEDIA_APPLICATION_DIAL_IN, NUMBER);
    var operation =
        new CreateSipMediaApplicationCall(
            core.applications,
            core.numbers,
            new CallCommands(core.items, core.account, core.clock),
            new CallRates(core.items, core.account, core.clock),
            new Quotas(core.items, core.account),
            false,
            core.clock);
    var request =
        CreateSipMediaApplicationCallRequest.builder()
            .sipMediaApplicationId(core.application("us-east-1"))
            .fromPhoneNumber(NUMBER)
            .toPhoneNumber("+14255550181")
            .build();

    for (int second = 0; second < 2; second++) {
      for (int i = 0; i < CALLS_PER_SECOND; i++) {
        operation.handle(request, core.caller);
      }
      assertThatThrownBy(() -> operation.handle(request, core.caller))
          .isInstanceOfSatisfying(
              ApiException.class,
              e -> {
                assertThat(e.type()).isEqualTo(ErrorType.THROTTLED_CLIENT);
                assertThat(e.getMessage()).contains("more than 10.");
              });
      core.pass(Duration.ofSeconds(1));
    }
  }
}
