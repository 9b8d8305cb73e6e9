package org.carillon.core.calls;

import org.carillon.contract.ApiException;
import org.carillon.contract.ErrorType;
import org.carillon.core.Caller;
import org.carillon.core.Operation;
import org.carillon.core.applications.SipMediaApplications;
import org.carillon.core.numbers.E164;
import org.carillon.core.numbers.PhoneNumbers;
import org.carillon.core.routing.CustomSipHeaders;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipMediaApplicationCallRequest;
import software.amazon.awssdk.services.chimesdkvoice.model.CreateSipMediaApplicationCallResponse;

/**
 * CreateSipMediaApplicationCall (S5): what the request must hold. A call out needs a media node
 * that places calls; while there is none, a request that holds everything is answered with {@link
 * ErrorType#SERVICE_UNAVAILABLE}, and nothing was started.
 *
 * <p>The model declares no NotFound here, so an unknown application is a bad request.
 */
public final class CreateSipMediaApplicationCall
    implements Operation<
        CreateSipMediaApplicationCallRequest, CreateSipMediaApplicationCallResponse> {

  private final SipMediaApplications applications;
  private final PhoneNumbers numbers;

  /** Over these applications and the numbers a call may come from. */
  public CreateSipMediaApplicationCall(SipMediaApplications applications, PhoneNumbers numbers) {
    this.applications = applications;
    this.numbers = numbers;
  }

  @Override
  public CreateSipMediaApplicationCallResponse handle(
      CreateSipMediaApplicationCallRequest request, Caller caller) {
    if (applications.find(request.sipMediaApplicationId()).isEmpty()) {
      throw bad("SipMediaApplicationId: the account has no such SIP media application.");
    }
    boolean owned =
        E164.of(request.fromPhoneNumber())
            .flatMap(numbers::find)
            .filter(number -> number.deletionTimestamp() == null)
            .isPresent();
    if (!owned) {
      throw bad(
          "FromPhoneNumber: not a number of this account. Its numbers are listed by"
              + " ListPhoneNumbers.");
    }
    request
        .sipHeaders()
        .forEach(
            (name, value) -> {
              if (!CustomSipHeaders.allowed(name, value)) {
                throw bad(
                    "SipHeaders: names start with x- (not with a prefix of the service's own), or"
                        + " are User-to-User or Diversion; values have at most "
                        + CustomSipHeaders.MAX_VALUE_LENGTH
                        + " characters.");
              }
            });
    throw new ApiException(
        ErrorType.SERVICE_UNAVAILABLE,
        "No media node of this version places calls out: docs/status.md says what is built. Nothing"
            + " was started.");
  }

  private static ApiException bad(String message) {
    return new ApiException(ErrorType.BAD_REQUEST, message);
  }
}
